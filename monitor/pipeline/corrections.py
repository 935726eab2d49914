"""A person corrects the grouping: developments are merged, or items split off one.

Under the grouping lock and in one transaction, so that a daemon that runs meanwhile groups
before it or after it, and reads its window anew. No alert is raised, and those that were sent stay
what they are. Each undoes the other: a merged development's items can be split off again (all of
them together get their old number back), and a split pair can be merged.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.developments.corroboration import Voice, independence, site_of
from monitor.developments.life import settled_state
from monitor.developments.signature import merge as merge_signatures
from monitor.developments.signature import signature_of, sounding
from monitor.errors import ConfigError
from monitor.model import Correction, CorrectionAction, Development, Signature
from monitor.store import changes as change_rows
from monitor.store import corrections as correction_rows
from monitor.store import developments as development_rows
from monitor.store import hits as hit_rows
from monitor.store import life as life_rows
from monitor.store.corrections import Retold
from monitor.store.developments import RecordedDecision
from monitor.store.engine import Session, Store

_HINT = "see 'monitor developments list'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Who corrects, why and when; and how long a development stays open and quiet."""

    author: str
    comment: str
    now: datetime
    window: timedelta
    close_after: timedelta


def _go_on(_: Session) -> None:
    """Nobody objects."""


def merge_developments(
    store: Store,
    into: int,
    others: Sequence[int],
    editor: Editor,
    *,
    check: Callable[[Session], None] = _go_on,
) -> Development:
    """Put all items of the others into one development, for good; the development after it.

    What would have gone to one of the others goes to it from now on. ``check`` may refuse it by
    raising, under the lock. Raises :class:`ConfigError` for a development that is not there, has no
    items any more, or is merged into itself.
    """
    with store.write() as session:
        development_rows.lock_grouping(session)
        check(session)
        target = _standing(session, into)
        gone = [_standing(session, other) for other in dict.fromkeys(others)]
        if not gone:
            raise ConfigError("no development to merge", hint="name one besides the first")
        if into in {one.id for one in gone}:
            raise ConfigError(f"development {into} cannot be merged into itself")
        for other in gone:
            _merge_one(session, target, other, editor)
        development_rows.bump_grouping_counter(session)
        return _retell(session, into, editor)


def split_development(
    store: Store,
    development_id: int,
    items: Collection[int],
    editor: Editor,
    *,
    check: Callable[[Session], None] = _go_on,
) -> tuple[Development, Development]:
    """Take items out of a development into one of their own; both after it.

    The two never join again unless a person merges them. Where the items are just those that
    another development brought when it was merged, that one is what it was again. ``check`` may
    refuse it by raising, under the lock. Raises :class:`ConfigError` for a development or items
    that are not there, or for all its items.
    """
    with store.write() as session:
        development_rows.lock_grouping(session)
        check(session)
        source = _standing(session, development_id)
        recorded = development_rows.decisions_of(session, source.id)
        moved = _moved(source, recorded, items)
        ids = [one.stored.id for one in moved]
        home = _former_home(session, source, recorded, moved)
        if home is None:
            title = moved[0].stored.item.title
            home = correction_rows.open_empty(session, source, title=title, now=editor.now)
        else:
            correction_rows.revive(session, home, editor.now)
        correction_id = _record(session, CorrectionAction.SPLIT, source.id, home, ids, editor)
        correction_rows.move_items(session, ids, to=home, facet_of={}, correction_id=correction_id)
        correction_rows.part(session, source.id, home, correction_id=correction_id)
        development_rows.bump_grouping_counter(session)
        old, new = _retell(session, source.id, editor), _retell(session, home, editor)
        text = f"Split off development {old.id} by {editor.author}."
        change_rows.note_change(session, new.id, text, editor.now)
        return old, new


def undo_correction(store: Store, correction_id: int, editor: Editor) -> Development:
    """Take back a merge or a split that nothing was built upon since; what it was made to.

    A merge is undone by splitting off what came with the other development, so the two never join
    again by themselves. Raises :class:`ConfigError` where it can no longer be undone.
    """
    with store.read() as session:
        correction = correction_rows.get_correction(session, correction_id)
        if correction is None:
            raise ConfigError(f"there is no correction {correction_id}")
        if not is_undoable(session, correction):
            raise ConfigError(
                f"correction {correction_id} cannot be undone any more",
                hint="what it moved was moved again since",
            )
        recorded = development_rows.decisions_of(session, correction.development_id)
    if correction.action is CorrectionAction.SPLIT:
        return merge_developments(store, correction.development_id, [correction.other_id], editor)
    brought = [one.stored.id for one in recorded if one.facet_id == correction.other_id]
    return split_development(store, correction.development_id, brought, editor)[0]


def is_undoable(session: Session, correction: Correction) -> bool:
    """Whether both developments are still as the correction left them."""
    home = development_rows.get_development(session, correction.development_id)
    other = development_rows.get_development(session, correction.other_id)
    if home is None or other is None or home.merged_into_id is not None or not home.items:
        return False
    if correction.action is CorrectionAction.MERGE:
        return other.merged_into_id == home.id
    return other.merged_into_id is None and other.items > 0


def _merge_one(session: Session, target: Development, other: Development, editor: Editor) -> None:
    recorded = development_rows.decisions_of(session, other.id)
    ids = [one.stored.id for one in recorded]
    correction_id = _record(session, CorrectionAction.MERGE, target.id, other.id, ids, editor)
    correction_rows.unpart(session, target.id, other.id)
    correction_rows.move_items(
        session,
        ids,
        to=target.id,
        facet_of={one.stored.id: one.facet_id or other.id for one in recorded},
        correction_id=correction_id,
    )
    correction_rows.hand_over_partings(session, other.id, target.id)
    correction_rows.merge_into(session, other.id, target.id, editor.now)
    correction_rows.forget_meetings(session, other.id)
    followed = life_rows.follows_of(session, other)
    known = development_rows.get_development(session, target.id)
    if followed and known and known.follows_id is None and followed.development_id != target.id:
        life_rows.set_follows(session, target.id, followed)


def _standing(session: Session, development_id: int) -> Development:
    """The development, if it has items of its own."""
    found = development_rows.get_development(session, development_id)
    if found is None:
        raise ConfigError(f"there is no development {development_id}", hint=_HINT)
    if found.merged_into_id is not None:
        raise ConfigError(
            f"development {development_id} was merged into {found.merged_into_id}",
            hint=f"name {found.merged_into_id}, or split its items off first",
        )
    if not found.items:
        raise ConfigError(f"development {development_id} has no items any more", hint=_HINT)
    return found


def _moved(
    source: Development, recorded: Sequence[RecordedDecision], items: Collection[int]
) -> list[RecordedDecision]:
    """What is to be split off, in the order it was told."""
    wanted = set(items)
    if not wanted:
        raise ConfigError("no items to split off", hint=f"see 'developments show {source.id}'")
    unknown = sorted(wanted - {one.stored.id for one in recorded})
    if unknown:
        names = ", ".join(map(str, unknown))
        raise ConfigError(
            f"development {source.id} does not have the items {names}"
            if len(unknown) > 1
            else f"development {source.id} does not have the item {names}",
            hint=f"see 'monitor developments show {source.id}'",
        )
    if len(wanted) == len(recorded):
        raise ConfigError(
            f"these are all items of development {source.id}: nothing would be left",
            hint="leave one at least",
        )
    return [one for one in recorded if one.stored.id in wanted]


def _former_home(
    session: Session,
    source: Development,
    recorded: Sequence[RecordedDecision],
    moved: Sequence[RecordedDecision],
) -> int | None:
    """The merged development of which these are all the items, if there is one."""
    facets = {one.facet_id for one in moved}
    facet = next(iter(facets)) if len(facets) == 1 else None
    if facet is None or len(moved) != sum(one.facet_id == facet for one in recorded):
        return None
    known = development_rows.get_development(session, facet)
    return facet if known is not None and known.merged_into_id == source.id else None


def _record(
    session: Session,
    action: CorrectionAction,
    development_id: int,
    other_id: int,
    items: Sequence[int],
    editor: Editor,
) -> int:
    return correction_rows.record_correction(
        session,
        action,
        development_id=development_id,
        other_id=other_id,
        items=items,
        author=editor.author,
        comment=editor.comment,
        now=editor.now,
    )


def _retell(session: Session, development_id: int, editor: Editor) -> Development:
    """Bring a development up to date with its items, as if they had been told to it alone."""
    recorded = development_rows.decisions_of(session, development_id)
    hits = hit_rows.hits_of(session, [one.stored.id for one in recorded])
    told = [
        (
            development_rows.telling_of(one.stored, hits.get(one.stored.id, ())),
            Voice(
                outlet=one.stored.item.outlet,
                site=site_of(one.stored.item.canonical_url or one.stored.item.link),
            ),
        )
        for one in recorded
    ]
    signature = Signature()
    for telling, _ in told:
        signature = sounding(merge_signatures(signature, signature_of(telling)), telling)
    independent = {
        telling.item_id: flag for (telling, _), flag in zip(told, independence(told), strict=True)
    }
    state = settled_state(
        max(telling.told_at for telling, _ in told),
        now=editor.now,
        window=editor.window,
        close_after=editor.close_after,
    )
    return correction_rows.retell(
        session,
        development_id,
        Retold(signature=signature, independent=independent),
        state=state,
        now=editor.now,
    )
