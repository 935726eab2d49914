"""Alerts judged by labels: alerts each, missed, off scope."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.model import Alert, AlertKind, AlertReason, Item, ReasonCode, Severity, StoredItem
from monitor.replay.runner import RaisedAlert
from monitor.replay.score import read_labels, score

NOW = datetime(2022, 1, 10, tzinfo=UTC)
HEAD = "outlet\tkey\ttitle\tdevelopment\tscope\ttelling\n"


def raised(number: int, *, outlet: str, guid: str | None = None, title: str = "") -> RaisedAlert:
    item = Item(title=title, outlet=outlet, guid=guid)
    return RaisedAlert(
        alert=Alert(
            id=f"msg_{number}",
            kind=AlertKind.NEW,
            type="development.new",
            reason=AlertReason(code=ReasonCode.FIRST_REPORT, text=""),
            development_id=1,
            item_id=number,
            rule_ids=(),
            severity=Severity.LOW,
            created_at=NOW,
            body="{}",
        ),
        stored=StoredItem(id=number, feed_id=1, item=item, first_seen_at=NOW),
    )


def test_scores(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text(
        HEAD
        + "Courier\tg1\tTalks\ttalks\ton\tnew\n"
        + "Gazette\tTalks again\tTalks again\ttalks\ton\trepeat\n"
        + "Courier\tg2\tStrike\tstrike\ton\tnew\n"
        + "Courier\tg3\tCup final\tcup\toff\tnew\n"
        + "Courier\tg4\tBorder\tborder\tany\tnew\n"
    )
    judged = score(
        [
            raised(1, outlet="Courier", guid="g1"),
            raised(2, outlet="Gazette", title="Talks again"),
            raised(3, outlet="Courier", guid="g3", title="Cup final"),
            raised(4, outlet="Courier", guid="g4", title="Border"),
            raised(5, outlet="Courier", guid="unknown", title="Not labelled"),
        ],
        read_labels(path),
    )
    assert judged.developments == 2
    assert judged.alerts_per_development == 2.0
    assert judged.missed == ("strike",)
    assert judged.repeated == {"talks": 2}
    assert judged.off_scope == ("Cup final", "Not labelled")
