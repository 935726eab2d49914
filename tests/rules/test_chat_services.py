"""Apprise URLs of endpoints: what is used of them, and what is refused with which words."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import yaml

from monitor.errors import RuleFilesError
from monitor.model import ChatService, Endpoint
from monitor.rules.chat_services import Unusable, read_service
from monitor.rules.loading import fingerprint, load_rule_set

ROOT = Path(__file__).resolve().parents[2]
TELEGRAM = "tgram://123456789:abcdefg_hijklmnopabcdefg_hijklmnop/12315544/"
NTFY = "ntfy://push.example.org/topic-7f3a9c"
DISCORD = "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz0123456789"


def load(folder: Path, *entries: dict[str, object], **environ: str) -> tuple[Endpoint, ...]:
    (folder / "endpoints.yaml").write_text(yaml.safe_dump({"endpoints": list(entries)}))
    return load_rule_set(folder, environ=environ).endpoints


def problem(folder: Path, entry: dict[str, object]) -> str:
    with pytest.raises(RuleFilesError) as caught:
        load(folder, entry)
    [found] = caught.value.problems
    assert found.file == "endpoints.yaml"
    assert found.line
    return f"{found.field}: {found.message} ({found.hint})"


def test_a_service_is_named_in_three_ways(tmp_path: Path) -> None:
    (tmp_path / "push-url").write_text(NTFY + "\n")
    found = load(
        tmp_path,
        {"id": "here", "apprise": NTFY},
        {"id": "file", "apprise_file": "push-url"},
        {"id": "env", "apprise_env": "PUSH"},
        PUSH=NTFY,
    )
    for one in found:
        assert one.chat is not None
        assert (one.chat.url, one.chat.name, one.url, one.secrets) == (NTFY, "ntfy", "", ())
        assert (one.pace.concurrency, one.pace.rate_per_s) == (1, 1.0)
        assert "7f3a9c" not in repr(one)


def test_the_examples_of_the_page_load(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "chat-and-mail.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    (tmp_path / "endpoints.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "weekend-mail").write_text(NTFY, encoding="utf-8")
    found = load_rule_set(tmp_path, environ={"TELEGRAM_URL": TELEGRAM}).endpoints
    names = [one.chat.name.split()[0] for one in found if one.chat is not None]
    assert names == ["Slack", "Discord", "Power", "ntfy", "E-Mail", "Telegram", "ntfy"]
    with pytest.raises(RuleFilesError) as caught:
        load_rule_set(tmp_path, environ={})
    told = str(caught.value.problems[0]).replace(str(tmp_path), "")
    assert told in page


TEAMS_SHOWS = (
    "https://default643e69f83c8944438d68119179a10a.64.environment.api.powerplatform.com:443"
    "/powerautomate/automations/direct/workflows/643e69f83c8944438d68119179a10a64/triggers/manual"
    "/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=KODuebWbDGYFr0z0eu"
)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://hooks.slack.com/services/TAAAAAAAA/BAAAAAAAA/aaaaaaaaaaaaaaaaaaaaaaaa", "Slack"),
        ("https://discord.com/api/webhooks/123456789012345678/abcdefghijklmnopqrstuv", "Discord"),
        (TEAMS_SHOWS, "Power Automate / Workflows (for MSTeams)"),
    ],
)
def test_the_address_that_a_service_shows_may_be_pasted(address: str, name: str) -> None:
    found = read_service(address)
    assert isinstance(found, ChatService)
    assert found.name == name


def test_the_fingerprint_changes_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "push-url").write_text(NTFY)
    load(tmp_path, {"id": "file", "apprise_file": "push-url"})
    before = fingerprint(tmp_path)
    (tmp_path / "push-url").write_text(NTFY + "b")
    assert fingerprint(tmp_path) != before


def test_one_that_is_off_needs_no_url_that_can_be_had(tmp_path: Path) -> None:
    [one] = load(tmp_path, {"id": "desk", "apprise_env": "MISSING", "enabled": False})
    assert one.chat is None


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"apprise": NTFY, "url": "https://x.example/"}, "both a webhook and a service"),
        ({"apprise": NTFY, "secret_env": "X"}, "both a webhook and a service"),
        ({"apprise": NTFY, "apprise_env": "X"}, "more than one way"),
        ({}, "neither `url` nor `apprise`"),
        ({"apprise_env": "MISSING"}, "`MISSING` is not set"),
        ({"apprise_file": "missing"}, "`missing` cannot be read"),
        ({"apprise": "nothing://x/y7f3a9c"}, "no service that Apprise knows"),
        ({"apprise": "discord://only7f3a9c"}, "no service that Apprise knows"),
        ({"apprise": "syslog://"}, "service of this machine"),
        ({"apprise": f"{NTFY}?verify=no"}, "`verify=no`"),
        ({"apprise": f"{NTFY}?retry=3"}, "`retry`"),
        ({"apprise": f"{NTFY}?redirect=yes"}, "`redirect`"),
        ({"apprise": f"{DISCORD}?template=/etc/passwd"}, "`template`"),
        ({"apprise": "ntfy://push.example.org/a7f3a9c/b7f3a9c"}, "names 2 recipients"),
        (
            {"apprise": "mailto://h.example/?from=a@b.example&to=c7f3a9c@d.example,e@f.example"},
            "names 2 recipients",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, entry: dict[str, object], says: str) -> None:
    told = problem(tmp_path, {"id": "desk", **entry})
    assert says in told
    assert "7f3a9c" not in told


def test_without_the_extra_the_field_and_the_command_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    told = problem(tmp_path, {"id": "desk", "apprise": NTFY})
    assert "apprise: " in told
    assert "pip install 'event-monitor[apprise]'" in told


def test_an_apprise_that_is_too_old_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apprise.__version__", "1.9.7")
    told = problem(tmp_path, {"id": "desk", "apprise": NTFY})
    assert "needs apprise 2.3 or newer; 1.9.7 is installed" in told
    monkeypatch.setattr("apprise.__version__", "2.10.0rc1")
    assert load(tmp_path, {"id": "desk", "apprise": NTFY})


@pytest.mark.parametrize(
    ("url", "limits"),
    [
        (DISCORD, (2000, True, False)),
        ("slack://TAAAAAAAA/BAAAAAAAA/aaaaaaaaaaaaaaaaaaaaaaaa/", (3000, True, False)),
        (
            "workflows://prod-1.westeurope.logic.azure.com:443/643e69f83c8944438d68119179a10a64/KODuebWb/",
            (1000, True, True),
        ),
        ("ntfys://push.example.org/topic", (3800, False, False)),
        ("ntfys://push.example.org/topic?format=markdown", (3800, True, True)),
        ("mailto://h.example/?from=a@b.example&to=c@d.example", (3000, False, False)),
        ("mailto://h.example/?from=a@b.example&to=c@d.example&format=html", (3000, True, False)),
        (TELEGRAM, (4096, True, False)),
    ],
)
def test_each_service_is_given_what_it_takes(url: str, limits: tuple[int, bool, bool]) -> None:
    found = read_service(url)
    assert not isinstance(found, Unusable)
    most, markup, markdown = limits
    assert 300 < found.text_bytes <= most
    assert (found.markup, found.markdown) == (markup, markdown)
    assert 100 < found.title_bytes <= 250
