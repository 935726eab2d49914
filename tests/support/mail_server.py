"""A real SMTP server on loopback that keeps what it is given and replies as scripted."""

from __future__ import annotations

import asyncio
import ssl
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult


class MailServer:
    """Takes mail inside ``with``: ``messages`` are those accepted.

    ``reply_to_data`` and ``reply_to_recipient`` refuse with a reply such as "450 4.2.0 busy".
    ``tls`` speaks TLS after STARTTLS, or with ``at_once`` from the beginning; ``password``, where
    given with ``tls``, must be logged in with.
    """

    def __init__(
        self,
        *,
        reply_to_recipient: str = "",
        reply_to_data: str = "",
        tls: ssl.SSLContext | None = None,
        at_once: bool = False,
        password: str = "",
    ) -> None:
        self._at_once = tls if at_once else None
        self._asked_for = None if at_once else tls
        self._password = password.encode()
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self._replies = (reply_to_recipient, reply_to_data)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _listen(self) -> asyncio.Server:
        def connection() -> SMTP:
            return SMTP(
                self,
                hostname="mail.example",
                enable_SMTPUTF8=True,
                loop=self._loop,
                tls_context=self._asked_for,
                require_starttls=self._asked_for is not None,
                auth_required=bool(self._password) and self._asked_for is not None,
                auth_require_tls=self._at_once is None,
                authenticator=self._log_in if self._password else None,
            )

        return await self._loop.create_server(connection, "127.0.0.1", 0, ssl=self._at_once)

    def _log_in(self, *given: Any) -> AuthResult:
        right = given[-1].password == self._password
        # Not handled: the library replies to a refusal with 535.
        return AuthResult(success=right, handled=False)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if self._replies[0]:
            return self._replies[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self._replies[1]:
            return self._replies[1]
        self.raw.append(envelope.content)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK: queued"
