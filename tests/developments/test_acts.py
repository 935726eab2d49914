from __future__ import annotations

import pytest

from monitor.developments.acts import acts_of
from monitor.developments.terms import tokens_of


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Union imposes sanctions on bank", ("sanction",)),
        ("Union may impose sanctions on bank", ("may:sanction",)),
        ("Senators ready list of sanctions", ("may:sanction",)),
        ("President weighs sending troops", ("may:send",)),
        ("Bloc sends troops", ("send",)),
        ("Bloc withdraws troops", ("withdraw",)),
        ("Withdrawal to begin in two days", ("may:withdraw",)),
        ("Envoy rules out concessions", ("reject",)),
        ("Sides sign agreement", ("agree",)),
        ("Choir sings in harbour", ()),
    ],
)
def test_acts(title: str, expected: tuple[str, ...]) -> None:
    assert acts_of(tokens_of(title)) == expected
