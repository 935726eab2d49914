"""What a careful reader takes from an article: the ``.expected.yaml`` files beside test articles.

What each field means and what counts as a person, an organisation and so on is written in
``tests/seeding/articles/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from monitor.model import MeetingStatus

SUFFIXES = (".txt", ".html")
"""What an article may be called; the labels are in ``NAME.expected.yaml``."""


class LabelsError(Exception):
    """Labels that cannot be read: the message names file and field."""


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """First and last day, inclusive."""

    start: date
    end: date


def _window(value: object) -> object:
    """A day, an interval "first/last" or nothing, as YAML gives it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return Window(value, value)
    if isinstance(value, str):
        first, found, last = value.partition("/")
        window = Window(date.fromisoformat(first), date.fromisoformat(last if found else first))
        if window.end < window.start:
            raise ValueError(f"{value}: ends before it starts")
        return window
    return value


class _Labels(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(_Labels):
    """An organisation or a state. ``optional``: drafting it is neither right nor false."""

    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every accepted name."""
        return (self.name, *self.aliases)


class LabelledPerson(Named):
    """A person. ``role`` is "" where the article gives none."""

    role: str
    roles: tuple[str, ...] = ()


class LabelledMeeting(_Labels):
    """A meeting. Of ``date``, ``place``, ``topic`` and ``status`` any one value is accepted.

    ``participants`` are sets of accepted names, of each of which one must be drafted; of
    ``guests`` one may be.
    """

    title: str
    participants: tuple[tuple[str, ...], ...]
    guests: tuple[tuple[str, ...], ...] = ()
    date: tuple[Annotated[Window | None, BeforeValidator(_window)], ...] = Field(min_length=1)
    place: tuple[str, ...]
    topic: tuple[str, ...]
    status: tuple[MeetingStatus, ...] = Field(min_length=1)
    optional: bool = False


class Expected(_Labels):
    """All labels of one article."""

    published: date
    people: tuple[LabelledPerson, ...]
    organisations: tuple[Named, ...]
    states: tuple[Named, ...]
    meetings: tuple[LabelledMeeting, ...]

    @model_validator(mode="after")
    def _names_differ(self) -> Expected:
        for entries in (self.people, self.organisations, self.states):
            names = [entry.name.casefold() for entry in entries]
            twice = {name for name in names if names.count(name) > 1}
            if twice:
                raise ValueError(f"labelled twice: {', '.join(sorted(twice))}")
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A labelled article."""

    path: Path
    expected: Expected


def expected(path: Path) -> Expected:
    """The labels in one file. Raises :class:`LabelsError`."""
    try:
        return Expected.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise LabelsError(f"{path}: {error}") from error


def articles(folder: Path) -> list[Article]:
    """The labelled articles of a folder, by name. Raises :class:`LabelsError` where an article
    has no labels, labels have no article, or there is none at all."""
    texts = sorted(path for path in folder.glob("*") if path.suffix in SUFFIXES)
    if not texts:
        raise LabelsError(f"{folder}: no articles ({', '.join(SUFFIXES)}) are here")
    lost = {path.name.removesuffix(".expected.yaml") for path in folder.glob("*.expected.yaml")}
    lost -= {path.stem for path in texts}
    if lost:
        raise LabelsError(f"{folder}: labels without an article: {', '.join(sorted(lost))}")
    return [
        Article(path=path, expected=expected(path.with_name(f"{path.stem}.expected.yaml")))
        for path in texts
    ]
