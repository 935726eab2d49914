from __future__ import annotations

import pytest

from monitor.seeding.cues import mark_cues
from monitor.seeding.places import ONLINE, locate
from monitor.seeding.shape import Place
from monitor.seeding.shaping import shape
from tests.seeding.names import NAMES
from tests.seeding.sentences import sentences


def places(text: str) -> list[str]:
    """The places that stand in the located text, in order."""
    (sentence,) = sentences(text, NAMES)
    shaped = shape(sentence, None, None)
    mark_cues(shaped)
    locate(shaped)
    parts = (shaped.parts.get(char) for char in shaped.text)
    return [part.name for part in parts if isinstance(part, Place)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks in Geneva will go on.", "Geneva"),
        ("They will meet at the Hofburg in Vienna.", "Vienna"),
        ("They will meet at the Grand Hotel in Evian.", "Evian"),
        ("Talks in the Qatari capital, Doha, will resume.", "Doha"),
        ("Talks in Doha, the capital, will resume.", "Doha"),
        ("Talks in the Swiss city of Lugano will resume.", "Lugano"),
        ("Talks in the Turkish resort of Belek will resume.", "Belek"),
        ("They will meet at NATO headquarters in Brussels.", "Brussels"),
        ("They will meet in Davos, Switzerland, on Monday.", "Davos"),
        ("They will meet in Sharm el-Sheikh on Monday.", "Sharm el-Sheikh"),
        ("They will meet in Turkey on Monday.", "Turkey"),
        ("They will meet in Moscow on Monday.", "Moscow"),
        ("He will stand trial at Leeds Crown Court on Monday.", "Leeds Crown Court"),
        ("The club will meet at Ashford Town Hall on Monday.", "Ashford Town Hall"),
        ("He will travel to Kazakhstan on Monday.", "Kazakhstan"),
        ("They will meet by video link on Monday.", ONLINE),
        ("Leaders will hold a virtual summit on Monday.", ONLINE),
    ],
)
def test_a_place_by_name_or_by_position(text: str, expected: str) -> None:
    assert places(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They will meet in January.",
        "They will meet in March and at Easter.",
        "He believes in Putin and in NATO.",
        "He spoke in English in Parliament.",
        "Confidence in Russian hands is low.",
        "The US ambassador to Russia spoke.",
        "They put it in Article 5.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert places(text) == []
