"""Pieces of pages that are made once for as long as they stay what they are.

A piece is what a macro makes of one frozen value, and nothing else; so it is kept under that value,
and none of yesterday can be shown for today's. What is kept is bounded: the least used goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, partial

from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from monitor.developments.escalation import SCALE
from monitor.pipeline.rule_book import ActiveRules

KEPT = 1000
"""Cards of some forty pages, or the rows of a thousand feeds: 1.5 KB each."""

Piece = Callable[[Hashable], Markup]


def pieces(templates: Jinja2Templates, file: str, macro: str, **given: object) -> Piece:
    """A macro of a template that remembers what it made. ``given``: its other arguments.

    They must stay what they are: they are no part of what a piece is kept under.
    """
    made: Piece = vars(templates.get_template(file).module)[macro]
    return lru_cache(maxsize=KEPT)(partial(made, **given))


class Cards:
    """The cards of the timeline, under the rules in force. Used by many threads at once."""

    def __init__(self, templates: Jinja2Templates) -> None:
        self._templates = templates
        self._kept: tuple[ActiveRules, Piece] | None = None

    def under(self, active: ActiveRules) -> Piece:
        """What makes the card of a :class:`TimelineEntry` under these rules."""
        kept = self._kept
        if kept is None or kept[0] is not active:
            card = pieces(self._templates, "now_card.html", "card", active=active, scale=SCALE)
            self._kept = kept = (active, card)
        return kept[1]
