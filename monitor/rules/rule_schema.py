"""What actors, meetings and rules may hold, as pydantic models. Pure.

Members of a union are tagged with names in angle brackets, so that an error's path can be turned
into the path a person sees in the file (:mod:`monitor.rules.problems` takes the tags out).
"""

from __future__ import annotations

from collections.abc import Mapping
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
from monitor.rules.scalars import Case, Day, Entry, Hours, Id, Language, Seconds, Text

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
