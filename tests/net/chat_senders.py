"""What the tests of chat, mail and push share: services by their URL, and senders."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Attempt, ChatService
from monitor.net.chat import ChatSender
from monitor.rules.chat_services import read_service
from tests.net.conftest import LOOPBACK

NOW = datetime(2031, 5, 6, 12, tzinfo=UTC)
HOSTS = (
    *("discord.com", "hooks.slack.com", "ntfy.sh", "prod-1.westeurope.logic.azure.com"),
    *("api.telegram.org", "chat.googleapis.com", "api.pushover.net"),
)
DISCORD = "discord://123456789012345678/abcdefghijklmnopqrstuvwxyz0123456789"
SLACK = "slack://TAAAAAAAA/BAAAAAAAA/aaaaaaaaaaaaaaaaaaaaaaaa/"
TEAMS = f"workflows://{HOSTS[3]}:443/643e69f83c8944438d68119179a10a64/KODuebWbDGYFr0z0eu/"
NTFY = "ntfy://my-topic-7f3a9c"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnopabcdefg_hijklmnop/12315544/"
GOOGLE = "gchat://workspace/key/token"
PUSHOVER = "pover://uuuuuuuuuuuuuuuuuuuuuuuuuuuuuu@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


def service(url: str) -> ChatService:
    """The service that ``url`` names."""
    found = read_service(url)
    assert isinstance(found, ChatService)
    return found


def send(sender: ChatSender, url: str, *, deadline_s: float = 10.0) -> Attempt:
    """Send a short message to ``url``."""
    return sender.send(
        service(url),
        title="NEW · high · Ünï 🎉",
        text="Why: so",
        started_at=NOW,
        deadline_s=deadline_s,
    )


def mailto(port: int) -> str:
    return f"mailto://127.0.0.1:{port}/?from=monitor@desk.example&to=night@desk.example"


def sender_to(port: int, roots: Path) -> ChatSender:
    """A sender whose workers find every host at ``port`` of this machine and trust ``roots``."""
    worker = ["-P", "-m", "tests.support.worker_to_loopback", str(port), str(roots)]
    return ChatSender(policy=LOOPBACK, command=[sys.executable, *worker])
