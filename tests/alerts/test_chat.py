"""What people are told in chats and mails: within limits, and nothing of it obeyed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.chat import chat_message
from monitor.alerts.payload import build_body, build_notice_body, build_test_body
from monitor.alerts.payload_model import MESSAGE_MODELS
from monitor.model import AlertKind, ChatService, NoticeCode, Oddity
from tests.alerts.builders import make_content, make_development, make_item, make_monstrous_content

EXAMPLES = Path(__file__).parents[2] / "docs/schema/webhooks"
NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
ID = "msg_" + "a" * 32
MARKS = set("@<>#*_~`|[]{}\\")


def service(**changes: Any) -> ChatService:
    values: dict[str, Any] = {"title_bytes": 250, "text_bytes": 3000, "markup": True}
    return ChatService(url="x://secret", name="Chat", **{**values, **changes})


MAIL = service(markup=False)


def body(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(build_body(make_content(**changes)))
    return found


def titled(title: str) -> dict[str, Any]:
    return body(development=make_development(title=title), item=make_item(title=title))


def test_the_title_says_kind_severity_and_what() -> None:
    message = chat_message(titled("Harbour talks open"), MAIL)
    assert message.title.startswith("NEW · ")
    assert message.title.endswith(" · Harbour talks open")
    update = chat_message(body(kind=AlertKind.UPDATE), MAIL)
    assert update.title.startswith("UPDATE · ")


def test_the_text_says_why_who_and_where_to_read_it() -> None:
    found = body()
    lines = chat_message(found, MAIL).text.split("\n")
    assert lines[0] == f"Why: {found['data']['alert']['reason']['text']}"
    assert any(line.startswith("Told by: ") for line in lines)
    assert f"Read: {found['data']['item']['link']}" in lines


@pytest.mark.parametrize("kind", sorted(MESSAGE_MODELS))
def test_every_message_has_a_title_and_a_text_of_its_own(kind: str) -> None:
    example = json.loads((EXAMPLES / f"{kind}.example.json").read_text())
    message = chat_message(example, MAIL)
    assert not message.title.startswith("MESSAGE")
    said = example["data"].get("text") or example["data"]["alert"]["reason"]["text"]
    # Addresses in it are broken, so that they lead nowhere: the words around them are as they were.
    words = [word for word in said.split() if word.isalpha()]
    assert all(word in message.title + message.text for word in words)
    entries = example["data"].get("alerts", [])
    assert all(entry["title"] in message.text for entry in entries)


def test_notices_tests_and_strangers() -> None:
    oddity = Oddity(code=NoticeCode.NEW_IDS, subject="http://x.example/", text="New ids.")
    notice = json.loads(build_notice_body(oddity, message_id=ID, now=NOW))
    assert chat_message(notice, MAIL).title == "NOTICE · new ids"
    assert chat_message(notice, MAIL).text == "What: New ids."
    test = json.loads(build_test_body(message_id=ID, endpoint_id="desk", now=NOW))
    assert chat_message(test, MAIL).title == "TEST · desk"
    for stranger in ({"type": "another.thing"}, {}, {"type": "development.new", "data": []}):
        told = chat_message(stranger, MAIL)
        assert told.title.startswith("MESSAGE · ")
        assert told.text


@pytest.mark.parametrize(
    "text",
    [
        "@everyone @here @channel @all",
        "<!channel> <!here> <@U024BE7LH> <#C024BE7LR> <!subteam^S1>",
        "**bold** _italic_ ~~gone~~ `code` ||spoiler||",
        "[click](https://evil.example) ![x](https://evil.example/x.png)",
        "<b>bold</b><script>alert(1)</script><at>Ann</at>",
        "# heading\n> quote\n- list",
        "\\@everyone \\<!here>",
        "{{TIME(2017-02-14T06:00Z)}}",
    ],
)
def test_no_mark_of_a_feed_reaches_a_service_that_reads_marks(text: str) -> None:
    message = chat_message(titled(text), service())
    assert not MARKS & set(message.title)
    lines = [line for line in message.text.split("\n") if "://" not in line]
    assert not MARKS & set("".join(lines))
    # A line of a feed cannot begin a line: it can be neither heading, list nor quotation.
    labels = ["Why", "Item", "Told by", "Read", "More", "Follows", "Meeting", "Published", "Rule"]
    assert all(line.partition(": ")[0] in labels for line in message.text.split("\n"))


def test_a_mail_is_told_as_it_was_written_and_on_one_line() -> None:
    message = chat_message(titled("A <b> & @x\r\nBcc: all@victim.example"), MAIL)
    assert message.title.endswith("A <b> & @x Bcc: all@victim․example")
    assert "\r" not in message.title + message.text
    assert "\n" not in message.title


@pytest.mark.parametrize("markup", [True, False])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://x.example/a", "see https꞉//x․example/a"),
        ("HTTP://X.EXAMPLE", "HTTP꞉//X․EXAMPLE"),
        ("javascript:alert(1)", "javascript꞉alert(1)"),
        ("data:text/html,x", "data꞉text/html,x"),
        ("tel:+1 slack://open", "tel꞉+1 slack꞉//open"),
        ("www.x.example or пример.рф/x", "www․x․example or пример․рф/x"),
        ("U.S. talks: 3.5 per cent, e.g. data: see", "U.S. talks: 3.5 per cent, e.g. data: see"),
    ],
)
def test_no_text_of_a_feed_holds_a_link(*, text: str, shown: str, markup: bool) -> None:
    assert chat_message(titled(text), service(markup=markup)).title.endswith(f"· {shown}")


@pytest.mark.parametrize("text", ["&commat;all", "&lt;!here&gt;", "&lt!here", "&#64;all"])
def test_no_mark_is_hidden_in_an_entity(text: str) -> None:
    title = chat_message(titled(text), service()).title
    assert "&" not in title
    assert unescape(title) == title


def test_an_ampersand_that_is_none_stays() -> None:
    assert chat_message(titled("AT&T, R&D"), service()).title.endswith("AT&T, R&D")


def test_right_to_left_marks_do_not_turn_a_line_around() -> None:
    title = chat_message(titled("harmless \u202egnp.exe\u2066 x\u200b"), service()).title
    assert title.endswith("harmless gnp․exe x")


def test_marks_of_a_link_are_encoded_and_it_leads_to_the_same_place() -> None:
    item = make_item(link="https://news.example/a_b*c/(d)~?q=[1]&x=@all#f")
    text = chat_message(body(item=item), service()).text
    assert "Read: https://news.example/a%5Fb%2Ac/%28d%29%7E?q=%5B1%5D&x=%40all#f" in text
    assert (
        "Read: https://news.example/a_b*c/(d)~?q=[1]&x=@all#f"
        in chat_message(body(item=item), MAIL).text
    )


def test_a_service_that_reads_markdown_gets_a_link_of_its_kind() -> None:
    item = make_item(link="https://news.example/1)x")
    text = chat_message(body(item=item), service(markdown=True)).text
    assert "\n\nRead: [news.example](https://news.example/1%29x)\n\n" in text


def test_a_link_is_whole_or_left_out() -> None:
    link = "https://news.example/" + "x" * 900
    found = body(item=make_item(link=link))
    assert link in chat_message(found, service(text_bytes=2000)).text
    assert "xxx" not in chat_message(found, service(text_bytes=900)).text


def test_a_short_message_keeps_room_for_the_link() -> None:
    item = make_item(link="https://news.example/1")
    message = chat_message(body(item=item), service(text_bytes=90, title_bytes=30))
    assert "Read: https://news.example/1" in message.text
    assert message.text.startswith("Why: ")
    assert "…" in message.text


@given(
    text=st.text(max_size=400),
    title_bytes=st.integers(10, 300),
    text_bytes=st.integers(20, 4000),
    markup=st.booleans(),
    markdown=st.booleans(),
)
def test_no_limit_is_passed_whatever_is_told(
    *, text: str, title_bytes: int, text_bytes: int, markup: bool, markdown: bool
) -> None:
    told = json.loads(build_body(make_monstrous_content(text, 3)))
    message = chat_message(
        told,
        service(title_bytes=title_bytes, text_bytes=text_bytes, markup=markup, markdown=markdown),
    )
    assert len(message.title.encode()) <= title_bytes
    assert len(message.text.encode()) <= text_bytes
    assert message.title
