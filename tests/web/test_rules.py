"""The pages of rules over a real server: who may see and change what, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from monitor.model import Role
from tests.support.daemon_process import wait_until
from tests.web.conftest import Site, Visitor

FILE = "main.rules.yaml"
PATH = f"/rules/files/{FILE}"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TALKS = "Freedonia and Sylvania open harbour talks"
WORDS = "rules:\n  - id: talks\n    title: Harbour talks\n    match: {}\n"
ARTICLE = """Envoys meet in Geneva

The United States and Russia will hold talks in Geneva on January 10. Foreign Minister Sergey Lavrov
of Russia will lead one delegation. The United Nations welcomed the talks in Geneva.
"""


def text_of(page: str) -> str:
    """The text in the text area, and its base."""
    found = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def save(visitor: Visitor, text: str, *, path: str = PATH, **fields: str) -> tuple[int, str]:
    """Save a text over what the page shows now."""
    base = fields.pop("base", "") or hidden(visitor.get(path).text, "base")
    answer = visitor.post(path, {"text": text, "base": base, **fields}, shown_on=path)
    return answer.status_code, answer.text


def on_disk(site: Site, name: str = FILE) -> str:
    return (site.line.workspace.rules / name).read_text()


def test_files_and_rules_are_listed_with_what_came_of_them(site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.workspace.write("old.rules.yaml", "rules: []\n")
    site.line.load()
    (site.line.workspace.rules / "old.rules.yaml").unlink()
    site.line.load()
    site.line.tell(TALKS)
    site.line.evaluate()
    page = site.get("/rules").text
    assert FILE in page
    assert "1 rule in force" in page
    assert "1 hit in 14 days" in page
    assert 'href="/developments/1"' in page
    assert "In force" in page
    one = site.get("/rules/rule/talks").text
    assert "<mark>Freedonia</mark>" in one
    assert site.get("/rules/rule/none").status_code == 404
    assert "No rule" not in site.get("/rules?q=harbour").text
    assert "0 rules have" in site.get("/rules?q=nonsense").text


def test_problems_on_disk_are_told_where_they_are(site: Site) -> None:
    site.line.workspace.write(FILE, WORDS.format("{oops: 1}"))
    for _ in range(2):
        try:
            site.line.load()
        except Exception:  # noqa: BLE001 - the daemon logs it; the book keeps it
            continue
    page = site.get("/rules").text
    assert "Not in force." in page
    assert 'data-line="4"' in page
    assert "1 problem" in page


def test_saving_puts_the_text_on_disk_and_into_the_history(site: Site) -> None:
    status, _ = save(site.admin, WORDS.format("Sylvania").replace("\n", "\r\n"), why="wider <b>")
    assert status == 303
    assert on_disk(site) == WORDS.format("Sylvania")
    page = site.get(f"{PATH}?saved=1").text
    assert "Saved." in page
    assert "Waiting to come into force" in page
    site.line.load()
    assert "since" in site.get("/rules/in-force").text
    history = site.get(f"{PATH}/history").text
    assert "wider &lt;b&gt;" in history
    assert "<b>root</b>" in history
    assert "edited outside of these pages" in history
    [latest, first] = re.findall(r"history/(\d+)", history)
    shown = site.get(f"{PATH}/history/{latest}").text
    assert "<mark>" in shown
    assert "This is what the file holds now" in shown
    back = site.get(f"{PATH}/history/{first}").text
    fields = {name: hidden(back, name) for name in ("base", "why")}
    text = re.search(r"<textarea name=\"text\"[^>]*>\n(.*?)</textarea>", back, re.DOTALL)
    assert text
    assert site.admin.post(PATH, {"text": text[1], **fields}, shown_on=PATH).status_code == 303
    assert "Freedonia" in on_disk(site)
    assert f"back to version {first}" in site.get(f"{PATH}/history").text
    assert site.get(f"{PATH}/history/999").status_code == 404
    assert site.get("/rules/files/none.rules.yaml/history").status_code == 404


def test_what_is_wrong_is_told_and_the_text_is_kept(site: Site) -> None:
    before = on_disk(site)
    status, page = save(site.admin, WORDS.format("{actor: nobody}"), why="mine")
    assert status == 422
    assert 'data-line="4"' in page
    assert "nobody" in text_of(page)
    assert hidden(page, "why") == "mine" or 'value="mine"' in page
    assert on_disk(site) == before


def test_an_edit_on_disk_is_shown_and_only_replaced_knowingly(site: Site) -> None:
    base = hidden(site.get(PATH).text, "base")
    site.line.workspace.write(FILE, WORDS.format("Ruritania"))
    status, page = save(site.admin, WORDS.format("Sylvania"), base=base)
    assert status == 409
    assert "<mark>Ruritania</mark>" in page
    assert "<mark>Sylvania</mark>" in page
    assert "Ruritania" in on_disk(site)
    status, _ = save(site.admin, WORDS.format("Sylvania"), base=hidden(page, "base"))
    assert status == 303
    assert "Sylvania" in on_disk(site)


def test_who_may_do_what(site: Site) -> None:
    site.line.workspace.write_endpoints({"desk": ("https://desk.example/hook", SECRET)})
    site.line.load()
    viewer, editor = site.visitor("vera", Role.VIEWER), site.visitor("eda", Role.EDITOR)
    read = viewer.get(PATH)
    assert read.status_code == 200
    assert "Freedonia" in read.text
    assert "<textarea" not in read.text
    assert "rules_editor.js" not in read.text
    before = on_disk(site)
    for path in (PATH, f"{PATH}/check", f"{PATH}/complete", f"{PATH}/preview", f"{PATH}/delete",
                 f"{PATH}/rename", "/rules/new", "/rules/seed", "/rules/seed/save"):  # fmt: skip
        sent = {
            "text": "x",
            "base": "",
            "name": "n.rules.yaml",
            "sure": "yes",
            "to": "n.rules.yaml",
        }
        assert viewer.post(path, sent, shown_on="/account").status_code == 403, path
        assert editor.send(path, sent).status_code == 403, path  # without the token
    secret_file = "/rules/files/endpoints.yaml"
    for visitor in (viewer, editor):
        for path in (secret_file, f"{secret_file}/history", f"{secret_file}/history/1",
                     f"{secret_file}/manage"):  # fmt: skip
            assert visitor.get(path).status_code == 403, path
        assert "admins only" in visitor.get("/rules").text
    for path in ("", "/check", "/complete", "/preview", "/delete", "/rename"):
        answer = editor.post(f"{secret_file}{path}", {"text": "", "sure": "yes"}, shown_on=PATH)
        assert answer.status_code == 403, path
    to_endpoints = editor.post(f"{PATH}/rename", {"to": "endpoints.yml"}, shown_on=PATH)
    assert to_endpoints.status_code == 403
    assert on_disk(site) == before
    shown = site.get(secret_file).text
    assert SECRET not in shown
    assert "(hidden desk.secret)" in shown
    assert SECRET not in site.get(f"{secret_file}/history/1").text
    status, _ = save(site.admin, text_of(shown) + "# x\n", path=secret_file)
    assert status == 303
    assert SECRET in on_disk(site, "endpoints.yaml")


@pytest.mark.parametrize(
    "name",
    ["..%2fx.rules.yaml", "%2e%2e", "..", "%00.rules.yaml", "x%00.rules.yaml", "%2fetc%2fpasswd",
     "a" * 300 + ".rules.yaml", "x.rules.yaml%0a", "notes.txt", ".env", "caf%C3%A9.rules.yaml",
     "%ff.rules.yaml", "x.rules.yaml%2f..%2fmain.rules.yaml"],
)  # fmt: skip
def test_hostile_file_names(site: Site, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    path = f"/rules/files/{name}"
    for part in ("", "/history", "/manage"):
        assert site.get(f"{path}{part}").status_code in {303, 307, 404}
    sent = {"text": WORDS.format("x"), "base": "", "sure": "yes", "to": "../x.rules.yaml"}
    for part in ("", "/delete", "/rename", "/check", "/complete", "/preview"):
        answer = site.admin.post(f"{path}{part}", sent, shown_on=PATH)
        assert answer.status_code in {200, 303, 307, 404, 405, 422}, part
        if answer.status_code == 200 and part == "/check":
            assert answer.json()["problems"]
    for to in ("../x.rules.yaml", "/tmp/x.rules.yaml", "x\0.rules.yaml", "", "x.rules.yaml/y"):
        answer = site.admin.post(f"{PATH}/rename", {"to": to}, shown_on=PATH)
        assert answer.status_code == 422
        answer = site.admin.post("/rules/new", {"name": to}, shown_on=PATH)
        assert answer.status_code == 422
    assert sorted(tmp_path.rglob("*")) == before


def test_texts_of_ten_megabytes_and_links_are_refused(site: Site, tmp_path: Path) -> None:
    before = on_disk(site)
    assert save(site.admin, "#" * 10_000_000)[0] == 413
    assert save(site.admin, "x" * 2_000_000)[0] in {400, 422}
    assert on_disk(site) == before
    shown = site.get(PATH).text
    large = before + "# слово\n" * 70_000
    fields = {"csrf": hidden(shown, "csrf"), "base": hidden(shown, "base"), "text": large}
    as_browsers_do = {name: (None, value) for name, value in fields.items()}
    address = f"{site.url}{PATH}"
    answer = site.admin.browser.post(address, files=as_browsers_do, allow_redirects=False)
    assert answer.status_code == 303
    assert on_disk(site) == large
    site.line.workspace.write(FILE, before)
    (tmp_path / "secret.txt").write_text("top: secret")
    (site.line.workspace.rules / "link.rules.yaml").symlink_to(tmp_path / "secret.txt")
    assert "a link" in site.get("/rules").text
    assert site.get("/rules/files/link.rules.yaml").status_code == 404
    answer = site.admin.post("/rules/files/link.rules.yaml", {"text": "x"}, shown_on=PATH)
    assert answer.status_code == 422
    assert (tmp_path / "secret.txt").read_text() == "top: secret"


def test_a_new_file_is_written_when_it_is_saved(site: Site) -> None:
    begun = site.admin.post("/rules/new", {"name": "trade.rules.yaml"}, shown_on="/rules/new")
    assert begun.status_code == 200
    assert not (site.line.workspace.rules / "trade.rules.yaml").exists()
    text = text_of(begun.text).replace("my-rule", "trade").replace("&#34;", '"')
    fields = {"text": text, "base": ""}
    path = "/rules/files/trade.rules.yaml"
    assert site.admin.post(path, fields, shown_on="/rules/new").status_code == 303
    assert site.admin.post(path, fields, shown_on="/rules/new").status_code == 409
    taken = site.admin.post("/rules/new", {"name": "trade.rules.yaml"}, shown_on="/rules/new")
    assert "is there already" in taken.text
    base = hidden(site.get(f"{path}/manage").text, "base")
    unsure = site.admin.post(f"{path}/delete", {"base": base}, shown_on=path)
    assert unsure.status_code == 422
    moved = site.admin.post(f"{path}/rename", {"base": base, "to": "t2.rules.yml"}, shown_on=path)
    assert moved.headers["location"] == "/rules/files/t2.rules.yml?saved=1"
    path = "/rules/files/t2.rules.yml"
    gone = site.admin.post(f"{path}/delete", {"base": base, "sure": "yes"}, shown_on=path)
    assert gone.status_code == 303
    assert "t2.rules.yml" in site.get("/rules").text.partition("Deleted files")[2]
    assert not (site.line.workspace.rules / "t2.rules.yml").exists()


def test_the_editor_is_told_what_fits_and_what_is_wrong(site: Site) -> None:
    token = {"csrf": hidden(site.get(PATH).text, "csrf")}
    before = WORDS.format("x") + "    sev"
    found = site.admin.send(f"{PATH}/complete", {"before": before, **token}).json()
    assert found["begun"] == 3
    assert [one["insert"] for one in found["choices"]] == ["severity: "]
    wrong = WORDS.format("x") + "    severity: hihg\n"
    found = site.admin.send(f"{PATH}/check", {"text": wrong, **token}).json()
    assert [(one["file"], one["line"]) for one in found["problems"]] == [(FILE, 5)]
    found = site.admin.send(f"{PATH}/check", {"text": WORDS.format("x"), **token}).json()
    assert found == {"problems": []}


def test_a_preview_without_a_script(site: Site) -> None:
    site.line.workspace.write_feeds({"Courier": "http://courier.example/feed"})
    site.line.load()
    fields = {"text": WORDS.format("Sylvania"), "days": "7"}
    nothing = site.admin.post(f"{PATH}/preview", fields, shown_on=PATH)
    assert (nothing.status_code, "no item arrived" in nothing.text) == (422, True)
    site.line.tell("Sylvania votes <i>today</i>")
    site.line.clock.advance(60)
    begun = site.admin.post(f"{PATH}/preview", fields, shown_on=PATH)
    assert begun.status_code == 303

    def done() -> str | None:
        page = site.get(begun.headers["location"]).text
        return page if "What would have changed" in page else None

    page = wait_until(done, what="the preview")
    assert "Sylvania votes &lt;i&gt;today&lt;/i&gt;" in page
    assert " gained: " in page
    other = site.visitor("eda", Role.EDITOR)
    assert other.get(begun.headers["location"]).status_code == 404
    bad = site.admin.post(f"{PATH}/preview", {"text": "rules: [", "days": "7"}, shown_on=PATH)
    assert (bad.status_code, "No preview" in bad.text) == (422, True)
    odd = site.admin.post(f"{PATH}/preview", {**fields, "days": "9999"}, shown_on=PATH)
    assert odd.status_code == 400


def test_a_headline_is_tried(site: Site) -> None:
    fields = {"title": f"{TALKS} <script>", "summary": ""}
    page = site.admin.post("/rules/try", fields, shown_on="/rules/try").text
    assert "1 rule matches" in page
    assert "<mark>Freedonia</mark>" in page
    assert "&lt;script&gt;" in page
    fields["title"] = "Freedonia sleeps"
    page = site.admin.post("/rules/try", fields, shown_on="/rules/try").text
    assert "No rule matches" in page
    assert "not found, any of" in page
    viewer = site.visitor("vera", Role.VIEWER)
    assert viewer.post("/rules/try", fields, shown_on="/rules/try").status_code == 200
    one = site.admin.post("/rules/try", {**fields, "rule": "nope"}, shown_on="/rules/try")
    assert one.status_code == 404


def test_an_article_is_drafted_ticked_and_saved(site: Site) -> None:
    fields = {"text": ARTICLE, "published": "2022-01-03"}
    draft = site.admin.post("/rules/seed", fields, shown_on="/rules/seed").text
    assert "Sergey Lavrov" in draft
    assert "% sure" in draft
    kinds = re.findall(r'name="keep" value="([\w-]+)"', draft)
    assert "meetings-0" in kinds
    keep = [one for one in kinds if not one.startswith("organisations")]
    chosen = {"article": hidden(draft, "article"), "published": "2022-01-03", "keep": keep}
    plan = site.admin.post("/rules/seed/plan", chosen, shown_on="/rules/seed").text  # type: ignore[arg-type]
    assert "actors.yaml" in plan
    assert "United Nations" not in plan
    assert not (site.line.workspace.rules / "actors.yaml").exists()
    chosen["digest"] = hidden(plan, "digest")
    site.line.workspace.write(FILE, WORDS.format("Sylvania"))
    late = site.admin.post("/rules/seed/save", chosen, shown_on="/rules/seed")  # type: ignore[arg-type]
    assert (late.status_code, "edited meanwhile" in late.text) == (409, True)
    chosen["digest"] = hidden(late.text, "digest")
    done = site.admin.post("/rules/seed/save", chosen, shown_on="/rules/seed")  # type: ignore[arg-type]
    assert done.status_code == 303
    assert "Lavrov" in on_disk(site, "actors.yaml")
    assert "drafted from an article" in site.get("/rules/files/actors.yaml/history").text
    again = site.admin.post("/rules/seed/plan", chosen, shown_on="/rules/seed").text  # type: ignore[arg-type]
    assert "hold all of this already" in again


def test_articles_that_cannot_be_read(site: Site) -> None:
    for fields, status in (
        ({"text": "  "}, 422),
        ({"text": "x" * (2 * 2**20 + 1)}, 400),
        ({"text": "Nothing of note.", "published": "soon"}, 400),
        ({"text": "Nothing of note."}, 200),
    ):
        answer = site.admin.post("/rules/seed", fields, shown_on="/rules/seed")
        assert answer.status_code == status, fields["text"][:20]
    for article in ("!!", "", "AAAA"):
        fields = {"article": article}
        answer = site.admin.post("/rules/seed/plan", fields, shown_on="/rules/seed")
        assert answer.status_code in {400, 422}


def test_pages_stay_small(site: Site) -> None:
    rules = "".join(
        f"- {{id: r{n}, title: A rule with a title of some length {n}, match: word {n}}}\n"
        for n in range(500)
    )
    site.line.workspace.write("many.rules.yaml", f"rules:\n{rules}")
    site.line.load()
    page = site.get("/rules")
    css = site.get("/static/pages/rules.css")
    assert len(page.content) + len(css.content) < 100_000
    assert "Page 1 of 11" in page.text
    assert "Page 11 of 11" in site.get("/rules?page=99").text
    assert quote("many.rules.yaml") in page.text
