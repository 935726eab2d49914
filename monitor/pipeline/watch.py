"""Watching the monitor's own eyes and voice: what it does not see and cannot tell is told too.

An episode is told once when it begins and once when it ends; several feeds make one message.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.alerts.blindness import (
    SILENT_AT_LEAST,
    Changes,
    EndpointSight,
    EpisodeCode,
    FeedSight,
    failing,
    silent,
    unreachable,
    usual_gap,
)
from monitor.alerts.payload import alert_id
from monitor.alerts.release import span
from monitor.alerts.sight_payload import (
    FeedNews,
    FeedType,
    SightCounts,
    build_endpoint_body,
    build_feed_body,
    build_heartbeat_body,
)
from monitor.model import Alert, AlertKind, AlertReason, ReasonCode, Severity
from monitor.pipeline.outbox import Outbox
from monitor.pipeline.surroundings import Surroundings
from monitor.store import alerts as alert_rows
from monitor.store import developments as development_rows
from monitor.store import endpoints as endpoint_rows
from monitor.store import episodes as episode_rows
from monitor.store.engine import Session, Store

TELL_APART = timedelta(minutes=10)
"""Feeds that fail, or recover, one after the other are told in one message for so long."""

_SHOWN_FEEDS = 3


def watch(store: Store, around: Surroundings, *, heartbeat_s: float = 0.0) -> tuple[Alert, ...]:
    """Tell what has changed in what the program sees and can tell; the messages written."""
    with store.read() as session:
        if not _Watch(session, around).is_anything_due(heartbeat_s):
            return ()
    with store.write() as session:
        development_rows.lock_grouping(session)
        return _Watch(session, around).run(heartbeat_s)


class _Watch:
    """One look at feeds and endpoints."""

    def __init__(self, session: Session, around: Surroundings) -> None:
        self._session = session
        self._around = around
        self._now = around.clock()
        self._outbox = Outbox(session=session, around=around, now=self._now)
        self._feeds = {one.url: one for one in episode_rows.feed_sights(session)}
        self._counts = SightCounts(
            failing=sum(bool(one.failures) for one in self._feeds.values()), total=len(self._feeds)
        )
        self._endpoints = _endpoint_sights(session)
        self._known = {code: episode_rows.open_episodes(session, code) for code in EpisodeCode}
        blind = bool(self._known[EpisodeCode.BLIND])
        feeds = tuple(self._feeds.values())
        known = self._known
        self._failing = self._paced(
            EpisodeCode.FEED_FAILING,
            failing(feeds, known[EpisodeCode.FEED_FAILING], blind=blind, now=self._now),
        )
        self._silent = self._paced(
            EpisodeCode.FEED_SILENT, silent(self._with_gaps(), known[EpisodeCode.FEED_SILENT])
        )
        self._unreachable = unreachable(
            tuple(self._endpoints.values()), known[EpisodeCode.ENDPOINT_FAILING], now=self._now
        )

    def is_anything_due(self, heartbeat_s: float) -> bool:
        """Whether :meth:`run` would write anything."""
        changes = (self._failing, self._silent, self._unreachable)
        return any(changes) or self._is_heartbeat_due(heartbeat_s)

    def run(self, heartbeat_s: float) -> tuple[Alert, ...]:
        """Tell what is due; the messages, in order."""
        told = [
            *self._tell_blindness(),
            *self._tell_feeds(EpisodeCode.FEED_FAILING, "feed.failing", self._failing),
            *self._tell_feeds(EpisodeCode.FEED_SILENT, "feed.silent", self._silent),
            *self._tell_endpoints(),
        ]
        if self._is_heartbeat_due(heartbeat_s):
            told.append(self._beat(heartbeat_s))
        return tuple(told)

    def _paced(self, code: EpisodeCode, changes: Changes) -> Changes:
        """The changes, but for feeds that wait to be told with others."""
        last = episode_rows.last_change_at(self._session, code)
        if last is None or not last <= self._now < last + TELL_APART:
            return changes
        return replace(changes, begun=(), ended=())

    def _with_gaps(self) -> list[FeedSight]:
        """The feeds, with what is usual where nothing new came for long."""
        quiet = [
            one
            for one in self._feeds.values()
            if one.last_new_item_at is not None
            and self._now - one.last_new_item_at >= SILENT_AT_LEAST
        ]
        arrivals = (
            episode_rows.arrivals_of(self._session, [one.id for one in quiet], self._now)
            if quiet
            else {}
        )
        gaps = {feed_id: usual_gap(*found) for feed_id, found in arrivals.items()}
        return [replace(one, usual_gap=gaps.get(one.id)) for one in self._feeds.values()]

    def _tell_blindness(self) -> list[Alert]:
        changes, code = self._failing, EpisodeCode.BLIND
        down = [one for one in self._feeds.values() if one.failures]
        share = f"{self._counts.failing} of {self._counts.total} feeds"
        if changes.blind_begun:
            text = f"Blind: {share} cannot be read. What happens now may go untold."
            news = self._news("feed.failing", Severity.HIGH, text, down, blind=True)
            alert = self._tell_news(news)
            since = min((one.since for one in down), default=self._now)
            episode_rows.begin_episodes(self._session, code, [("", since)], alert.id, self._now)
            return [alert]
        if changes.blind_ended:
            text = f"Not blind any more: {share} cannot be read."
            news = self._news("feed.recovered", Severity.HIGH, text, down, blind=True)
            episode_rows.end_episodes(self._session, code, [""], self._now)
            return [self._tell_news(news)]
        return []

    def _tell_feeds(self, code: EpisodeCode, type_: FeedType, changes: Changes) -> list[Alert]:
        told = []
        severity = Severity.MEDIUM if code is EpisodeCode.FEED_FAILING else Severity.LOW
        begun = [self._since(code, self._feeds[url]) for url in changes.begun]
        if begun:
            text = _sentence(code, begun, self._now)
            alert = self._tell_news(self._news(type_, severity, text, begun))
            since = [(one.url, one.since) for one in begun]
            episode_rows.begin_episodes(self._session, code, since, alert.id, self._now)
            told.append(alert)
        if changes.ended:
            episode_rows.end_episodes(self._session, code, changes.ended, self._now)
            back = self._back(changes.ended, self._known[code])
            if back:  # a feed that was taken off the list needs no farewell
                text = f"{_names(back)}: as it should be again."
                told.append(self._tell_news(self._news("feed.recovered", severity, text, back)))
        return told

    def _since(self, code: EpisodeCode, feed: FeedSight) -> FeedSight:
        if code is EpisodeCode.FEED_SILENT and feed.last_new_item_at is not None:
            return replace(feed, since=feed.last_new_item_at)
        return feed

    def _back(self, urls: Collection[str], since: Mapping[str, datetime]) -> list[FeedSight]:
        return [replace(self._feeds[url], since=since[url]) for url in urls if url in self._feeds]

    def _tell_endpoints(self) -> list[Alert]:
        code, changes = EpisodeCode.ENDPOINT_FAILING, self._unreachable
        down = set(self._known[code]) | set(changes.begun)
        told = []
        for endpoint_id in changes.begun:
            one = self._endpoints[endpoint_id]
            since = one.failing_since or one.disabled_at or self._now
            what = (
                "is disabled, and its alerts wait for a person"
                if one.disabled_at
                else f"has taken nothing for {span(_round(self._now - since))}"
            )
            why = f": {one.why}" if one.why else ""
            text = f"Endpoint {one.id} ({one.host}) {what}{why}."
            alert = self._endpoint_alert("endpoint.failing", one, text, since, except_for=down)
            episode_rows.begin_episodes(
                self._session, code, [(endpoint_id, since)], alert.id, self._now
            )
            told.append(alert)
        episode_rows.end_episodes(self._session, code, changes.ended, self._now)
        for endpoint_id in changes.ended:
            recovered = self._endpoints.get(endpoint_id)
            if recovered is None:
                continue
            text = f"Endpoint {recovered.id} ({recovered.host}) takes alerts again."
            since = self._known[code][endpoint_id]
            told.append(self._endpoint_alert("endpoint.recovered", recovered, text, since))
        return told

    def _is_heartbeat_due(self, heartbeat_s: float) -> bool:
        if heartbeat_s <= 0:
            return False
        last = episode_rows.last_heartbeat_at(self._session)
        return last is None or not last <= self._now < last + timedelta(seconds=heartbeat_s)

    def _beat(self, heartbeat_s: float) -> Alert:
        kept = timedelta(seconds=10 * heartbeat_s)
        episode_rows.forget_heartbeats(self._session, self._now - kept)
        id_ = alert_id(self._around.random_hex())
        body = build_heartbeat_body(
            self._counts, interval_s=heartbeat_s, message_id=id_, now=self._now
        )
        return self._write(
            id_, AlertKind.HEARTBEAT, "monitor.heartbeat", Severity.LOW, "The monitor runs.", body
        )

    def _news(
        self,
        type_: FeedType,
        severity: Severity,
        text: str,
        feeds: Sequence[FeedSight],
        *,
        blind: bool = False,
    ) -> FeedNews:
        return FeedNews(
            type=type_, severity=severity, text=text, feeds=feeds, counts=self._counts, blind=blind
        )

    def _tell_news(self, news: FeedNews) -> Alert:
        id_ = alert_id(self._around.random_hex())
        body = build_feed_body(news, message_id=id_, now=self._now)
        return self._write(id_, AlertKind.FEED, news.type, news.severity, news.text, body)

    def _endpoint_alert(
        self,
        type_: str,
        endpoint: EndpointSight,
        text: str,
        since: datetime,
        *,
        except_for: Collection[str] = (),
    ) -> Alert:
        id_ = alert_id(self._around.random_hex())
        body = build_endpoint_body(
            "endpoint.failing" if type_ == "endpoint.failing" else "endpoint.recovered",
            endpoint,
            text,
            since=since,
            message_id=id_,
            now=self._now,
        )
        severity = Severity.HIGH if type_ == "endpoint.failing" else Severity.LOW
        return self._write(
            id_, AlertKind.ENDPOINT, type_, severity, text, body, except_for=except_for
        )

    def _write(
        self,
        id_: str,
        kind: AlertKind,
        type_: str,
        severity: Severity,
        text: str,
        body: str,
        *,
        except_for: Collection[str] = (),
    ) -> Alert:
        routed = self._outbox.routed({kind}, (), severity)
        chosen = [one for one in routed if one.endpoint_id not in except_for]
        alert = Alert(
            id=id_,
            kind=kind,
            type=type_,
            reason=AlertReason(code=ReasonCode.NOTICE, text=text),
            development_id=None,
            item_id=None,
            rule_ids=(),
            severity=severity,
            created_at=self._now,
            body=body,
            settled_at=self._now,
            state_text="" if chosen else "No route brings it to another endpoint.",
        )
        alert_rows.add_alert(self._session, alert)
        self._outbox.send(alert, chosen)
        return alert


def _endpoint_sights(session: Session) -> dict[str, EndpointSight]:
    return {
        one.id: EndpointSight(
            id=one.id,
            host=one.host,
            failing_since=one.condition.failing_since,
            disabled_at=one.disabled_at,
            why=one.disabled_reason,
        )
        for one in endpoint_rows.list_endpoints(session)
        if one.listed
    }


def _names(feeds: Sequence[FeedSight]) -> str:
    names = ", ".join(f"{one.outlet} ({one.url})" for one in feeds[:_SHOWN_FEEDS])
    more = len(feeds) - _SHOWN_FEEDS
    return f"{names} and {more} more" if more > 0 else names


def _sentence(code: EpisodeCode, feeds: Sequence[FeedSight], now: datetime) -> str:
    if code is EpisodeCode.FEED_SILENT:
        what = "nothing new for far longer than usual, though it can be read"
    elif len(feeds) == 1:
        what = f"cannot be read for {span(_round(now - feeds[0].since))} ({feeds[0].reason})"
    else:
        what = "cannot be read for an hour and more"
    return f"{_names(feeds)}: {what}."


def _round(length: timedelta) -> float:
    """Whole hours from two hours on, else whole minutes; in seconds."""
    seconds = length.total_seconds()
    unit = 3600 if seconds >= 7200 else 60
    return max(unit, seconds // unit * unit)
