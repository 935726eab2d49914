"""Muting alerts for a time: what a person names is checked, as a typo would mute nothing."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import ConfigError
from monitor.model import Matcher, RuleSet, Silence
from monitor.store import developments as development_rows
from monitor.store import feeds as feed_rows
from monitor.store import silences as silence_rows
from monitor.store.engine import Session

EVERY_RULE = "*"
"""Written for a rule's id, it means all of them."""

_SEE_FEEDS = "see the list of feeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceWish:
    """A silence as a person asks for it. ``rule``: an id, ``*`` for all, "" where not named."""

    rule: str
    matcher: Matcher
    starts_at: datetime
    ends_at: datetime
    author: str
    comment: str


def silence(session: Session, wish: SilenceWish, rules: RuleSet, now: datetime) -> Silence:
    """Mute what fits all that is named: its developments are kept, and not told.

    Raises :class:`ConfigError` where nothing is named, or something that there is not, where it
    would be over already, and without author or comment.
    """
    if wish.ends_at <= now:
        raise ConfigError(
            "the silence would be over already", field="ends_at", hint="correct its start or length"
        )
    if not wish.author.strip() or not wish.comment.strip():
        raise ConfigError("a silence needs a comment", field="comment", hint="say why")
    if not wish.rule and wish.matcher == Matcher():
        hint = "a rule, a tag, …; all rules are named by *"
        raise ConfigError("name what to mute", field="rule", hint=hint)
    _check_named(wish.rule, wish.matcher, rules)
    _check_stored(session, wish.matcher)
    return silence_rows.add_silence(
        session,
        rule_id=None if wish.rule in ("", EVERY_RULE) else wish.rule,
        starts_at=wish.starts_at,
        ends_at=wish.ends_at,
        author=wish.author,
        comment=wish.comment,
        matcher=wish.matcher,
    )


def silenced(silence: Silence) -> str:
    """What a silence mutes, in a few words."""
    named = silence.named
    if set(named) == {"rule"}:
        return named["rule"]
    words = (
        f"severity {value} and less" if word == "severity" else f"{word} {value}"
        for word, value in named.items()
    )
    return ", ".join(words) or EVERY_RULE


def _check_named(rule: str, matcher: Matcher, rules: RuleSet) -> None:
    """Refuse what is not in the rule files."""
    named = (
        ("rule", "" if rule == EVERY_RULE else rule, [one.id for one in rules.rules]),
        ("tag", matcher.tag, [tag for one in rules.rules for tag in one.tags]),
        ("actor", matcher.actor, [one.id for one in rules.actors]),
    )
    for word, value, known in named:
        if value and value not in known:
            close = difflib.get_close_matches(value, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"{word}s are in the rule files"
            raise ConfigError(f"there is no {word} {value!r}", hint=hint)


def _check_stored(session: Session, matcher: Matcher) -> None:
    """Refuse a development, an outlet or a feed that is not stored."""
    wanted = matcher.development_id
    if wanted is not None and development_rows.get_development(session, wanted) is None:
        hint = "see the list of developments"
        raise ConfigError(f"there is no development {wanted}", hint=hint)
    if matcher.outlet:
        outlets = {feed.outlet.casefold() for feed in feed_rows.list_feeds(session)}
        if matcher.outlet.casefold() not in outlets:
            raise ConfigError(f"no feed is of an outlet {matcher.outlet!r}", hint=_SEE_FEEDS)
    if matcher.feed:
        addresses = {one for each in feed_rows.feed_addresses(session).values() for one in each}
        if matcher.feed not in addresses:
            raise ConfigError(f"no feed has the address {matcher.feed!r}", hint=_SEE_FEEDS)
