"""What endpoints and routes may hold, as pydantic models. Pure."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from monitor.model import Severity
from monitor.rules.scalars import Entry, Id, TimeOfDay, Zone


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
