"""What is wrong with a rule file, in words for the person who wrote it. Pure.

Turns pydantic's errors into :class:`~monitor.errors.ConfigError` with line, field and what to
do. Input values are never repeated, but for ids and keys: a value may be a secret.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import ConfigError
from monitor.rules import routing_schema, rule_schema
from monitor.rules.document import Document, Path

MAX_PROBLEMS_PER_FILE = 100  # more than anyone reads; the rest is counted

# The model that stands under a key or union tag: where to find the known keys.
_MODELS: Mapping[str, type[BaseModel]] = {
    "actors": rule_schema.ActorEntry,
    "meetings": rule_schema.MeetingEntry,
    "rules": rule_schema.RuleEntry,
    "endpoints": routing_schema.EndpointEntry,
    "routes": routing_schema.RouteEntry,
    "window": rule_schema.WindowEntry,
    "alert": rule_schema.AlertEntry,
    "digest": routing_schema.DigestEntry,
    "quiet": routing_schema.QuietEntry,
    "near": rule_schema.NearTerms,
    "<group>": rule_schema.GroupCondition,
    "<actor>": rule_schema.ActorCondition,
    "<meeting>": rule_schema.MeetingCondition,
    "<phrase>": rule_schema.PhraseCondition,
    "<word>": rule_schema.WordCondition,
    "<regex>": rule_schema.RegexCondition,
    "<near>": rule_schema.NearCondition,
}
_CONDITION_TAGS = frozenset(key for key in _MODELS if key.startswith("<"))
_TAGS = _CONDITION_TAGS | {"<text>", "<mapping>", "<one>", "<many>"}

_HINTS = {
    "date_and_window": "keep one of them",
    "no_channel": "add `url` and a secret, or one of `apprise`, `apprise_file`, `apprise_env`",
    "two_channels": "keep `url` and its secret, or keep `apprise`",
    "services": "keep one of `apprise`, `apprise_file`, `apprise_env`",
    "no_secret": "add `secret_env`, `secret_file` or `secret`",
    "secrets": "keep one; it may be a list while a secret is changed",
    "one_or_many": "write `whsec_…`, or a name, or a list of these",
    "text_or_mapping": "write `text`, or `{text: …, case: sensitive}`",
    "window": "swap them",
    "blank": "write it, or remove it",
    "duration": 'write for example `backlog: "12h"`',
    "ascending": "write for example `on_outlets: [3, 10]`",
    "day": "write it as year-month-day",
    "time_of_day": "write hours and minutes, 00:00 to 23:59",
    "zone": "write a name such as `Europe/Vienna` or `UTC`",
    "hourly_at": "write `every: daily`, or take `at` out",
    "always_quiet": "correct `end`, name `days`, or set the endpoint to `enabled: false`",
    "severities": "raise `max_severity`, or lower `min_severity`",
}


def closest(word: str, known: Iterable[str]) -> str:
    """A hint that names the known word most like ``word``, or an empty text."""
    found = difflib.get_close_matches(word[:64], sorted(known), n=1, cutoff=0.6)
    return _suggestion(found[0]) if found else ""


def _suggestion(word: str) -> str:
    return f"did you mean `{word}`?"


def validation_problems(
    error: ValidationError, document: Document, base: Path
) -> list[ConfigError]:
    """One problem per pydantic error about the entry at ``base``, in pydantic's order.

    A key that is missing because it was misspelled is told once, where it is written.
    """
    problems = [
        (details, _problem(details, document, base))
        for details in error.errors(include_url=False, include_context=True)
    ]
    meant = {
        (details["loc"][:-1], problem.hint)
        for details, problem in problems
        if details["type"] == "extra_forbidden"
    }
    return [
        problem
        for details, problem in problems
        if details["type"] != "missing"
        or (details["loc"][:-1], _suggestion(str(details["loc"][-1]))) not in meant
    ]


def empty_values(entry: Any) -> list[Path]:
    """Paths in an entry of the values left empty (``role:`` and nothing behind it)."""
    found: list[Path] = []
    pending: list[tuple[Path, Any]] = [((), entry)]
    while pending:
        path, value = pending.pop()
        if value is None:
            found.append(path)
        elif isinstance(value, dict):
            pending.extend(((*path, key), part) for key, part in value.items())
        elif isinstance(value, list):
            pending.extend(((*path, at), part) for at, part in enumerate(value))
    return found


def _problem(details: ErrorDetails, document: Document, base: Path) -> ConfigError:
    path: Path = (*base, *(part for part in details["loc"] if part not in _TAGS))
    message, hint = _words(details, path)
    return document.problem(path, message, hint)


def _words(details: ErrorDetails, path: Path) -> tuple[str, str]:
    """Message and hint of one error."""
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_key(details, path)
    if kind == "condition":
        return _no_condition(details["input"])
    if kind in _HINTS:
        return details["msg"], _HINTS[kind]
    words = _STANDARD.get(kind)
    if words is not None:
        return words(details.get("ctx", {}), path)
    return details["msg"][:1].lower() + details["msg"][1:], ""


def _unknown_key(details: ErrorDetails, path: Path) -> tuple[str, str]:
    loc = (path[0], *details["loc"])  # the path starts with the key of the whole list
    key = str(loc[-1])
    holder = str(next((part for part in reversed(loc[:-1]) if isinstance(part, str)), ""))
    if holder == "<mapping>":
        model: type[BaseModel] = rule_schema.WordText if "word" in loc else rule_schema.CasedText
    elif holder in _CONDITION_TAGS and key in rule_schema.CONDITION_KEYS:
        return (
            "more than one kind of condition in one mapping",
            "make each an entry of its own under `all:` or `any:`",
        )
    elif holder in _CONDITION_TAGS and "match" in loc and key in rule_schema.RuleEntry.model_fields:
        return f"`{key}` is no part of a condition", "write it beside `match:`, not under it"
    else:
        model = _MODELS.get(holder, BaseModel)
    known = [field.alias or name for name, field in model.model_fields.items()]
    return f"unknown key `{key[:64]}`", closest(key, known) or _choice(known)


def _no_condition(value: object) -> tuple[str, str]:
    kinds = ", ".join(f"`{key}`" for key in rule_schema.CONDITION_KEYS)
    if isinstance(value, Mapping) and value:
        key = str(next(iter(value)))
        return f"unknown condition `{key[:64]}`", (
            closest(key, rule_schema.CONDITION_KEYS) or f"known are {kinds}"
        )
    if isinstance(value, list):
        return "a list is no condition", "put it under `all:` or `any:`"
    return "is no condition", f"write a phrase, or a mapping with one of {kinds}"


def _choice(words: Iterable[str]) -> str:
    listed = ", ".join(f"`{word}`" for word in words)
    return f"known are {listed}" if listed else ""


def _pattern_words(_: Mapping[str, Any], path: Path) -> tuple[str, str]:
    last = next((part for part in reversed(path) if isinstance(part, str)), "")
    if last == "url":
        return "is no http(s) URL", "write it with `https://` and a host"
    if last == "languages":
        return "is no language code", "write a code such as `en` or `de-AT`"
    return (
        "is no id",
        "use 1 to 64 lower-case letters, digits, `-`, `_` and `.`, the first a letter or digit",
    )


def _count(ctx: Mapping[str, Any], key: str) -> str:
    return str(ctx.get(key, "?"))


def _at_least(ctx: Mapping[str, Any]) -> str:
    count = ctx.get("min_length", 1)
    return "must not be empty" if count == 1 else f"needs at least {count} entries"


_Words = Callable[[Mapping[str, Any], Path], tuple[str, str]]
_STANDARD: Mapping[str, _Words] = {
    "missing": lambda _, path: (f"`{path[-1] if path else ''}` is missing", "add it"),
    "string_type": lambda _, __: ("must be text", "write one text, not a list or mapping"),
    "list_type": lambda _, __: ("must be a list", "write `[…]`, or a line `- …` for each"),
    "model_type": lambda _, __: ("must be a mapping", "write `key: value` lines"),
    "model_attributes_type": lambda _, __: ("must be a mapping", "write `key: value` lines"),
    "enum": lambda ctx, _: ("is not one of the known words", f"write {_count(ctx, 'expected')}"),
    "literal_error": lambda ctx, _: (
        "is not one of the known words",
        f"write {_count(ctx, 'expected')}",
    ),
    "bool_parsing": lambda _, __: ("must be true or false", "write `true` or `false`"),
    "bool_type": lambda _, __: ("must be true or false", "write `true` or `false`"),
    "int_parsing": lambda _, __: ("must be a whole number", "write digits only"),
    "int_type": lambda _, __: ("must be a whole number", "write digits only"),
    "greater_than_equal": lambda ctx, _: (
        f"must be at least {_count(ctx, 'ge')}",
        "write a larger number",
    ),
    "less_than_equal": lambda ctx, _: (
        f"must be at most {_count(ctx, 'le')}",
        "write a smaller number",
    ),
    "too_short": lambda ctx, _: (_at_least(ctx), "add what is missing"),
    "too_long": lambda ctx, _: (
        f"may have at most {_count(ctx, 'max_length')} entries",
        "remove some",
    ),
    "string_too_short": lambda _, __: ("must not be empty", "write it, or remove it"),
    "string_too_long": lambda ctx, _: (
        f"may have at most {_count(ctx, 'max_length')} characters",
        "shorten it",
    ),
    "string_pattern_mismatch": _pattern_words,
    "date_from_datetime_parsing": lambda _, __: ("is no date of the calendar", _HINTS["day"]),
    "date_parsing": lambda _, __: ("is no date of the calendar", _HINTS["day"]),
    "date_type": lambda _, __: ("must be a date such as 2022-01-10", _HINTS["day"]),
}
