"""What all models of rule files are made of: their base, ids, texts, days, hours. Pure."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

MAX_BACKLOG_HOURS = 8760.0  # one year
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*(s|m|min|h|hours?|d|days?)?", re.ASCII)
_UNIT_HOURS = {"s": 1 / 3600, "m": 1 / 60, "min": 1 / 60, "h": 1.0, "d": 24.0}


class Entry(BaseModel):
    """Base of all models: unknown keys are errors, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=False)


def _iso_day(value: Any) -> Any:
    """Refuse what pydantic would take for a time stamp, such as ``20220110``."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise PydanticCustomError("day", "must be a date such as 2022-01-10")
    return value


def _hours(value: Any) -> float:
    found = _DURATION.fullmatch(str(value).strip())
    if found is None:
        raise PydanticCustomError("duration", 'must be hours or text such as "12h"')
    unit = found[2] or "h"
    hours = float(found[1]) * _UNIT_HOURS.get(unit, _UNIT_HOURS[unit[0]])
    if hours > MAX_BACKLOG_HOURS:
        raise PydanticCustomError("duration", "must be at most a year")
    return hours


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return " ".join(value.split())


def _language(value: str) -> str:
    return value.lower()


def _time_of_day(value: Any) -> time:
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", str(value).strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise PydanticCustomError("time_of_day", "must be a time of day such as 22:00")
    return time(int(found[1]), int(found[2]))


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = "is no time zone that this machine knows"
        raise PydanticCustomError("zone", message) from error
    return value


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_not_blank)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Case = Literal["sensitive", "folded"]
Language = Annotated[
    str, Field(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$"), AfterValidator(_language)
]


def _seconds(value: Any) -> float:
    text = str(value).strip()
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text, re.ASCII):
        text += "s"
    return round(_hours(text) * 3600, 3)


Seconds = Annotated[
    float,
    BeforeValidator(_seconds, json_schema_input_type=float | str),
    Field(le=86_400, description='Seconds, or text such as "30s", "5m".', examples=["30s"]),
]
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day, json_schema_input_type=str),
    Field(description="Hours and minutes, such as 22:00.", examples=["22:00"]),
]
Zone = Annotated[
    str,
    Field(max_length=64, description="A time zone such as Europe/Vienna."),
    AfterValidator(_zone),
]
Hours = Annotated[
    float,
    BeforeValidator(_hours, json_schema_input_type=float | str),
    Field(description='Hours, or text such as "12h", "90m", "2d".', examples=["24h"]),
]
