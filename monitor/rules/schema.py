"""What rule files may hold, as pydantic models, and the JSON Schemas made from them. Pure.

``python -m monitor.rules.schema docs/schema`` writes one schema per kind of file, for editors.
Members of a union are tagged with names in angle brackets, so that an error's path can be turned
into the path a person sees in the file (:mod:`monitor.rules.problems` takes the tags out).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from monitor.model import ActorKind, MeetingStatus, Severity
from monitor.rules.scalars import Case, Day, Hours, Id, Language, Seconds, Text, TimeOfDay, Zone

CONDITION_KEYS = ("all", "any", "none", "actor", "meeting", "phrase", "word", "regex", "near")
GROUP_KEYS = CONDITION_KEYS[:3]
WORD_LANGUAGES = (
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "finnish", "french",
    "german", "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian",
    "nepali", "norwegian", "portuguese", "romanian", "russian", "serbian", "spanish", "swedish",
    "tamil", "turkish", "yiddish",
)  # fmt: skip
"""Languages with a Snowball stemmer."""

MAX_PATTERN_CHARS = 500  # longer patterns are unreadable and slow to compile
MAX_NEAR_WORDS = 100  # beyond a hundred words nothing is near


class Entry(BaseModel):
    """Base of all models: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _text_or_mapping(value: Any) -> str | None:
    if isinstance(value, (str, int, float)):
        return "<text>"
    return "<mapping>" if isinstance(value, (Mapping, BaseModel)) else None


_TEXT_OR_MAPPING = Discriminator(
    _text_or_mapping,
    custom_error_type="text_or_mapping",
    custom_error_message="must be text, or a mapping with `text`",
)


class CasedText(Entry):
    """A literal text with its treatment of case."""

    text: Text
    case: Case | None = Field(
        default=None,
        description="`sensitive`: capitals must agree (by itself for acronyms such as US, NATO); "
        "`folded`: they need not.",
    )


CasedTextEntry = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[CasedText, Tag("<mapping>")], _TEXT_OR_MAPPING
]


class ActorEntry(Entry):
    """A person, state, organisation or body."""

    id: Id = Field(description="Lower-case letters, digits, `-`, `_`, `.`.")
    name: Text = Field(description="The name to show; it is also looked for.")
    kind: ActorKind
    role: str = Field(default="", max_length=300)
    aliases: list[CasedTextEntry] = Field(
        default_factory=list, description="Other names, in any language and script."
    )
    enabled: bool = Field(
        default=True, description="`false`: the actor may be named, and is never found."
    )


class ActorsFile(Entry):
    """actors.yaml: who can appear in rules and meetings."""

    actors: list[ActorEntry] | None = None


class WindowEntry(Entry):
    """Days between which a meeting is expected, both included."""

    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to < self.from_:
            raise PydanticCustomError("window", "`to` is before `from`")
        return self


class MeetingEntry(Entry):
    """An expected event."""

    id: Id
    title: Text
    participants: list[Id] = Field(default_factory=list, description="Ids of actors.")
    date: Day | None = Field(
        default=None,
        description="The day, such as 2022-01-10; news of 90 days before to 21 days after count.",
    )
    window: WindowEntry | None = Field(default=None, description="Instead of `date`.")
    place: str = Field(default="", max_length=300)
    place_aliases: list[CasedTextEntry] = Field(default_factory=list)
    words: list[Text] = Field(
        default_factory=list,
        description="Words one of which must appear with the participants, in any inflection. "
        "Default: talks, meeting, negotiations and the like.",
    )
    topic: str = Field(default="", max_length=300)
    status: MeetingStatus = MeetingStatus.EXPECTED
    enabled: bool = Field(
        default=True, description="`false`: the meeting may be named, and is never recognised."
    )

    @model_validator(mode="after")
    def _one_date(self) -> Self:
        if self.date is not None and self.window is not None:
            raise PydanticCustomError("date_and_window", "has both `date` and `window`")
        return self


class MeetingsFile(Entry):
    """meetings.yaml: the meetings that rules name."""

    meetings: list[MeetingEntry] | None = None


class ActorCondition(Entry):
    """Any name of the actor."""

    actor: Id


class MeetingCondition(Entry):
    """In the days around it: participants and a meeting word in one field, or place and date."""

    meeting: Id


class PhraseCondition(Entry):
    """A literal phrase."""

    phrase: CasedTextEntry


class WordText(Entry):
    """A word and its language."""

    text: Text
    language: Literal[WORD_LANGUAGES] = "english"  # type: ignore[valid-type]


class WordCondition(Entry):
    """A common word in any inflection."""

    word: Annotated[
        Annotated[Text, Tag("<text>")] | Annotated[WordText, Tag("<mapping>")], _TEXT_OR_MAPPING
    ]


class RegexCondition(Entry):
    """A regular expression on the original text, letters in any case."""

    regex: Annotated[str, Field(min_length=1, max_length=MAX_PATTERN_CHARS)]


def condition_tag(value: Any) -> str | None:
    """Which kind of condition a value is, as the tag of its model."""
    if isinstance(value, (str, int, float)):
        return "<text>"
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True, exclude_none=True)
    if not isinstance(value, Mapping):
        return None
    if any(key in value for key in GROUP_KEYS):
        return "<group>"
    return next((f"<{key}>" for key in CONDITION_KEYS if key in value), None)


Condition = Annotated[
    Annotated[Text, Tag("<text>")]
    | Annotated["GroupCondition", Tag("<group>")]
    | Annotated[ActorCondition, Tag("<actor>")]
    | Annotated[MeetingCondition, Tag("<meeting>")]
    | Annotated[PhraseCondition, Tag("<phrase>")]
    | Annotated[WordCondition, Tag("<word>")]
    | Annotated[RegexCondition, Tag("<regex>")]
    | Annotated["NearCondition", Tag("<near>")],
    Discriminator(
        condition_tag,
        custom_error_type="condition",
        custom_error_message="is no condition",
    ),
]
"""A condition: plain text is a phrase."""

Parts = Annotated[list[Condition], Field(min_length=1)]


class GroupCondition(Entry):
    """Conditions joined: every `all`, at least one `any`, no `none`."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    all_: Parts | None = Field(default=None, alias="all", description="Every part must hold.")
    any_: Parts | None = Field(default=None, alias="any", description="One part must hold.")
    none_: Parts | None = Field(default=None, alias="none", description="No part may hold.")


class NearTerms(Entry):
    """Terms that stand close together in one field."""

    terms: Annotated[list[Condition], Field(min_length=2, max_length=10)]
    within: int = Field(
        ge=1,
        le=MAX_NEAR_WORDS,
        description="Words from the end of one term to the start of another; 1 is side by side.",
    )


class NearCondition(Entry):
    """Terms within some words of each other."""

    near: NearTerms


class AlertEntry(Entry):
    """When developments of the rule alert."""

    backlog: Hours = Field(
        default=0.0,
        description="How old an item of a new feed may be to alert. Default: such items do not.",
    )
    updates: bool = Field(default=True, description="Whether changes of a known one alert.")
    on_outlets: list[Annotated[int, Field(ge=2, le=1000)]] = Field(
        default_factory=list,
        max_length=10,
        description="Numbers of independent outlets at which a known one alerts again, once each, "
        "such as [3, 10].",
    )

    group_wait: Seconds | None = Field(
        default=None,
        description="How long a first alert waits for more outlets, such as 30s. Default: "
        "MONITOR_GROUP_WAIT_S, and nothing for severity critical.",
    )
    update_interval: Seconds | None = Field(
        default=None,
        description="Least time from a message about a development to its next update, such as "
        "5m. Default: MONITOR_UPDATE_INTERVAL_S.",
    )
    cooldown: Hours = Field(
        default=0.0,
        description="How long after a message the rule asks for no update of the development, "
        "such as 6h. Default: no such time.",
    )

    @field_validator("on_outlets")
    @classmethod
    def _ascending(cls, value: list[int]) -> list[int]:
        if value != sorted(set(value)):
            raise PydanticCustomError("ascending", "must go up, each number once")
        return value


class RuleEntry(Entry):
    """What to look for and how much it matters."""

    id: Id
    title: Text
    severity: Severity = Severity.MEDIUM
    tags: list[Id] = Field(default_factory=list)
    enabled: bool = True
    fields: list[Literal["title", "summary", "content"]] = Field(
        default_factory=lambda: ["title", "summary"],  # type: ignore[arg-type]
        min_length=1,
        description="Where to look. Default: title and summary.",
    )
    languages: list[Language] = Field(
        default_factory=list, description="Only items in these; items that state none count too."
    )
    feeds: list[Text] = Field(default_factory=list, description="Only items of these feed URLs.")
    outlets: list[Text] = Field(default_factory=list, description="Only items of these outlets.")
    categories: list[Text] = Field(default_factory=list, description="Only items so filed.")
    match: Condition
    inhibits: list[Id] = Field(
        default_factory=list,
        description="Rules that keep quiet while a development is open that this one told of.",
    )
    alert: AlertEntry = Field(default_factory=AlertEntry)


class RulesFile(Entry):
    """*.rules.yaml: what to look for."""

    rules: list[RuleEntry] | None = None


def _one_or_many(value: Any) -> str | None:
    if isinstance(value, (str, int, float)):
        return "<one>"
    return "<many>" if isinstance(value, list) else None


OneOrMany = Annotated[
    Annotated[str, Tag("<one>")]
    | Annotated[Annotated[list[str], Field(min_length=1, max_length=5)], Tag("<many>")],
    Discriminator(
        _one_or_many,
        custom_error_type="one_or_many",
        custom_error_message="must be text or a list of texts",
    ),
]

SECRET_KEYS = ("secret", "secrets", "secret_file", "secret_env")
APPRISE_KEYS = ("apprise", "apprise_file", "apprise_env")

_ONE_CHANNEL = [
    *({"required": ["url", key]} for key in SECRET_KEYS),
    *({"required": [key], "not": {"required": ["url"]}} for key in APPRISE_KEYS),
]


class EndpointEntry(Entry):
    """Where alerts go: a signed webhook, or a chat, mail or push service.

    A webhook has `url` and exactly one of `secret`, `secrets`, `secret_file`, `secret_env`; a
    service has exactly one of `apprise`, `apprise_file`, `apprise_env` and neither.
    """

    model_config = ConfigDict(json_schema_extra={"oneOf": _ONE_CHANNEL})  # type: ignore[dict-item]

    id: Id
    url: str | None = Field(
        default=None, pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^/\s?#]+", max_length=2000, repr=False
    )
    secret: OneOrMany | None = Field(default=None, repr=False, description="`whsec_…`")
    secrets: list[str] | None = Field(default=None, repr=False, min_length=1, max_length=5)
    secret_file: OneOrMany | None = Field(
        default=None, description="Files that hold a secret each; relative to this folder."
    )
    secret_env: OneOrMany | None = Field(
        default=None, description="Environment variables that hold a secret each."
    )
    apprise: Annotated[str, Field(min_length=1, max_length=2000)] | None = Field(
        default=None, repr=False, description="The service's Apprise URL, such as `slack://…`."
    )
    apprise_file: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="A file that holds the Apprise URL; relative to this folder."
    )
    apprise_env: Annotated[str, Field(min_length=1)] | None = Field(
        default=None, description="An environment variable that holds the Apprise URL."
    )
    concurrency: int | None = Field(
        default=None, ge=1, le=256, description="Requests at once. Default: 4; for a service 1."
    )
    rate_per_s: float | None = Field(
        default=None,
        gt=0,
        le=10_000,
        description="Requests a second. Default: 20; for a service 1.",
    )
    enabled: bool = True

    @model_validator(mode="after")
    def _one_channel(self) -> Self:
        services = sum(getattr(self, key) is not None for key in APPRISE_KEYS)
        secrets = sum(getattr(self, key) is not None for key in SECRET_KEYS)
        if services and (secrets or self.url is not None):
            raise PydanticCustomError("two_channels", "is both a webhook and a service")
        if services > 1:
            raise PydanticCustomError("services", "names its service in more than one way")
        if services:
            return self
        if self.url is None:
            raise PydanticCustomError("no_channel", "has neither `url` nor `apprise`")
        if secrets == 0:
            raise PydanticCustomError("no_secret", "has no secret")
        if secrets > 1:
            raise PydanticCustomError("secrets", "has more than one kind of secret")
        return self


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as rule files name them, in their order."""


class DigestEntry(Entry):
    """Alerts of little weight wait, and are told in one message."""

    every: Literal["hourly", "daily"]
    at: TimeOfDay | None = Field(default=None, description="When a daily one goes out: 08:00.")
    zone: Zone = "UTC"
    max_severity: Severity = Field(
        default=Severity.LOW, description="What weighs more goes out at once."
    )

    @model_validator(mode="after")
    def _hourly_has_no_time(self) -> Self:
        if self.every == "hourly" and self.at is not None:
            raise PydanticCustomError("hourly_at", "has a time of day, and is hourly")
        return self


class QuietEntry(Entry):
    """Hours in which a route tells nothing; what comes then is told when they end."""

    start: TimeOfDay
    end: TimeOfDay = Field(description="On the next day where it is not after `start`.")
    zone: Zone = "UTC"
    days: Annotated[list[Weekday], Field(min_length=1)] = Field(
        default=list(WEEKDAYS),
        description="Days on which the hours begin.",
    )
    passes: Severity | Literal["nothing"] = Field(
        default=Severity.CRITICAL, description="What weighs so much or more does not wait."
    )
    digest_over: int = Field(
        default=5, ge=1, le=1000, description="More alerts than these are told in one message."
    )

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.start == self.end and len(set(self.days)) == len(WEEKDAYS):
            raise PydanticCustomError("always_quiet", "never ends")
        return self


class RouteEntry(Entry):
    """Which alerts go to which endpoints, and when."""

    to: Annotated[list[Id], Field(min_length=1)]
    rules: list[Id] = Field(default_factory=list)
    tags: list[Id] = Field(default_factory=list)
    kinds: list[Literal["new", "update", "notice", "feed", "endpoint", "heartbeat"]] = Field(
        default_factory=list
    )
    min_severity: Severity = Severity.LOW
    max_severity: Severity = Severity.CRITICAL
    digest: DigestEntry | None = Field(
        default=None, description="Alerts that wait for one message, hourly or daily."
    )
    quiet: QuietEntry | None = Field(
        default=None, description="Hours in which alerts wait, in a time zone."
    )

    @model_validator(mode="after")
    def _takes_something(self) -> Self:
        if self.max_severity.rank < self.min_severity.rank:
            raise PydanticCustomError("severities", "takes no severity at all")
        return self


class EndpointsFile(Entry):
    """endpoints.yaml: where alerts go. Without routes every endpoint gets every alert."""

    endpoints: list[EndpointEntry] | None = None
    routes: list[RouteEntry] | None = None


FILES: Mapping[str, type[Entry]] = {
    "actors": ActorsFile,
    "meetings": MeetingsFile,
    "rules": RulesFile,
    "endpoints": EndpointsFile,
}
"""The kinds of rule files and their models."""


def json_schema(kind: str) -> str:
    """The JSON Schema (2020-12) of one kind of rule file, as text that ends in a newline."""
    model = FILES[kind]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True, mode="validation"),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write ``<kind>.schema.json`` for every kind into ``folder``."""
    for kind in FILES:
        (folder / f"{kind}.schema.json").write_text(json_schema(kind), encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/schema"))
