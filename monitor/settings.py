"""Settings: ``MONITOR_*`` environment variables and ``.env``; every one has a default that works.

A variable ``MONITOR_X_FILE`` names a file that holds the value of ``MONITOR_X`` (Docker secrets).
An unknown ``MONITOR_*`` name is an error: a typo must not silently become a default.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from monitor import __version__
from monitor.errors import ConfigError
from monitor.net.urls import shown_url

PREFIX = "MONITOR_"
PACKAGE_DIR = Path(__file__).resolve().parent


class Settings(BaseModel):
    """Every setting of the program, with unit in the name where it has one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = Field(
        default="sqlite:///data/monitor.db",
        repr=False,
        description="Where everything is stored: sqlite:///path or postgresql://user:password@host/name.",
    )
    broker_url: str = Field(
        default="",
        repr=False,
        description="Message broker of 'monitor scheduler' and 'monitor worker': "
        "redis://host:6379/0 or amqp://user:password@host:5672//.",
    )
    rules_dir: Path = Field(
        default=Path("rules"),
        description="Folder of rule files; if unset and ./rules is absent, the shipped rules.",
    )
    feeds_file: Path = Field(
        default=Path("seeds/feeds.opml"),
        description="OPML list of feeds; if unset and it is absent, the shipped list.",
    )
    web_host: str = Field(default="127.0.0.1", description="Address the web page listens on.")
    web_port: int = Field(default=8080, ge=0, le=65535, description="Its port; 0 picks a free one.")
    web_hosts: tuple[str, ...] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="Comma-separated Host names that the web page answers to.",
    )
    web_login: bool = Field(
        default=True,
        description="Ask who uses the web pages; false only where this machine alone reaches them.",
    )
    metrics: Literal["loopback", "token"] = Field(
        default="loopback",
        description="loopback: programs on this machine read /metrics without a token; "
        "token: all need one.",
    )
    public_url: str = Field(
        default="", description="Address of the web page as people reach it; used in alert links."
    )
    contact: str = Field(
        default="",
        description="Contact shown to feed servers in the User-Agent (URL or e-mail); "
        "if unset, MONITOR_PUBLIC_URL.",
    )
    poll_interval_s: float = Field(
        default=900.0,
        gt=0,
        le=86_400,
        description="Seconds between two polls of a feed whose pace is not known yet; "
        "below MONITOR_POLL_FASTEST_S, every feed is polled at just this interval.",
    )
    poll_fastest_s: float = Field(
        default=300.0,
        gt=0,
        le=86_400,
        description="Seconds between two polls of the busiest feed, at least.",
    )
    poll_slowest_s: float = Field(
        default=86_400.0,
        gt=0,
        le=86_400,
        description="Seconds between two polls of a feed that rests, at most.",
    )
    poll_workers: int = Field(default=48, ge=1, le=512, description="Feeds fetched at once.")
    host_at_once: int = Field(
        default=2, ge=1, le=1000, description="Feeds fetched at once from one host."
    )
    host_gap_s: float = Field(
        default=5.0,
        ge=0,
        le=3600,
        description="Seconds between the starts of two fetches from one host; 0: none.",
    )
    parse_processes: int = Field(
        default=1,
        ge=0,
        le=64,
        description="Processes that parse documents; 0: in the daemon itself, unbounded.",
    )
    parse_deadline_s: float = Field(
        default=20.0, gt=0, le=300, description="Time parsing one document may take, seconds."
    )
    parse_memory_mb: int = Field(
        default=1024, ge=256, description="Memory (address space) of a parsing process, MiB."
    )
    fetch_deadline_s: float = Field(
        default=30.0, gt=0, le=300, description="Total time one feed fetch may take, seconds."
    )
    max_body_bytes: int = Field(
        default=15 * 2**20, ge=1024, description="Largest decoded feed document, bytes."
    )
    feed_networks: tuple[str, ...] = Field(
        default=(), description="Comma-separated CIDR ranges opened to feeds beyond public ones."
    )
    endpoint_networks: tuple[str, ...] = Field(
        default=(),
        description="Comma-separated CIDR ranges opened to endpoints beyond public ones.",
    )
    websub: Literal["auto", "off"] = Field(
        default="auto",
        description="auto: have hubs send what is new, if they can reach MONITOR_PUBLIC_URL.",
    )
    keep_items_days: int = Field(
        default=180,
        ge=0,
        le=36_500,
        description="Days that items are kept which no development holds; 0: for good.",
    )
    keep_developments_days: int = Field(
        default=1095,
        ge=0,
        le=36_500,
        description="Days that closed developments are kept with their items and alerts, "
        "from when they were last told; 0: for good.",
    )
    keep_keys_days: int = Field(
        default=1095,
        ge=0,
        le=36_500,
        description="Days that items which were let go of are known again by; 0: for good.",
    )
    full_text: Literal["off", "feeds", "rules"] = Field(
        default="feeds",
        description=(
            "feeds: read the article pages of items of feeds whose list says fullText; "
            "rules: also for rules that look at content."
        ),
    )
    full_text_wait_s: float = Field(
        default=60.0,
        ge=0,
        le=3600,
        description="Seconds an item waits for its article page before it is judged without it.",
    )
    full_text_workers: int = Field(
        default=8, ge=1, le=64, description="Article pages read at once."
    )
    send_workers: int = Field(
        default=16, ge=1, le=256, description="Deliveries sent at once, to all endpoints together."
    )
    send_deadline_s: float = Field(
        default=20.0, gt=0, le=60, description="Total time one delivery attempt may take, seconds."
    )
    tick_s: float = Field(
        default=0.5, gt=0, le=60, description="Seconds between two looks for due work."
    )
    gather_s: float = Field(
        default=0.5,
        ge=0,
        le=60,
        description="Seconds new items may wait for feeds read at the same time, to go in order.",
    )
    group_wait_s: float = Field(
        default=30.0,
        ge=0,
        le=86_400,
        description="Seconds a first alert waits for more outlets; critical ones do not wait.",
    )
    update_interval_s: float = Field(
        default=300.0,
        ge=0,
        le=86_400,
        description="Least seconds from a message about a development to its next update.",
    )
    heartbeat_s: float = Field(
        default=0.0,
        ge=0,
        le=86_400,
        description="Seconds between heartbeats, for routes of kind heartbeat; 0: none are sent.",
    )
    window_h: float = Field(
        default=120.0,
        gt=0,
        le=2160,
        description="Hours a development stays open after its last item.",
    )
    close_after_h: float = Field(
        default=720.0,
        gt=0,
        le=8760,
        description="Hours a quiet development waits for a late item before it closes.",
    )
    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="auto: console on a terminal, else one JSON object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe log level written."
    )

    @property
    def rules_in_force(self) -> Path:
        """The rules folder; the shipped one where none is configured and ./rules is absent.

        Raises :class:`ConfigError` where a folder was named and is not there: running on other
        rules than those meant would be worse than not running.
        """
        return self._in_force("rules_dir", self.rules_dir, starter("rules"))

    @property
    def feeds_in_force(self) -> Path:
        """The feed list; the shipped one where none is configured and the default is absent.

        Raises :class:`ConfigError` where a file was named and is not there.
        """
        return self._in_force("feeds_file", self.feeds_file, starter("seeds") / "feeds.opml")

    def _in_force(self, name: str, path: Path, shipped: Path) -> Path:
        if path.exists():
            return path
        if path != type(self).model_fields[name].default:
            raise ConfigError(
                f"{path} does not exist",
                field=f"{PREFIX}{name.upper()}",
                hint="name one that does, or 'monitor init' a folder",
            )
        return shipped

    @property
    def user_agent(self) -> str:
        """What we tell feed servers and endpoints about ourselves, and whom they can write to."""
        contact = self.contact or self.public_url
        whom = f"; +{contact}" if contact else ""
        return f"event-monitor/{__version__} (news feed monitor{whom})"


def starter(name: str) -> Path:
    """Folder ``name`` (``rules``, ``seeds``, ``docs``) shipped with the program."""
    inside = PACKAGE_DIR / "starter" / name
    return inside if inside.is_dir() else PACKAGE_DIR.parent / name


def require_shared_database(settings: Settings) -> None:
    """Raise :class:`ConfigError` where the database is a file of one machine."""
    if settings.database_url.strip().startswith("sqlite"):
        raise ConfigError(
            "SQLite serves one machine; roles of several share a PostgreSQL database",
            field="MONITOR_DATABASE_URL",
            hint="set postgresql://user:password@host/name ('monitor db copy' moves what there "
            "is), or use 'monitor run'",
        )


def shown_broker(url: str) -> str:
    """Addresses of brokers (several are parted by ";") as they may be shown: without secrets."""
    return ";".join(shown_url(one.strip()) for one in url.split(";")) if url else ""


def load_settings(environ: Mapping[str, str], *, env_file: Path | None = None) -> Settings:
    """Settings from ``environ`` over ``env_file``. Raises :class:`ConfigError` with the name."""
    values = dict(_read_env_file(env_file)) if env_file is not None else {}
    values.update({k: v for k, v in environ.items() if k.startswith(PREFIX)})
    fields: dict[str, object] = {}
    for variable, text in values.items():
        name, value = _resolve(variable, text)
        if name in fields:
            raise ConfigError(f"{PREFIX}{name.upper()} is set twice (with and without _FILE)")
        fields[name] = _split(value) if name in _LISTS else value
    try:
        return Settings.model_validate(fields)
    except ValidationError as error:
        raise _config_error(error) from error


_LISTS = frozenset({"web_hosts", "feed_networks", "endpoint_networks"})


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _resolve(variable: str, text: str) -> tuple[str, str]:
    name = variable.removeprefix(PREFIX).lower()
    known = Settings.model_fields
    if name in known:
        return name, text
    base = name.removesuffix("_file")
    if name.endswith("_file") and base in known:
        try:
            return base, Path(text).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(f"cannot read {text}: {error.strerror}", field=variable) from error
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {PREFIX}{close[0].upper()}?" if close else "see 'monitor settings'"
    raise ConfigError("unknown setting", field=variable, hint=hint)


def _read_env_file(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    return {k: v or "" for k, v in dotenv_values(path).items() if k.startswith(PREFIX)}


def _config_error(error: ValidationError) -> ConfigError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    described = Settings.model_fields[name].description if name in Settings.model_fields else ""
    return ConfigError(
        f"{first['msg'].lower()}, got {first['input']!r}"
        if name not in {"database_url", "broker_url"}
        else first["msg"],
        field=f"{PREFIX}{name.upper()}",
        hint=described or "",
    )
