"""Chat, mail and push services by their Apprise URL: which can be used, and what each takes.

Apprise is the optional extra ``apprise``, so it is imported only where a rules folder names a
service. Nothing is sent from here. No message holds a URL or a part of one.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from monitor.model import ChatService

if TYPE_CHECKING:
    from apprise import NotifyBase

OLDEST = (2, 3)
"""Before, a redirect could not be refused, nor the tries of one message be told apart."""

INSTALL = "pip install 'event-monitor[apprise]'"

MAX_TITLE_BYTES = 250
MAX_TEXT_BYTES = 3_000
"""What a person reads in a chat. Services count characters, UTF-16 units or bytes; bytes of UTF-8
are never fewer, so one count suits all."""

_TIGHTER = {
    "ntfy": (200, 3_500),  # beyond 4,096 bytes ntfy makes an attachment of a message
    "slack": (150, 3_000),  # its header blocks hold 150 characters, its sections 3,000
}
_PLAIN = frozenset({"custom_form", "custom_json", "custom_xml", "email", "ntfy"})
"""Services that show a text as it is. Every other is taken to read some kind of markup."""

_OF_THIS_MACHINE = frozenset({"blink1", "dbus", "glib", "gnome", "macosx", "syslog", "windows"})
_SHRUNK = 0.6
"""Share of a service's limit that is used where Apprise turns the text into HTML, which makes it
longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """Why a URL cannot be used, behind "the Apprise URL", and what to do."""

    text: str
    hint: str


def service_asset() -> Any:
    """How Apprise is to behave: one try, no redirects, nothing kept on disk, no pictures."""
    from apprise import AppriseAsset  # noqa: PLC0415 - the extra may be missing

    return AppriseAsset(
        app_id="Event monitor",
        async_mode=False,
        http_redirects=False,
        image_url_mask="",
        plugin_paths=[],
        storage_mode="memory",
    )


def read_service(url: str) -> ChatService | Unusable:
    """The service that ``url`` names and its limits, or why it cannot be used."""
    try:
        import apprise  # noqa: PLC0415 - the extra may be missing
    except ImportError:
        return Unusable(text="needs the optional package apprise", hint=INSTALL)
    if tuple(int(number) for number in re.findall(r"\d+", apprise.__version__)[:2]) < OLDEST:
        text = f"needs apprise {OLDEST[0]}.{OLDEST[1]} or newer; {apprise.__version__} is installed"
        return Unusable(text=text, hint=INSTALL)
    # It logs whole URLs, which are secrets.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    refused = _refused_option(url)
    if refused is not None:
        return refused
    try:
        plugin = apprise.Apprise.instantiate(url, asset=service_asset())
    except Exception:  # noqa: BLE001 - some hundred services read URLs, each in its own way
        plugin = None
    if not isinstance(plugin, apprise.NotifyBase):
        return Unusable(
            text="names no service that Apprise knows, or lacks a part of it",
            hint="see the service's page at https://appriseit.com/services/",
        )
    return _unfit(plugin) or _described(url, plugin)


def _refused_option(url: str) -> Unusable | None:
    try:
        options = {key.lower(): value for key, value in parse_qsl(urlsplit(url).query)}
    except ValueError:
        return Unusable(text="cannot be read", hint="check its brackets and its port")
    for key, why in (
        ("retry", "the monitor tries again by its own schedule"),
        ("redirect", "redirects are never followed"),
        ("template", "the monitor writes the text, and reads no file for it"),
    ):
        if options.get(key, "no").lower() not in {"", "0", "no", "false"}:
            return Unusable(text=f"has the option `{key}`", hint=f"remove it: {why}")
    return None


def _unfit(plugin: NotifyBase) -> Unusable | None:
    if _module(plugin) in _OF_THIS_MACHINE:
        return Unusable(
            text="names a service of this machine, which the daemon does not use",
            hint="name a service on the network",
        )
    if not plugin.verify_certificate:
        return Unusable(
            text="has the option `verify=no`", hint="remove it: certificates are always checked"
        )
    if len(plugin) > 1:
        return Unusable(
            text=f"names {len(plugin)} recipients",
            hint="write one endpoint for each, so that a second try reaches only who needs it",
        )
    return None


def _described(url: str, plugin: NotifyBase) -> ChatService:
    from apprise import NotifyFormat  # noqa: PLC0415 - the extra may be missing

    module = _module(plugin)
    shown_as = plugin.resolve_format(NotifyFormat.TEXT)
    as_text = shown_as is NotifyFormat.TEXT
    title_cap, text_cap = _TIGHTER.get(module, (MAX_TITLE_BYTES, MAX_TEXT_BYTES))
    limit = plugin.body_maxlen
    if shown_as is NotifyFormat.HTML:
        limit = int(limit * _SHRUNK)
    title_bytes = min(title_cap, plugin.title_maxlen or title_cap, limit // 2)
    if plugin.title_maxlen <= 0 or plugin.overflow_amalgamate_title:
        limit -= title_bytes + 2  # the title goes in front, with a line break
    return ChatService(
        url=url,
        name=str(plugin.service_name),
        title_bytes=title_bytes,
        text_bytes=min(text_cap, limit),
        markup=module not in _PLAIN or not as_text,
        markdown=shown_as is NotifyFormat.MARKDOWN,
    )


def _module(plugin: NotifyBase) -> str:
    """The part of Apprise that the service comes from: ``slack``, ``email``."""
    return type(plugin).__module__.removeprefix("apprise.plugins.").partition(".")[0]
