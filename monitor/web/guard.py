"""What every answer of the web server must be: headers against misuse, and known host names."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.errors import ConfigError
from monitor.settings import Settings

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Always answered to: health probes and the person at the machine ask by these names."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
        "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Other sites learn nothing; under "no-referrer" browsers would not say where a form came from.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


MAX_BODY_BYTES = 5 * 2**20
"""Of what is sent to the pages: an OPML list of 20,000 feeds has less."""


class GuardedHeaders:
    """Wraps a whole application, so that error answers of any layer carry :data:`HEADERS` too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if not scope["path"].startswith("/static/"):
                    # Nobody reads on the way back what was shown before the logout.
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_guarded)


def allowed_hosts(settings: Settings) -> list[str]:
    """The Host names that are answered to: loopback, ``MONITOR_WEB_HOSTS``, the public address's.

    Raises :class:`ConfigError` for a name or an address that could never match.
    """
    for host in settings.web_hosts:
        if "*" in host[1:] or (host.startswith("*") and host != "*" and host[1] != "."):
            raise ConfigError(
                f"{host!r} is no host name",
                field="MONITOR_WEB_HOSTS",
                hint="a wildcard is written *.example.com",
            )
    named = [
        f"[{host}]" if host.count(":") > 1 else host for host in map(_bare, settings.web_hosts)
    ]
    return list(dict.fromkeys([*LOOPBACK_HOSTS, *named, *_public_host(settings.public_url)]))


def check_login_setting(settings: Settings) -> None:
    """Raises :class:`ConfigError` where anybody may come in and others than this machine could."""
    if settings.web_login:
        return
    named = [name for name in allowed_hosts(settings) if name not in LOOPBACK_HOSTS]
    if settings.web_host not in {"localhost", "127.0.0.1", "::1"}:
        named.append(settings.web_host)
    if named:
        raise ConfigError(
            f"the pages are reached as {named[0]} and would ask nobody who they are",
            field="MONITOR_WEB_LOGIN",
            hint="leave it true, or serve the pages on loopback and under loopback names only",
        )


def _bare(host: str) -> str:
    return host.removeprefix("[").removesuffix("]")


def _public_host(url: str) -> list[str]:
    if not url:
        return []
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host:
        raise ConfigError(
            f"{url!r} is no address",
            field="MONITOR_PUBLIC_URL",
            hint="it reads like https://monitor.example.com",
        )
    return [f"[{host}]" if ":" in host else host]
