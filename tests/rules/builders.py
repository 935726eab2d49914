"""Items and rule sets in one line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.model import (
    Actor,
    ActorKind,
    Alias,
    Condition,
    Item,
    Match,
    Meeting,
    Rule,
    RuleSet,
    Scope,
)
from monitor.rules.loading import load_rule_set
from monitor.rules.matching import Matcher, compile_rules
from monitor.rules.terms import is_acronym

NOW = datetime(2022, 6, 1, 12, tzinfo=UTC)


def item(
    title: str,
    summary: str = "",
    *,
    published: datetime | None = NOW,
    language: str | None = None,
    outlet: str = "Example Post",
    content: str = "",
    categories: tuple[str, ...] = (),
) -> Item:
    return Item(
        title=title,
        summary=summary,
        content=content,
        outlet=outlet,
        language=language,
        published_at=published,
        categories=categories,
    )


def actor(id_: str, *names: str) -> Actor:
    aliases = tuple(Alias(text=name, case_sensitive=is_acronym(name)) for name in names)
    return Actor(id=id_, name=names[0], kind=ActorKind.STATE, aliases=aliases)


def matcher(
    condition: Condition,
    *,
    actors: tuple[Actor, ...] = (),
    meetings: tuple[Meeting, ...] = (),
    scope: Scope | None = None,
) -> Matcher:
    rule = Rule(id="r", title="R", condition=condition, scope=scope or Scope())
    return compile_rules(RuleSet(revision="test", actors=actors, meetings=meetings, rules=(rule,)))


def matches(compiled: Matcher, title: str, summary: str = "", now: datetime = NOW) -> bool:
    return bool(compiled.match(item(title, summary), now=now))


def only(found: tuple[Match, ...]) -> Match:
    assert len(found) == 1
    return found[0]


def load(folder: Path, **files: str) -> RuleSet:
    """Write ``actors="…"``, ``rules="…"`` and the like as rule files, and load them."""
    for name, text in files.items():
        file = "main.rules.yaml" if name == "rules" else f"{name}.yaml"
        (folder / file).write_text(text, encoding="utf-8")
    return load_rule_set(folder, environ={})
