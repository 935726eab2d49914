"""The tables: one row class for each stored word. Rows never leave ``store``.

A row class is only a mapping. It checks nothing (SQLModel does not validate tables); values are
checked when they are built, in ``monitor.model``. Enums are stored as their plain text, moments in
UTC. What each column means is told in ``docs/database.md``; a change here needs a migration.

No ``from __future__ import annotations`` here: SQLModel reads the annotations at run time.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from monitor.store.columns import PlainJson, PlainText, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name that does not depend on the database, so a migration can drop it."""


class Row(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of all rows, with metadata of its own (other SQLModel users do not show up in it)."""


class OutletRow(Row, table=True):
    """Who publishes."""

    __tablename__ = "outlet"
    name: str = Field(primary_key=True, sa_type=PlainText)
    added_at: datetime = Field(sa_type=UtcDateTime)


class FeedRow(Row, table=True):
    """A polled URL. ``listed_url`` is the address a person gave, ``url`` where it is polled."""

    __tablename__ = "feed"
    __table_args__ = (
        UniqueConstraint("url"),
        UniqueConstraint("listed_url"),
        Index("ix_feed_listed_next_poll_at", "listed", "next_poll_at"),
        Index(
            "ix_feed_leased",
            "host",
            sqlite_where=text("lease_owner IS NOT NULL"),
            postgresql_where=text("lease_owner IS NOT NULL"),
        ),
    )
    id: int = Field(primary_key=True)
    url: str = Field(sa_type=PlainText)
    listed_url: str = Field(sa_type=PlainText)
    host: str = Field(sa_type=PlainText)
    outlet: str = Field(sa_type=PlainText, foreign_key="outlet.name")
    title: str = Field(sa_type=PlainText)
    served_title: str = Field(sa_type=PlainText)
    folder: str = Field(sa_type=PlainText)
    language: str | None = Field(sa_type=PlainText)
    full_text: bool | None
    origin: str = Field(sa_type=PlainText)
    listed: bool
    added_at: datetime = Field(sa_type=UtcDateTime)
    etag: str | None = Field(sa_type=PlainText)
    last_modified: str | None = Field(sa_type=PlainText)
    body_hash: str | None = Field(sa_type=PlainText)
    next_poll_at: datetime = Field(sa_type=UtcDateTime)
    polls: int
    failures: int
    last_poll_at: datetime | None = Field(sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(sa_type=UtcDateTime)
    last_new_item_at: datetime | None = Field(sa_type=UtcDateTime)
    last_reason: str | None = Field(sa_type=PlainText)
    last_detail: str = Field(sa_type=PlainText)
    lease_owner: str | None = Field(sa_type=PlainText)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
    interval_s: float | None
    not_before: datetime | None = Field(sa_type=UtcDateTime)
    next_poll_why: str = Field(sa_type=PlainText)
    usual_gap_s: float | None
    hints: Any = Field(sa_type=PlainJson, nullable=False)
    failing_since: datetime | None = Field(sa_type=UtcDateTime)
    whole_at: datetime | None = Field(sa_type=UtcDateTime)
    moving_to: str | None = Field(sa_type=PlainText)
    moving_visits: int
    distrusted_until: datetime | None = Field(sa_type=UtcDateTime)


class HostRow(Row, table=True):
    """A host that feeds are fetched from, and when it may be asked again."""

    __tablename__ = "host"
    name: str = Field(primary_key=True, sa_type=PlainText)
    next_start_at: datetime = Field(sa_type=UtcDateTime)
    held_why: str = Field(sa_type=PlainText)


class FeedPrintsRow(Row, table=True):
    """Hashes of the entries of a feed's last document."""

    __tablename__ = "feed_prints"
    feed_id: int = Field(primary_key=True, foreign_key="feed.id", ondelete="CASCADE")
    prints: bytes


class PollRow(Row, table=True):
    """One visit to a feed."""

    __tablename__ = "poll"
    __table_args__ = (Index("ix_poll_feed_id_started_at", "feed_id", "started_at"),)
    id: int = Field(primary_key=True)
    feed_id: int = Field(foreign_key="feed.id", ondelete="CASCADE")
    started_at: datetime = Field(sa_type=UtcDateTime)
    outcome: str = Field(sa_type=PlainText)
    reason: str | None = Field(sa_type=PlainText)
    detail: str = Field(sa_type=PlainText)
    status: int | None
    elapsed_s: float
    items: int
    new_items: int
    edited_items: int
    clock_ahead_s: float | None
    late_s: float | None


class FeedDayRow(Row, table=True):
    """How many items were first seen in a feed on one day (UTC)."""

    __tablename__ = "feed_day"
    feed_id: int = Field(
        primary_key=True,
        foreign_key="feed.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    day: date = Field(primary_key=True)
    new_items: int


class SubscriptionRow(Row, table=True):
    """A feed's subscription at its WebSub hub."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("token"),
        Index("ix_subscription_feed_id", "feed_id"),
        Index("ix_subscription_next_try_at", "next_try_at"),
    )
    id: int = Field(primary_key=True)
    feed_id: int = Field(foreign_key="feed.id", ondelete="CASCADE")
    hub_url: str = Field(sa_type=PlainText)
    topic_url: str = Field(sa_type=PlainText)
    state: str = Field(sa_type=PlainText)
    token: str | None = Field(sa_type=PlainText)
    secret: str | None = Field(sa_type=PlainText)
    callback_url: str = Field(sa_type=PlainText)
    tries: int
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(sa_type=UtcDateTime)
    checked_at: datetime | None = Field(sa_type=UtcDateTime)
    distrusted_until: datetime | None = Field(sa_type=UtcDateTime)
    last_push_at: datetime | None = Field(sa_type=UtcDateTime)
    pushes: int
    refused: int
    detail: str = Field(sa_type=PlainText)


class ItemRow(Row, table=True):
    """One entry of a feed. ``matched_revision`` is NULL while it waits to be matched."""

    __tablename__ = "item"
    __table_args__ = (
        Index(
            "ix_item_unmatched",
            "id",
            sqlite_where=text("matched_revision IS NULL"),
            postgresql_where=text("matched_revision IS NULL"),
        ),
        Index(
            "ix_item_grouping_due",
            "told_at",
            "id",
            sqlite_where=text("grouping_due = 1"),
            postgresql_where=text("grouping_due"),
        ),
        Index(
            "ix_item_quarantined",
            "id",
            sqlite_where=text("problem <> ''"),
            postgresql_where=text("problem <> ''"),
        ),
        Index("ix_item_feed_id", "feed_id"),
        Index(
            "ix_item_restore_id",
            "restore_id",
            sqlite_where=text("restore_id IS NOT NULL"),
            postgresql_where=text("restore_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    feed_id: int = Field(foreign_key="feed.id")
    outlet: str = Field(sa_type=PlainText, foreign_key="outlet.name")
    title: str = Field(sa_type=PlainText)
    summary: str = Field(sa_type=PlainText)
    content: str = Field(sa_type=PlainText)
    link: str | None = Field(sa_type=PlainText)
    canonical_url: str | None = Field(sa_type=PlainText)
    guid: str | None = Field(sa_type=PlainText)
    language: str | None = Field(sa_type=PlainText)
    categories: Any = Field(sa_type=PlainJson, nullable=False)
    published_at: datetime | None = Field(sa_type=UtcDateTime)
    first_seen_at: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(sa_type=UtcDateTime)
    edits: int
    backlog: bool
    matched_revision: str | None = Field(sa_type=PlainText)
    grouping_due: bool
    problem: str = Field(sa_type=PlainText)
    restore_id: int | None


class ArticleRow(Row, table=True):
    """The page of an item, to be read for its full text."""

    __tablename__ = "article"
    __table_args__ = (
        Index(
            "ix_article_due",
            "next_try_at",
            sqlite_where=text("state = 'due'"),
            postgresql_where=text("state = 'due'"),
        ),
        Index(
            "ix_article_leased",
            "host",
            sqlite_where=text("lease_owner IS NOT NULL"),
            postgresql_where=text("lease_owner IS NOT NULL"),
        ),
    )
    item_id: int = Field(
        primary_key=True,
        foreign_key="item.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    url: str = Field(sa_type=PlainText)
    host: str = Field(sa_type=PlainText)
    state: str = Field(sa_type=PlainText)
    outcome: str | None = Field(sa_type=PlainText)
    detail: str = Field(sa_type=PlainText)
    status: int | None
    chars: int
    edits: int
    tries: int
    requested_at: datetime = Field(sa_type=UtcDateTime)
    judge_at: datetime = Field(sa_type=UtcDateTime)
    next_try_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(sa_type=UtcDateTime)
    lease_owner: str | None = Field(sa_type=PlainText)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)


class ItemKeyRow(Row, table=True):
    """One way to recognise an item; ``digest`` is the SHA-256 of kind, scope and value."""

    __tablename__ = "item_key"
    __table_args__ = (Index("ix_item_key_item_id", "item_id"),)
    digest: str = Field(primary_key=True, sa_type=PlainText)
    item_id: int = Field(foreign_key="item.id", ondelete="CASCADE")
    kind: str = Field(sa_type=PlainText)
    scope: str = Field(sa_type=PlainText)
    value: str = Field(sa_type=PlainText)
    position: int


class RetiredKeyRow(Row, table=True):
    """A key of an item that was let go of: what is served under it again is not new."""

    __tablename__ = "retired_key"
    __table_args__ = (Index("ix_retired_key_retired_at", "retired_at"),)
    digest: str = Field(primary_key=True, sa_type=PlainText)
    retired_at: datetime = Field(sa_type=UtcDateTime)


class RuleSetRow(Row, table=True):
    """One coming into force of a rule set; the latest row is the one in force."""

    __tablename__ = "rule_set"
    id: int = Field(primary_key=True)
    revision: str = Field(sa_type=PlainText)
    in_force_at: datetime = Field(sa_type=UtcDateTime)
    actors: int
    meetings: int
    rules: int


class RuleFileVersionRow(Row, table=True):
    """One state of a rule file. ``author``: empty where it was edited outside of the pages."""

    __tablename__ = "rule_file_version"
    __table_args__ = (
        Index("ix_rule_file_version_name_id", "name", "id"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    name: str = Field(sa_type=PlainText)
    digest: str = Field(sa_type=PlainText)
    text: str = Field(sa_type=PlainText)
    gone: bool
    at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(sa_type=PlainText)
    comment: str = Field(sa_type=PlainText)


class ActorRow(Row, table=True):
    """Mirror of an actor. ``listed``: it is part of the rule set in force."""

    __tablename__ = "actor"
    id: str = Field(primary_key=True, sa_type=PlainText)
    name: str = Field(sa_type=PlainText)
    kind: str = Field(sa_type=PlainText)
    role: str = Field(sa_type=PlainText)
    aliases: Any = Field(sa_type=PlainJson, nullable=False)
    listed: bool


class MeetingRow(Row, table=True):
    """Mirror of a meeting, with the live status that developments gave it."""

    __tablename__ = "meeting"
    id: str = Field(primary_key=True, sa_type=PlainText)
    title: str = Field(sa_type=PlainText)
    participants: Any = Field(sa_type=PlainJson, nullable=False)
    first_day: date | None
    last_day: date | None
    place: str = Field(sa_type=PlainText)
    place_aliases: Any = Field(sa_type=PlainJson, nullable=False)
    words: Any = Field(sa_type=PlainJson, nullable=False)
    topic: str = Field(sa_type=PlainText)
    status: str = Field(sa_type=PlainText)
    live_status: str | None = Field(sa_type=PlainText)
    live_status_at: datetime | None = Field(sa_type=UtcDateTime)
    live_development_id: int | None = Field(foreign_key="development.id", ondelete="SET NULL")
    listed: bool


class RuleRow(Row, table=True):
    """Mirror of a rule."""

    __tablename__ = "rule"
    id: str = Field(primary_key=True, sa_type=PlainText)
    title: str = Field(sa_type=PlainText)
    severity: str = Field(sa_type=PlainText)
    tags: Any = Field(sa_type=PlainJson, nullable=False)
    condition: Any = Field(sa_type=PlainJson, nullable=False)
    scope: Any = Field(sa_type=PlainJson, nullable=False)
    backlog_hours: float
    updates: bool
    on_outlets: Any = Field(sa_type=PlainJson, nullable=False)
    enabled: bool
    listed: bool


class RouteRow(Row, table=True):
    """Mirror of a route; ``id`` is its place in the file, from 1."""

    __tablename__ = "route"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    endpoints: Any = Field(sa_type=PlainJson, nullable=False)
    rules: Any = Field(sa_type=PlainJson, nullable=False)
    tags: Any = Field(sa_type=PlainJson, nullable=False)
    kinds: Any = Field(sa_type=PlainJson, nullable=False)
    min_severity: str = Field(sa_type=PlainText)


class HitRow(Row, table=True):
    """A rule matched an item. ``rule_id`` outlives the rule, so it is no foreign key."""

    __tablename__ = "hit"
    __table_args__ = (
        Index("ix_hit_created_at", "created_at"),
        Index("ix_hit_rule_id_created_at", "rule_id", "created_at"),
    )
    item_id: int = Field(primary_key=True, foreign_key="item.id", ondelete="CASCADE")
    rule_id: str = Field(primary_key=True, sa_type=PlainText)
    revision: str = Field(sa_type=PlainText)
    severity: str = Field(sa_type=PlainText)
    evidence: Any = Field(sa_type=PlainJson, nullable=False)
    created_at: datetime = Field(sa_type=UtcDateTime)


class DevelopmentRow(Row, table=True):
    """One happening in the world. ``items``, ``outlets``, ``sources`` follow from its decisions."""

    __tablename__ = "development"
    __table_args__ = (
        Index("ix_development_state_last_told_at", "state", "last_told_at"),
        Index("ix_development_last_told_at", "last_told_at"),
        Index("ix_development_follows_id", "follows_id"),
        # Of the few that were merged: the many that were not must not be looked up by it.
        Index(
            "ix_development_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index("ix_development_state_at", "state_at"),
        Index("ix_development_version", "version"),
        Index("ix_development_change_id", "change_id"),
        Index("ix_development_changed_at", "changed_at"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    title: str = Field(sa_type=PlainText)
    opened_at: datetime = Field(sa_type=UtcDateTime)
    last_told_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(sa_type=PlainText)
    severity: str = Field(sa_type=PlainText)
    rule_ids: Any = Field(sa_type=PlainJson, nullable=False)
    signature: Any = Field(sa_type=PlainJson, nullable=False)
    outlets: Any = Field(sa_type=PlainJson, nullable=False)
    sources: int
    items: int
    follows_id: int | None = Field(foreign_key="development.id", ondelete="SET NULL")
    state_at: datetime | None = Field(sa_type=UtcDateTime)
    follows_why: str = Field(sa_type=PlainText)
    merged_into_id: int | None
    corroborated: int
    version: int = Field(sa_column_kwargs={"server_default": text("0")})
    change_id: int = Field(sa_column_kwargs={"server_default": text("0")})
    changed_at: datetime | None = Field(sa_type=UtcDateTime)
    change_text: str = Field(sa_type=PlainText, sa_column_kwargs={"server_default": ""})


class DevelopmentFilterRow(Row, table=True):
    """What a development can be found by; follows from its row (``filters.py``)."""

    __tablename__ = "development_filter"
    __table_args__ = (
        Index("ix_development_filter_kind_value_change_id", "kind", "value", "change_id"),
        Index(
            "ix_development_filter_kind_value_last_told_at_development_id",
            "kind",
            "value",
            "last_told_at",
            "development_id",
        ),
    )
    development_id: int = Field(
        primary_key=True,
        foreign_key="development.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    kind: str = Field(primary_key=True, sa_type=PlainText)
    value: str = Field(primary_key=True, sa_type=PlainText)
    change_id: int
    last_told_at: datetime = Field(sa_type=UtcDateTime)


class ChangeCounterRow(Row, table=True):
    """How often anything shown of a development changed; one row, ``id`` 1."""

    __tablename__ = "change_counter"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    changes: int


class ReaderRow(Row, table=True):
    """Somebody who reads the timeline: what changed up to ``read_through`` they have read."""

    __tablename__ = "reader"
    name: str = Field(primary_key=True, sa_type=PlainText)
    read_through: int


class ReadMarkRow(Row, table=True):
    """How far somebody read one development; ``change_id`` -1: they want it unread."""

    __tablename__ = "read_mark"
    __table_args__ = (Index("ix_read_mark_development_id", "development_id"),)
    reader: str = Field(primary_key=True, sa_type=PlainText)
    development_id: int = Field(
        primary_key=True,
        foreign_key="development.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    change_id: int


class IndexDueRow(Row, table=True):
    """Stored before there was a full text index: ids up to these are still to be put into it."""

    __tablename__ = "index_due"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    items_through: int
    developments_through: int


class SearchDueRow(Row, table=True):
    """An item that is to be put into the full text index, or put in anew."""

    __tablename__ = "search_due"
    item_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class DecisionRow(Row, table=True):
    """What grouping decided about an item: the link from item to development, with reasons."""

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_development_id", "development_id"),
        Index("ix_decision_facet_id", "facet_id"),
        Index(
            "ix_decision_restore_id",
            "restore_id",
            sqlite_where=text("restore_id IS NOT NULL"),
            postgresql_where=text("restore_id IS NOT NULL"),
        ),
    )
    item_id: int = Field(
        primary_key=True,
        foreign_key="item.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    development_id: int = Field(foreign_key="development.id", ondelete="CASCADE")
    step: str = Field(sa_type=PlainText)
    independent: bool
    score: float
    scores: Any = Field(sa_type=PlainJson, nullable=False)
    runner_up_id: int | None
    runner_up_score: float | None
    update_code: str | None = Field(sa_type=PlainText)
    update_text: str | None = Field(sa_type=PlainText)
    explanation: str = Field(sa_type=PlainText)
    quiet_reason: str = Field(sa_type=PlainText)
    signature: Any = Field(sa_type=PlainJson, nullable=False)
    decided_at: datetime = Field(sa_type=UtcDateTime)
    runner_up_scores: Any = Field(sa_type=PlainJson, nullable=False)
    facet_id: int | None
    correction_id: int | None
    restore_id: int | None


class RestoreRow(Row, table=True):
    """A backup that was brought back: what was told up to ``lost_at`` is not told again."""

    __tablename__ = "restore"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int = Field(primary_key=True)
    restored_at: datetime = Field(sa_type=UtcDateTime)
    backup_at: datetime | None = Field(sa_type=UtcDateTime)
    lost_at: datetime = Field(sa_type=UtcDateTime)
    source: str = Field(sa_type=PlainText)
    begun_at: datetime | None = Field(sa_type=UtcDateTime)
    caught_up_at: datetime | None = Field(sa_type=UtcDateTime)


class CorrectionRow(Row, table=True):
    """What a person changed: ``other_id`` was merged into ``development_id``, or split off it."""

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_development_id", "development_id"),
        Index("ix_correction_other_id", "other_id"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    action: str = Field(sa_type=PlainText)
    development_id: int = Field(foreign_key="development.id", ondelete="CASCADE")
    other_id: int = Field(foreign_key="development.id", ondelete="CASCADE")
    item_ids: Any = Field(sa_type=PlainJson, nullable=False)
    author: str = Field(sa_type=PlainText)
    comment: str = Field(sa_type=PlainText)
    made_at: datetime = Field(sa_type=UtcDateTime)


class SeparationRow(Row, table=True):
    """Two developments that a person parted, the lower id first: their items never join."""

    __tablename__ = "separation"
    __table_args__ = (Index("ix_separation_second_id", "second_id"),)
    first_id: int = Field(
        primary_key=True,
        foreign_key="development.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    second_id: int = Field(
        primary_key=True,
        foreign_key="development.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    correction_id: int = Field(foreign_key="correction.id", ondelete="CASCADE")


class MeetingDevelopmentRow(Row, table=True):
    """A development tells a meeting; ``status`` is where it last said that the meeting stands."""

    __tablename__ = "meeting_development"
    __table_args__ = (
        Index("ix_meeting_development_development_id", "development_id"),
        Index("ix_meeting_development_meeting_id_told_at", "meeting_id", "told_at"),
    )
    meeting_id: str = Field(primary_key=True, sa_type=PlainText)
    development_id: int = Field(
        primary_key=True,
        foreign_key="development.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    status: str | None = Field(sa_type=PlainText)
    told_at: datetime = Field(sa_type=UtcDateTime)


class GroupingCounterRow(Row, table=True):
    """How often a transaction grouped; one row, ``id`` 1."""

    __tablename__ = "grouping_counter"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    groupings: int


class TermRow(Row, table=True):
    """In how many documents a term stood, the later ones weighing more; when it last changed."""

    __tablename__ = "term"
    __table_args__ = (Index("ix_term_version", "version"),)
    term: str = Field(primary_key=True, sa_type=PlainText)
    documents: float
    version: int = Field(sa_column_kwargs={"server_default": text("0")})


class TermTotalRow(Row, table=True):
    """How much was counted and how far its time has gone; one row, ``id`` 1.

    ``version`` numbers the additions, ``rewritten`` is the last that changed all terms at once,
    ``unchecked`` how many terms were counted since somebody looked how many there are.
    """

    __tablename__ = "term_total"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    documents: float
    age: float = Field(sa_column_kwargs={"server_default": text("0")})
    counted_at: datetime | None = Field(sa_type=UtcDateTime)
    version: int = Field(sa_column_kwargs={"server_default": text("0")})
    rewritten: int = Field(sa_column_kwargs={"server_default": text("0")})
    unchecked: int = Field(sa_column_kwargs={"server_default": text("0")})


class AlertRow(Row, table=True):
    """The decision to tell someone. ``body`` is the signed JSON text, the same on every try."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_created_at", "created_at"),
        Index("ix_alert_development_id", "development_id"),
        Index("ix_alert_state_release_at", "state", "release_at"),
        Index("ix_alert_item_id", "item_id"),
        Index("ix_alert_state_created_at", "state", "created_at"),
        Index("ix_alert_kind_created_at", "kind", "created_at"),
        Index("ix_alert_severity_created_at", "severity", "created_at"),
        Index("ix_alert_settled_at", "settled_at"),
    )
    id: str = Field(primary_key=True, sa_type=PlainText)
    kind: str = Field(sa_type=PlainText)
    type: str = Field(sa_type=PlainText)
    reason_code: str = Field(sa_type=PlainText)
    reason_text: str = Field(sa_type=PlainText)
    development_id: int | None = Field(foreign_key="development.id")
    item_id: int | None = Field(foreign_key="item.id")
    rule_ids: Any = Field(sa_type=PlainJson, nullable=False)
    severity: str = Field(sa_type=PlainText)
    created_at: datetime = Field(sa_type=UtcDateTime)
    body: str = Field(sa_type=PlainText)
    state: str = Field(sa_type=PlainText, sa_column_kwargs={"server_default": "released"})
    release_at: datetime | None = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(sa_type=UtcDateTime)
    state_text: str = Field(sa_type=PlainText, sa_column_kwargs={"server_default": ""})
    into_id: str | None = Field(sa_type=PlainText)


class NoticeRow(Row, table=True):
    """Something odd that a person should know; ``alert_id``: the message that told it, if any."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_code_created_at", "code", "created_at"),
        Index("ix_notice_created_at", "created_at"),
        Index("ix_notice_alert_id", "alert_id"),
    )
    id: int = Field(primary_key=True)
    code: str = Field(sa_type=PlainText)
    subject: str = Field(sa_type=PlainText)
    text: str = Field(sa_type=PlainText)
    feed_id: int | None = Field(foreign_key="feed.id", ondelete="SET NULL")
    alert_id: str | None = Field(sa_type=PlainText, foreign_key="alert.id", ondelete="SET NULL")
    due: bool
    created_at: datetime = Field(sa_type=UtcDateTime)


class EpisodeRow(Row, table=True):
    """A time in which the program does not see, or cannot tell: once told, until it ends."""

    __tablename__ = "episode"
    __table_args__ = (Index("ix_episode_ended_at", "ended_at"),)
    id: int = Field(primary_key=True)
    code: str = Field(sa_type=PlainText)
    subject: str = Field(sa_type=PlainText)
    since: datetime = Field(sa_type=UtcDateTime)
    told_at: datetime = Field(sa_type=UtcDateTime)
    alert_id: str = Field(sa_type=PlainText)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)


class EndpointRow(Row, table=True):
    """Where alerts go: its shown host and its health. URL and secrets stay in the rule files."""

    __tablename__ = "endpoint"
    id: str = Field(primary_key=True, sa_type=PlainText)
    host: str = Field(sa_type=PlainText)
    listed: bool
    added_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(sa_type=UtcDateTime)
    disabled_reason: str = Field(sa_type=PlainText)
    last_success_at: datetime | None = Field(sa_type=UtcDateTime)
    last_failure_at: datetime | None = Field(sa_type=UtcDateTime)
    failures: int = Field(sa_column_kwargs={"server_default": text("0")})
    failing_since: datetime | None = Field(sa_type=UtcDateTime)
    resume_at: datetime | None = Field(sa_type=UtcDateTime)
    secret_print: str = Field(sa_type=PlainText, sa_column_kwargs={"server_default": ""})
    rotated_at: datetime | None = Field(sa_type=UtcDateTime)


class DeliveryRow(Row, table=True):
    """One alert for one endpoint: the outbox."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("alert_id", "endpoint_id"),
        Index("ix_delivery_state_next_attempt_at", "state", "next_attempt_at"),
        Index(
            "ix_delivery_endpoint_id_state_next_attempt_at",
            "endpoint_id",
            "state",
            "next_attempt_at",
        ),
        Index("ix_delivery_endpoint_id_id", "endpoint_id", "id"),
        Index("ix_delivery_state_id", "state", "id"),
        Index(
            "ix_delivery_leased",
            "endpoint_id",
            sqlite_where=text("lease_owner IS NOT NULL"),
            postgresql_where=text("lease_owner IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    alert_id: str = Field(sa_type=PlainText, foreign_key="alert.id", ondelete="CASCADE")
    endpoint_id: str = Field(sa_type=PlainText, foreign_key="endpoint.id")
    state: str = Field(sa_type=PlainText)
    attempts: int
    next_attempt_at: datetime | None = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_reason: str | None = Field(sa_type=PlainText)
    lease_owner: str | None = Field(sa_type=PlainText)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)


class EndpointHoldRow(Row, table=True):
    """An alert that went out waits for one endpoint, which has no delivery of it yet."""

    __tablename__ = "endpoint_hold"
    __table_args__ = (Index("ix_endpoint_hold_ended_at_until", "ended_at", "until"),)
    alert_id: str = Field(
        primary_key=True, sa_type=PlainText, foreign_key="alert.id", ondelete="CASCADE"
    )
    endpoint_id: str = Field(primary_key=True, sa_type=PlainText, foreign_key="endpoint.id")
    why: str = Field(sa_type=PlainText)
    text: str = Field(sa_type=PlainText)
    until: datetime = Field(sa_type=UtcDateTime)
    digest_over: int
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(sa_type=UtcDateTime)
    into_id: str | None = Field(sa_type=PlainText)


class AttemptRow(Row, table=True):
    """One try to send a delivery."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_delivery_id", "delivery_id"),)
    id: int = Field(primary_key=True)
    delivery_id: int = Field(foreign_key="delivery.id", ondelete="CASCADE")
    started_at: datetime = Field(sa_type=UtcDateTime)
    status: int | None
    reason: str | None = Field(sa_type=PlainText)
    latency_s: float
    answer: str = Field(sa_type=PlainText)
    detail: str = Field(sa_type=PlainText)
    retry_after: str | None = Field(sa_type=PlainText)


class SilenceRow(Row, table=True):
    """A time-bounded mute of what fits every column that is not NULL."""

    __tablename__ = "silence"
    __table_args__ = (Index("ix_silence_ends_at", "ends_at"),)
    id: int = Field(primary_key=True)
    rule_id: str | None = Field(sa_type=PlainText)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    author: str = Field(sa_type=PlainText)
    comment: str = Field(sa_type=PlainText)
    tag: str | None = Field(sa_type=PlainText)
    max_severity: str | None = Field(sa_type=PlainText)
    development_id: int | None
    outlet: str | None = Field(sa_type=PlainText)
    feed: str | None = Field(sa_type=PlainText)
    actor: str | None = Field(sa_type=PlainText)


class PersonRow(Row, table=True):
    """Who may log in. ``token_digest``: SHA-256 of the login token; ``password_hash``: argon2."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("name"),
        UniqueConstraint("token_digest"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    name: str = Field(sa_type=PlainText)
    role: str = Field(sa_type=PlainText)
    token_digest: str = Field(sa_type=PlainText)
    password_hash: str = Field(sa_type=PlainText)
    added_at: datetime = Field(sa_type=UtcDateTime)
    last_login_at: datetime | None = Field(sa_type=UtcDateTime)


class WebSessionRow(Row, table=True):
    """A browser in which a person is logged in. ``digest``: SHA-256 of what its cookie holds."""

    __tablename__ = "web_session"
    __table_args__ = (
        UniqueConstraint("digest"),
        Index("ix_web_session_person_id", "person_id"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    digest: str = Field(sa_type=PlainText)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    browser: str = Field(sa_type=PlainText)


class ApiTokenRow(Row, table=True):
    """A token by which programs ask in a person's name. ``digest``: SHA-256 of the token."""

    __tablename__ = "api_token"
    __table_args__ = (
        UniqueConstraint("digest"),
        UniqueConstraint("person_id", "name"),
        {"sqlite_autoincrement": True},
    )
    id: int = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", ondelete="CASCADE")
    name: str = Field(sa_type=PlainText)
    digest: str = Field(sa_type=PlainText)
    scope: str = Field(sa_type=PlainText)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(sa_type=UtcDateTime)


class LoginThrottleRow(Row, table=True):
    """How fast logins were tried lately, for one address or name, of which ``digest`` is a hash."""

    __tablename__ = "login_throttle"
    digest: str = Field(primary_key=True, sa_type=PlainText)
    level: float
    counted_at: datetime = Field(sa_type=UtcDateTime)


class CalendarKeyRow(Row, table=True):
    """A person's address of the calendar. ``digest``: SHA-256 of the token in it."""

    __tablename__ = "calendar_key"
    __table_args__ = (UniqueConstraint("digest"),)
    person_id: int = Field(
        primary_key=True,
        foreign_key="person.id",
        ondelete="CASCADE",
        sa_column_kwargs={"autoincrement": False},
    )
    digest: str = Field(sa_type=PlainText)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(sa_type=UtcDateTime)


class CalendarEntryRow(Row, table=True):
    """A meeting as the calendar last told it: hashes of its schedule and of all it said."""

    __tablename__ = "calendar_entry"
    meeting_id: str = Field(primary_key=True, sa_type=PlainText)
    schedule_print: str = Field(sa_type=PlainText)
    content_print: str = Field(sa_type=PlainText)
    sequence: int
    changed_at: datetime = Field(sa_type=UtcDateTime)


class RoleRow(Row, table=True):
    """What one process at a time does of several that could."""

    __tablename__ = "role"
    name: str = Field(primary_key=True, sa_type=PlainText)
    lease_owner: str | None = Field(sa_type=PlainText)
    lease_until: datetime | None = Field(sa_type=UtcDateTime)
