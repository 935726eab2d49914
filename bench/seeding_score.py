"""Drafts against labels: what is right, missed and false. Pure.

Names are compared case-folded with accents kept. A drafted entry is right if its name or one of
its aliases is an accepted name of a label that no other entry has taken. An entry that fits only
an optional label counts neither way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Protocol, TypeVar

from bench.seeding_labels import Expected, LabelledMeeting, LabelledPerson, Window
from monitor.seeding.draft import Draft, DraftMeeting, DraftPerson

KINDS = ("people", "people_with_role", "organisations", "states", "meetings", "meetings_found")
FIELDS = ("participants", "date", "place", "topic", "status")
_FIRM = frozenset({"participants", "date"})
"""What must be right in a draft that an optional label excuses."""

_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‑": "-"})
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_SLIGHT = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "her", "his", "in", "its", "of", "on", "the"}
    | {"their", "to", "with", "dr", "hon", "miss", "mr", "mrs", "ms"}
)
"""Words of a role that say nothing."""


class Entry(Protocol):
    """A drafted or labelled entry with names."""

    @property
    def name(self) -> str:
        """The name it goes by."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


class Label(Entry, Protocol):
    """A labelled entry."""

    @property
    def optional(self) -> bool:
        """Whether it counts neither way."""


D = TypeVar("D", bound=Entry)
L = TypeVar("L", bound=Label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one kind; they add up over articles."""

    right: int = 0
    drafted: int = 0
    labelled: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            right=self.right + other.right,
            drafted=self.drafted + other.drafted,
            labelled=self.labelled + other.labelled,
        )

    @property
    def precision(self) -> float | None:
        """Share of the drafted that is right; None where nothing was drafted."""
        return self.right / self.drafted if self.drafted else None

    @property
    def recall(self) -> float | None:
        """Share of the labelled that was drafted; None where nothing was labelled."""
        return self.right / self.labelled if self.labelled else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One miss, one false entry or one wrong field, for people to read."""

    kind: str
    verdict: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Tallies by kind, and every fault."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def __add__(self, other: Score) -> Score:
        kinds = [*self.tallies, *(kind for kind in other.tallies if kind not in self.tallies)]
        none = Tally()
        tallies = {k: self.tallies.get(k, none) + other.tallies.get(k, none) for k in kinds}
        return Score(tallies=tallies, faults=(*self.faults, *other.faults))


def fold(name: str) -> str:
    """A name as it is compared: case, the kind of quotes and dashes, white space, the stops of
    "U.S." and a leading "the" do not count."""
    plain = unicodedata.normalize("NFC", name).translate(_QUOTES).casefold()
    plain = _INITIALS.sub(lambda found: found[0].replace(".", ""), plain)
    return " ".join(plain.split()).removeprefix("the ")


def confident(draft: Draft, least: float) -> Draft:
    """The draft without the entries whose confidence is below ``least``."""
    return replace(
        draft,
        people=tuple(one for one in draft.people if one.confidence >= least),
        organisations=tuple(one for one in draft.organisations if one.confidence >= least),
        states=tuple(one for one in draft.states if one.confidence >= least),
        meetings=tuple(one for one in draft.meetings if one.confidence >= least),
    )


def score(draft: Draft, expected: Expected) -> Score:
    """Everything that one draft got right and wrong."""
    return (
        _people(draft.people, expected.people)
        + _named("organisations", draft.organisations, expected.organisations)
        + _named("states", draft.states, expected.states)
        + _meetings(draft, expected)
    )


def role_fits(drafted: str, accepted: Iterable[str]) -> bool:
    """Whether a drafted role holds all words of one accepted wording and none beyond them all."""
    wordings = [_role_words(wording) for wording in accepted]
    words = _role_words(drafted)
    return words <= frozenset().union(*wordings) and any(w <= words for w in wordings)


def _role_words(role: str) -> frozenset[str]:
    plain = re.sub(r"'s?(?!\w)", "", fold(role)).replace(".", "")
    return frozenset(word for word in _WORD.findall(plain) if word not in _SLIGHT)


def _names(entry: Entry) -> frozenset[str]:
    return frozenset(fold(name) for name in (entry.name, *entry.aliases))


def paired(drafted: Sequence[D], labelled: Sequence[L]) -> list[tuple[D, L]]:
    """Drafted entries with the label of each: at most one for one, the likest first."""
    found: list[tuple[tuple[int, ...], int, int]] = []
    for (i, entry), (j, label) in product(enumerate(drafted), enumerate(labelled)):
        if _names(entry) & _names(label):
            likeness = (fold(entry.name) != fold(label.name), label.optional, i, j)
            found.append((likeness, i, j))
    return [(drafted[i], labelled[j]) for i, j in _one_to_one(found)]


def _one_to_one(ranked: Iterable[tuple[tuple[float, ...], int, int]]) -> list[tuple[int, int]]:
    """Pairs in order of rank (least first), none sharing a side with an earlier one."""
    lefts: set[int] = set()
    rights: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, left, right in sorted(ranked):
        if left not in lefts and right not in rights:
            lefts.add(left)
            rights.add(right)
            pairs.append((left, right))
    return pairs


def _split(
    kind: str, drafted: Sequence[D], labelled: Sequence[L]
) -> tuple[list[tuple[D, L]], Tally, tuple[Fault, ...]]:
    """The pairs that count, their tally, and what is missed or false."""
    pairs = paired(drafted, labelled)
    right = [(entry, label) for entry, label in pairs if not label.optional]
    taken = {id(entry) for entry, _ in pairs}
    met = {id(label) for _, label in pairs}
    faults = [
        Fault(kind=kind, verdict="missed", detail=label.name)
        for label in labelled
        if not label.optional and id(label) not in met
    ]
    false = [entry for entry in drafted if id(entry) not in taken]
    faults += [Fault(kind=kind, verdict="false", detail=_shown(entry)) for entry in false]
    tally = Tally(
        right=len(right),
        drafted=len(right) + len(false),
        labelled=sum(not label.optional for label in labelled),
    )
    return right, tally, tuple(faults)


def _shown(entry: Entry) -> str:
    also = f" ({', '.join(entry.aliases)})" if entry.aliases else ""
    return f"{entry.name}{also}, from: {getattr(entry, 'sentence', '')}"


def _named(kind: str, drafted: Sequence[D], labelled: Sequence[L]) -> Score:
    _, tally, faults = _split(kind, drafted, labelled)
    return Score(tallies={kind: tally}, faults=faults)


def _people(drafted: Sequence[DraftPerson], labelled: Sequence[LabelledPerson]) -> Score:
    right, tally, faults = _split("people", drafted, labelled)
    wrong = [
        (person, label)
        for person, label in right
        if not role_fits(person.role, (label.role, *label.roles))
    ]
    return Score(
        tallies={
            "people": tally,
            "people_with_role": replace(tally, right=len(right) - len(wrong)),
        },
        faults=(
            *faults,
            *(
                Fault(
                    kind="people_with_role",
                    verdict="wrong",
                    detail=f"{label.name}: {person.role!r}, wanted {label.role!r}",
                )
                for person, label in wrong
            ),
        ),
    )


class _Directory:
    """Every name of whoever is meant by a name, as draft or labels tell it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._names: dict[str, frozenset[str]] = {}
        for entry in entries:
            names = _names(entry)
            for name in names:
                self._names[name] = self._names.get(name, frozenset()) | names

    def names(self, name: str) -> frozenset[str]:
        """All names; only the one given if nobody has it."""
        folded = fold(name)
        return self._names.get(folded, frozenset()) | {folded}


def _meetings(draft: Draft, expected: Expected) -> Score:
    drafted_names = _Directory((*draft.people, *draft.organisations, *draft.states))
    accepted_names = _Directory((*expected.people, *expected.organisations, *expected.states))
    right: dict[tuple[int, int], frozenset[str]] = {}
    ranked: list[tuple[tuple[float, ...], int, int]] = []
    for (i, meeting), (j, label) in product(
        enumerate(draft.meetings), enumerate(expected.meetings)
    ):
        attending = [drafted_names.names(name) for name in meeting.participants]
        seats = [_seat(names, accepted_names) for names in label.participants]
        guests = [_seat(names, accepted_names) for names in label.guests]
        fields = _right_fields(meeting, label, attending, seats, guests)
        shared = sum(any(names & seat for names in attending) for seat in seats)
        if "date" in fields or shared:
            right[i, j] = fields
            ranked.append(((-len(fields), label.optional, -shared, i, j), i, j))
    return _tallied(draft.meetings, expected.meetings, right, _one_to_one(ranked))


def _seat(names: Iterable[str], directory: _Directory) -> frozenset[str]:
    return frozenset().union(*(directory.names(name) for name in names))


def _right_fields(
    meeting: DraftMeeting,
    label: LabelledMeeting,
    attending: Sequence[frozenset[str]],
    seats: Sequence[frozenset[str]],
    guests: Sequence[frozenset[str]],
) -> frozenset[str]:
    """Which of :data:`FIELDS` are right."""
    right = {
        "participants": all(any(names & seat for names in attending) for seat in seats)
        and all(any(names & seat for seat in (*seats, *guests)) for names in attending),
        "date": _window(meeting) in label.date,
        "place": fold(meeting.place) in {fold(place) for place in label.place or ("",)},
        "topic": topic_fits(meeting.topic, label.topic),
        "status": meeting.status in label.status,
    }
    return frozenset(name for name in FIELDS if right[name])


def _window(meeting: DraftMeeting) -> Window | None:
    start, end = meeting.start or meeting.end, meeting.end or meeting.start
    return None if start is None or end is None else Window(start, end)


def topic_fits(drafted: str, accepted: Sequence[str]) -> bool:
    """Whether a drafted topic holds one of the accepted words; "" fits where none or "" is."""
    if not drafted.strip():
        return not accepted or "" in accepted
    words = f" {' '.join(_WORD.findall(fold(drafted)))} "
    wanted = (" ".join(_WORD.findall(fold(word))) for word in accepted if word)
    return any(f" {word} " in words for word in wanted)


def _tallied(
    drafted: Sequence[DraftMeeting],
    labelled: Sequence[LabelledMeeting],
    right: Mapping[tuple[int, int], frozenset[str]],
    pairs: Sequence[tuple[int, int]],
) -> Score:
    counted = [(i, j) for i, j in pairs if not labelled[j].optional]
    excused = {i for i, j in pairs if labelled[j].optional and right[i, j] >= _FIRM}
    base = Tally(
        drafted=len(drafted) - len(excused),
        labelled=sum(not label.optional for label in labelled),
    )
    counts = {
        "meetings": sum(len(right[pair]) == len(FIELDS) for pair in counted),
        "meetings_found": len(counted),
        **{f"meeting_{name}": sum(name in right[p] for p in counted) for name in FIELDS},
    }
    found = {i for i, _ in counted}
    met = {j for _, j in counted}
    faults = [
        Fault(kind="meetings", verdict="missed", detail=label.title)
        for j, label in enumerate(labelled)
        if not label.optional and j not in met
    ]
    faults += [
        Fault(kind="meetings", verdict="false", detail=_told(meeting))
        for i, meeting in enumerate(drafted)
        if i not in found | excused
    ]
    faults += [
        Fault(
            kind=f"meeting_{name}",
            verdict="wrong",
            detail=f"{labelled[j].title}: {_drafted_field(drafted[i], name)!r},"
            f" wanted {_accepted_field(labelled[j], name)}",
        )
        for i, j in counted
        for name in FIELDS
        if name not in right[i, j]
    ]
    return Score(
        tallies={kind: replace(base, right=n) for kind, n in counts.items()},
        faults=tuple(faults),
    )


def _told(meeting: DraftMeeting) -> str:
    fields = "; ".join(_drafted_field(meeting, name) or "-" for name in FIELDS)
    return f"{meeting.title} [{fields}], from: {meeting.sentence}"


def _drafted_field(meeting: DraftMeeting, name: str) -> str:
    if name == "participants":
        return ", ".join(meeting.participants)
    if name == "date":
        return _day(_window(meeting))
    return str(getattr(meeting, name))


def _accepted_field(label: LabelledMeeting, name: str) -> str:
    if name == "participants":
        seats = ["|".join(names) for names in label.participants]
        return repr(", ".join([*seats, *(f"({'|'.join(names)})" for names in label.guests)]))
    if name == "date":
        return " or ".join(repr(_day(window)) for window in label.date)
    return " or ".join(repr(str(value)) for value in getattr(label, name)) or "''"


def _day(window: Window | None) -> str:
    if window is None:
        return ""
    return str(window.start) if window.start == window.end else f"{window.start}/{window.end}"
