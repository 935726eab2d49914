from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.model import MeetingStatus
from monitor.seeding.draft import CONFIDENT, DraftMeeting
from monitor.seeding.meetings import meetings
from tests.seeding.names import NAMES
from tests.seeding.sentences import sentences

ARTICLE = Path(__file__).parents[2] / "seeds" / "article.txt"
CASES = Path(__file__).parent / "data" / "meetings.txt"


def drafted(text: str, published: str | None) -> tuple[DraftMeeting, ...]:
    day = date.fromisoformat(published) if published else None
    return meetings(sentences(text, NAMES), day)


def confident(text: str, published: str | None) -> list[str]:
    return [told(m) for m in drafted(text, published) if m.confidence >= CONFIDENT]


def told(meeting: DraftMeeting) -> str:
    first, last = meeting.start or "", meeting.end or ""
    parts = (
        " + ".join(meeting.participants),
        f"{first}" if first == last else f"{first}..{last}",
        meeting.place,
        meeting.topic,
        meeting.status,
    )
    return " ".join(" | ".join(parts).split())


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n## ")[1:]:
        published, *lines = block.strip().splitlines()
        text = "\n".join(line for line in lines if not line.startswith("-> "))
        found.append((published, text, [line[3:] for line in lines if line.startswith("-> ")]))
    return found


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [pytest.param(*case, id=case[1].splitlines()[0][:60]) for case in cases()],
)
def test_the_meetings_that_are_beyond_doubt(published: str, text: str, expected: list[str]) -> None:
    assert confident(text, published) == expected


def test_the_shipped_article() -> None:
    found = drafted(ARTICLE.read_text(encoding="utf-8"), "2022-01-06")
    assert [told(m) for m in found if m.confidence >= CONFIDENT] == [
        "Russia + United States | 2022-01-10 | Geneva | security guarantees | expected",
        "NATO + Russia | 2022-01-12 | | security guarantees | expected",
        "OSCE Permanent Council | 2022-01-13 | Vienna | security guarantees | expected",
    ]
    assert found[0].title == "Russia-US talks on security guarantees in Geneva"
    assert "January 10 in Geneva" in found[0].sentence


def test_without_a_publication_date_the_years_written_count() -> None:
    found = drafted(ARTICLE.read_text(encoding="utf-8"), None)
    assert [m.start for m in found if m.confidence >= CONFIDENT] == [
        date(2022, 1, 10),
        date(2022, 1, 12),
        date(2022, 1, 13),
    ]


def test_a_weekday_without_a_publication_date_gives_no_date() -> None:
    (found,) = drafted("Russia and Ukraine will hold talks in Istanbul on Monday.", None)
    assert (found.start, found.place) == (None, "Istanbul")


def test_a_place_never_wanders_into_the_next_meeting() -> None:
    first, second = drafted(
        "Both the Russia-US talks on January 10 in Geneva and the NATO-Russia talks on January 12 "
        "will be focused on security guarantees.",
        "2022-01-06",
    )
    assert (first.place, second.place) == ("Geneva", "")
    assert first.topic == second.topic == "security guarantees"


@pytest.mark.parametrize(
    "text",
    [
        "Lavrov held a press conference in Moscow on Monday after a phone call with Blinken.",
        "Lavrov said in an interview on Tuesday that talks with Ukraine could go on.",
        "Blinken refused to meet Lavrov.",
        "Russia will meet its obligations by March 12.",
        "The drug is in clinical trials in China and results are due in May.",
        "No talks between Russia and Ukraine are planned for Monday.",
        "Turkey has offered to host talks between Russia and Ukraine in Istanbul.",
        "",
    ],
)
def test_what_is_no_meeting_is_not_drafted_with_confidence(text: str) -> None:
    assert confident(text, "2022-01-06") == []


def test_a_passing_word_about_a_told_meeting_is_no_second_one() -> None:
    found = drafted(
        "US and Russia prepare for talks\n"
        "Russia and the US will hold talks in Geneva on Monday. "
        "After the talks with Russia, the US will inform NATO.",
        "2022-01-06",
    )
    assert [m.place for m in found] == ["Geneva"]


def test_a_vague_meeting_alone_is_a_suggestion() -> None:
    (found,) = drafted("Moscow wants talks with NATO about the missiles.", "2022-01-06")
    assert found.participants == ("Russia", "NATO")
    assert found.confidence < CONFIDENT


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Russia and Ukraine will hold talks in Istanbul on Monday.", "expected"),
        ("Russia and Ukraine held talks in Istanbul on Monday.", "held"),
        ("Talks between Russia and Ukraine began in Istanbul on Thursday.", "under_way"),
        ("Talks between Russia and Ukraine in Istanbul have been postponed.", "postponed"),
        ("The talks between Russia and Ukraine in Istanbul were called off.", "cancelled"),
        ("Talks between Russia and Ukraine in Istanbul will not take place.", "cancelled"),
    ],
)
def test_status_comes_from_tense_and_words(sentence: str, status: str) -> None:
    (found,) = drafted(sentence, "2022-01-06")
    assert found.status == MeetingStatus(status)


def test_what_lies_long_ago_is_background() -> None:
    text = "Putin and Biden met in Geneva on June 16, 2021."
    assert confident(text, "2021-06-17")
    assert not confident(text, "2022-12-20")


def test_a_polling_day_is_a_suggestion() -> None:
    (found,) = drafted("Hungary will hold parliamentary elections on April 3.", "2022-03-01")
    assert told(found) == "Hungary | 2022-04-03 | | | expected"
    assert found.confidence < CONFIDENT
