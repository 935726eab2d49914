"""What an installation ails from, and what to do about it. Judged from values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from urllib.parse import urlsplit

from monitor.alerts.text import counted
from monitor.model import Feed
from monitor.pipeline.health import Counts
from monitor.settings import Settings

LOW_DISK_BYTES = 2**30
"""A database that grows by a feed list of thousands takes some weeks to fill this."""

CLOCK_OFF = timedelta(seconds=60)
"""Receivers refuse messages whose time is five minutes off (Standard Webhooks); a clock that runs
away is better mended long before."""

LATE_OUTBOX = timedelta(minutes=10)

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

_NAMED = 3


class Verdict(StrEnum):
    """How bad a finding is: ``bad`` stops or blinds something, ``warning`` may."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. ``advice``: what to do, a sentence; "" where there is nothing to."""

    subject: str
    verdict: Verdict
    text: str
    advice: str = ""


def judge_settings(settings: Settings) -> list[Finding]:
    """Settings that work and had better be otherwise."""
    stated = sorted(settings.model_fields_set)
    found = [
        Finding(
            subject="settings",
            verdict=Verdict.GOOD,
            text=f"{counted(len(stated), 'setting')} stated, all others as they come"
            + (f": {', '.join(stated[:_NAMED])}{', …' * (len(stated) > _NAMED)}" * bool(stated)),
        ),
        _judge_pages(settings),
    ]
    if not (settings.contact or settings.public_url):
        found.append(
            Finding(
                subject="contact",
                verdict=Verdict.WARNING,
                text="feed servers are not told whom to write to, and may block what they "
                "do not know",
                advice="set MONITOR_CONTACT to an address or a page",
            )
        )
    return found


def _judge_pages(settings: Settings) -> Finding:
    if not settings.public_url:
        return Finding(
            subject="web",
            verdict=Verdict.WARNING,
            text="alerts have no links to the pages",
            advice="set MONITOR_PUBLIC_URL to the address by which people reach the pages",
        )
    host = urlsplit(settings.public_url).hostname
    if settings.public_url.startswith("http://") and host not in LOOPBACK_NAMES:
        return Finding(
            subject="web",
            verdict=Verdict.WARNING,
            text=f"people log in over {settings.public_url}: whoever is on the way reads along",
            advice="put a proxy with TLS before it (docs/operating.md), and let "
            "MONITOR_PUBLIC_URL begin with https://",
        )
    text = f"links in alerts lead to {settings.public_url}"
    return Finding(subject="web", verdict=Verdict.GOOD, text=text)


def judge_files(open_to_others: Sequence[str]) -> Finding:
    """Whether secrets and what is watched are for this user alone.

    ``open_to_others``: files with secrets that every user of the machine may read.
    """
    if not open_to_others:
        return Finding(
            subject="files",
            verdict=Verdict.GOOD,
            text="no other user may read database and secrets",
        )
    named = " ".join(open_to_others)
    return Finding(
        subject="files",
        verdict=Verdict.WARNING,
        text=f"every user of this machine may read {named}",
        advice=f"chmod o-rwx {named}; a daemon that runs as somebody else gets secrets by "
        "secret_env or secret_file",
    )


def judge_disk(free_bytes: int, total_bytes: int, *, place: str) -> Finding:
    """Whether the database has room to grow."""
    free = f"{free_bytes / 2**30:.1f} GiB of {total_bytes / 2**30:.1f} free in {place}"
    if free_bytes >= LOW_DISK_BYTES:
        return Finding(subject="disk", verdict=Verdict.GOOD, text=free)
    return Finding(
        subject="disk",
        verdict=Verdict.BAD if free_bytes < LOW_DISK_BYTES // 10 else Verdict.WARNING,
        text=free,
        advice="make room, or keep less: MONITOR_KEEP_ITEMS_DAYS and monitor db prune",
    )


def judge_clock(ahead_s: Sequence[float]) -> Finding:
    """This machine's clock against those of feed servers (how far each was ahead of ours)."""
    if not ahead_s:
        text = "no feed server told its time lately"
        return Finding(subject="clock", verdict=Verdict.GOOD, text=text)
    off = timedelta(seconds=median(ahead_s))
    servers = counted(len(ahead_s), "feed server")
    if abs(off) < CLOCK_OFF:
        text = f"agrees with {servers} within {max(1, round(abs(off).total_seconds()))} s"
        return Finding(subject="clock", verdict=Verdict.GOOD, text=text)
    side = "behind" if off > timedelta() else "ahead"
    return Finding(
        subject="clock",
        verdict=Verdict.BAD,
        text=f"{abs(off).total_seconds():.0f} s {side} of {servers}",
        advice="have the machine's clock set by NTP (chrony, systemd-timesyncd): receivers "
        "refuse messages whose time is five minutes off",
    )


def judge_feeds(feeds: Collection[Feed]) -> Finding:
    """Whether the program sees."""
    if not feeds:
        return Finding(
            subject="feeds",
            verdict=Verdict.BAD,
            text="there are none: nothing is read",
            advice="monitor feeds add SITE, or monitor feeds import FILE",
        )
    failing = sorted((one for one in feeds if one.failures), key=lambda one: -one.failures)
    unread = sum(1 for one in feeds if not one.polls)
    if not failing:
        text = f"{counted(len(feeds), 'feed')}, none fails"
        return Finding(
            subject="feeds",
            verdict=Verdict.GOOD,
            text=text + (f", {unread} not read yet" if unread else ""),
        )
    named = "; ".join(f"{one.outlet}: {one.last_detail}" for one in failing[:_NAMED])
    more = f"; and {len(failing) - _NAMED} more" if len(failing) > _NAMED else ""
    return Finding(
        subject="feeds",
        verdict=Verdict.BAD if len(failing) * 2 >= len(feeds) else Verdict.WARNING,
        text=f"{len(failing)} of {counted(len(feeds), 'feed')} "
        f"{'fails' if len(failing) == 1 else 'fail'}: {named}{more}",
        advice="monitor feeds check tells each one's state and history",
    )


def judge_outbox(counts: Counts, *, now: datetime) -> list[Finding]:
    """Whether what is to be told is told."""
    found = [
        Finding(
            subject="endpoints",
            verdict=Verdict.BAD,
            text=f"{name} is disabled: its alerts wait",
            advice=f"mend the receiver, then monitor endpoints enable {name}",
        )
        for name in counts.disabled_endpoints
    ]
    late = now - counts.oldest_due_at if counts.oldest_due_at else timedelta()
    if late > LATE_OUTBOX:
        found.append(
            Finding(
                subject="outbox",
                verdict=Verdict.BAD,
                text=f"a delivery has been due for {_span(late)} ({counts.pending} pending)",
                advice="does the daemon run? monitor health; its log names what it waits for",
            )
        )
    if counts.dead:
        found.append(
            Finding(
                subject="outbox",
                verdict=Verdict.WARNING,
                text=f"{counted(counts.dead, 'delivery', 'deliveries')} given up",
                advice="monitor deliveries list --state dead; monitor deliveries replay "
                "sends them again",
            )
        )
    return found or [
        Finding(
            subject="outbox",
            verdict=Verdict.GOOD,
            text=f"{counts.pending} pending, {counts.delivered} delivered",
        )
    ]


def _span(time: timedelta) -> str:
    """In the largest unit of which there are two at least."""
    minutes = round(time.total_seconds() / 60)
    for unit, size in (("days", 1440), ("h", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return f"{minutes} min"


def judge_addresses(refusals: Mapping[str, str], *, plain: Collection[str] = ()) -> list[Finding]:
    """Whether endpoints can be reached by name. ``refusals``: why not, by id; "" where they can.

    ``plain``: those that are sent to without TLS, through networks that others share.
    """
    if not refusals:
        return [
            Finding(
                subject="endpoints",
                verdict=Verdict.WARNING,
                text="there are none: nobody is told anything",
                advice="write rules/endpoints.yaml (docs/webhooks.md); monitor listen is a "
                "receiver to try it with",
            )
        ]
    found = [
        Finding(
            subject="endpoints",
            verdict=Verdict.BAD,
            text=f"{name}: {why}",
            advice="mend the name or the network; an address of your own network is opened by "
            "MONITOR_ENDPOINT_NETWORKS",
        )
        for name, why in refusals.items()
        if why
    ]
    if plain:
        found.append(
            Finding(
                subject="endpoints",
                verdict=Verdict.WARNING,
                text=f"{', '.join(plain)}: sent without TLS, so whoever is on the way reads along",
                advice="let the endpoint's url begin with https://",
            )
        )
    sound = sum(1 for why in refusals.values() if not why)
    if sound:
        text = f"{sound} can be reached by name; monitor endpoints test ID sends a message"
        found.append(Finding(subject="endpoints", verdict=Verdict.GOOD, text=text))
    return found
