"""Documents of the real web and cases made to break parsers, polled end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.served_feeds import SERVED, TORTURE, UNSAFE_TEXT, measure


def measured(archive: Path, every: int) -> dict[str, Any]:
    if not archive.exists():
        pytest.skip(f"shared data not present: {archive.name}")
    return measure(archive, every=every)


def test_torture_cases_leave_nothing_harmful_behind() -> None:
    found = measured(TORTURE, every=25)
    assert found["documents"] == 85
    assert found["crashes"] == 0
    assert found["unsafe"] == []
    assert found["second_poll_new"] == 0
    assert found["slowest_s"][0] < 2


def test_served_documents_give_what_feedparser_finds() -> None:
    found = measured(SERVED, every=15)
    assert found["documents"] == 12
    assert (found["crashes"], found["unsafe"], found["second_poll_new"]) == (0, [], 0)
    assert found["missing"] == {}
    assert found["items"] + found.get("without_text", 0) >= found["entries"] > 100


@pytest.mark.parametrize(
    "text", ["<script>", "<img src=x onerror=y>", "<A HREF=x>", "<!-- x", "<?x"]
)
def test_what_would_be_harmful_is_seen(text: str) -> None:
    assert UNSAFE_TEXT.search(f"Talks {text} resume")
    assert not UNSAFE_TEXT.search("if a < b and on = 3 > 2 or 1 <2")
