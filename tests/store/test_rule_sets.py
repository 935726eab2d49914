from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from monitor.model import (
    Actor,
    ActorKind,
    ActorTerm,
    Alias,
    AllOf,
    AnyOf,
    Meeting,
    MeetingStatus,
    MeetingTerm,
    Near,
    NoneOf,
    Pattern,
    Phrase,
    Route,
    Rule,
    RuleSet,
    Severity,
    Word,
)
from monitor.store import Session, Store, meetings, rule_sets
from monitor.store.tables import Row
from tests.store.builders import NOW, after
from tests.support.stored import meeting_statuses

ACTOR = Actor(
    id="freedonia",
    name="Freedonia",
    kind=ActorKind.STATE,
    aliases=(Alias(text="Freedonia"), Alias(text="FRE", case_sensitive=True)),
)
MEETING = Meeting(
    id="harbour",
    title="Harbour talks",
    participants=("freedonia", "sylvania"),
    start=date(2026, 3, 9),
    end=date(2026, 3, 10),
    place="Zenda",
    words=("talks",),
)
RULE = Rule(
    id="talks",
    title="Talks",
    severity=Severity.HIGH,
    tags=("watch",),
    condition=AllOf(
        parts=(
            ActorTerm(actor="freedonia"),
            AnyOf(parts=(MeetingTerm(meeting="harbour"), Word(text="summit"))),
            NoneOf(parts=(Phrase(text="IT", case_sensitive=True), Pattern(text="foot.*"))),
            Near(parts=(Phrase(text="harbour"), Phrase(text="talks")), within=5),
        )
    ),
)
RULES = RuleSet(
    revision="rev1",
    actors=(ACTOR,),
    meetings=(MEETING,),
    rules=(RULE,),
    routes=(Route(endpoints=("desk",), min_severity=Severity.MEDIUM), Route(endpoints=("chat",))),
)


def rows(session: Session, table: str) -> list[dict[str, Any]]:
    found = select(Row.metadata.tables[table]).order_by("id")
    return [dict(row) for row in session.execute(found).mappings()]


def test_the_revision_in_force_is_the_last_one_recorded(store: Store) -> None:
    with store.write() as session:
        assert rule_sets.current_revision(session) is None
        assert rule_sets.record_rule_set(session, RULES, NOW)
        assert not rule_sets.record_rule_set(session, RULES, after(hours=1))
        assert rule_sets.record_rule_set(session, replace(RULES, revision="rev2"), NOW)
        assert rule_sets.current_revision(session) == "rev2"
        assert rule_sets.record_rule_set(session, RULES, after(hours=2))
        assert rule_sets.current_revision(session) == "rev1"
        history = [row["revision"] for row in rows(session, "rule_set")]
        assert history == ["rev1", "rev2", "rev1"]


def test_the_mirror_holds_what_the_rule_set_holds(store: Store) -> None:
    with store.write() as session:
        rule_sets.record_rule_set(session, RULES, NOW)
        (actor,) = rows(session, "actor")
        assert (actor["name"], actor["kind"]) == ("Freedonia", "state")
        assert actor["aliases"][1] == {"text": "FRE", "case_sensitive": True}
        (meeting,) = rows(session, "meeting")
        assert (meeting["first_day"], meeting["last_day"]) == (date(2026, 3, 9), date(2026, 3, 10))
        assert meeting["participants"] == ["freedonia", "sylvania"]
        (rule,) = rows(session, "rule")
        assert (rule["severity"], rule["tags"], rule["listed"]) == ("high", ["watch"], True)
        assert rule["condition"] == {
            "all": [
                {"actor": "freedonia"},
                {"any": [{"meeting": "harbour"}, {"word": "summit", "language": "english"}]},
                {"none": [{"phrase": "IT", "case_sensitive": True}, {"regex": "foot.*"}]},
                {
                    "near": {
                        "terms": [
                            {"phrase": "harbour", "case_sensitive": False},
                            {"phrase": "talks", "case_sensitive": False},
                        ],
                        "within": 5,
                    }
                },
            ]
        }
        assert rule["scope"]["fields"] == ["title", "summary"]
        routes = rows(session, "route")
        assert [(it["endpoints"], it["min_severity"]) for it in routes] == [
            (["desk"], "medium"),
            (["chat"], "low"),
        ]


def test_what_left_the_rule_set_is_unlisted_and_routes_are_replaced(store: Store) -> None:
    with store.write() as session:
        rule_sets.record_rule_set(session, RULES, NOW)
        other = replace(RULE, id="other", title="Other")
        # The revision does not depend on routes: they are refreshed under the same one too.
        changed = replace(RULES, actors=(), rules=(other,), routes=RULES.routes[1:])
        assert not rule_sets.record_rule_set(session, changed, NOW)
        assert {it["id"]: it["listed"] for it in rows(session, "rule")} == {
            "talks": False,
            "other": True,
        }
        assert [it["listed"] for it in rows(session, "actor")] == [False]
        assert [it["endpoints"] for it in rows(session, "route")] == [["chat"]]
        rule_sets.record_rule_set(session, replace(RULES, routes=()), NOW)
        assert rows(session, "route") == []
        assert [it["listed"] for it in rows(session, "actor")] == [True]


def test_meetings_keep_their_live_status(store: Store) -> None:
    held, expected = MeetingStatus.HELD, MeetingStatus.EXPECTED
    with store.write() as session:
        rule_sets.record_rule_set(session, RULES, NOW)
        assert meeting_statuses(session) == {"harbour": expected}
        meetings.set_meeting_status(session, "harbour", held, None, NOW)
        renamed = replace(RULES, revision="rev2", meetings=(replace(MEETING, title="New title"),))
        rule_sets.record_rule_set(session, renamed, NOW)
        assert meeting_statuses(session) == {"harbour": held}
        rule_sets.record_rule_set(session, replace(RULES, meetings=()), NOW)
        assert meeting_statuses(session) == {}
        rule_sets.record_rule_set(session, RULES, NOW)
        assert meeting_statuses(session) == {"harbour": held}


def test_a_status_edited_in_the_files_has_the_last_word(store: Store) -> None:
    postponed = replace(MEETING, status=MeetingStatus.POSTPONED)
    with store.write() as session:
        rule_sets.record_rule_set(session, RULES, NOW)
        meetings.set_meeting_status(session, "harbour", MeetingStatus.HELD, None, NOW)
        rule_sets.record_rule_set(session, replace(RULES, meetings=(postponed,)), NOW)
        assert meeting_statuses(session) == {"harbour": MeetingStatus.POSTPONED}
        meetings.set_meeting_status(session, "harbour", MeetingStatus.AGREED, None, NOW)
        rule_sets.record_rule_set(session, replace(RULES, meetings=(postponed,)), NOW)
        assert meeting_statuses(session) == {"harbour": MeetingStatus.AGREED}
