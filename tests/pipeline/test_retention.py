"""What was let go of stays told: a feed that serves it again is believed to repeat itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from monitor.daemon.pruner import PASS_EVERY_S, Pruner
from monitor.model import DeliveryState
from monitor.store.tables import AlertRow, DeliveryRow, DevelopmentRow, ItemRow, Row
from tests.support.documents import Entry, rss
from tests.support.feed_server import FeedServer
from tests.support.line import Line, listed, open_line

OTHER = Entry(title="Ferry line resumes after the storm", guid="t2")
UNDATED = Entry(title="Freedonia and Sylvania open harbour talks", guid="t1")


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def line(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Line]:
    url: str = request.getfixturevalue(request.param)
    with open_line(tmp_path / "line", database_url=url) as opened:
        yield opened


def count(line: Line, row: type[Row]) -> int:
    with line.services.store.read() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


def visit(line: Line) -> int:
    """Let an hour pass, visit the feed, judge what came; how many items were new."""
    line.clock.advance(3600)
    new = sum(poll.new_items for poll in line.poll())
    line.evaluate()
    return new


def tell_and_age(line: Line, server: FeedServer) -> None:
    """An undated item is told and leaves its feed; four years pass."""
    server.set("/a", rss([OTHER]))
    listed(line, server, "/a")
    visit(line)
    server.set("/a", rss([UNDATED, OTHER]))
    assert visit(line) == 1
    assert count(line, AlertRow) == 1
    server.set("/a", rss([OTHER]))
    with line.services.store.write() as session:
        session.execute(update(DeliveryRow).values(state=DeliveryState.DELIVERED))
    for _ in range(2):  # quiet, then closed
        line.clock.advance(timedelta(days=600).total_seconds())
        visit(line)


def test_what_a_feed_serves_again_after_years_is_not_told_again(
    line: Line, server: FeedServer
) -> None:
    tell_and_age(line, server)
    Pruner(line.services).turn()
    assert [count(line, row) for row in (DevelopmentRow, AlertRow, DeliveryRow)] == [0, 0, 0]
    assert count(line, ItemRow) == 0
    server.set("/a", rss([UNDATED, OTHER]))
    assert visit(line) == 0
    assert count(line, AlertRow) == 0
    assert visit(line) == 0


def test_a_pass_is_followed_by_a_rest(line: Line, server: FeedServer) -> None:
    seconds = 0.0
    pruner = Pruner(line.services, clock_s=lambda: seconds)
    pruner.turn()
    tell_and_age(line, server)
    pruner.turn()
    assert count(line, ItemRow) > 0
    seconds += PASS_EVERY_S
    pruner.turn()
    assert count(line, ItemRow) == 0
