"""What the page is made from: a dossier, a selection, and the reader's own events, which stay in the session.

Belongs here: fetching exhibits with and without own events. Not here: reading them (`own_events`), showing anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from stance.dossier.loading import Dossier
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.lanes import EventChoices, offer_events
from stance.ui.caches import fetch_cards, fetch_events, fetch_exhibit, fetch_scored
from stance.ui.loaded import stamp_dossier
from stance.ui.parts.own import EXHIBITS_KEPT

MOST = 40


@dataclass(frozen=True, eq=False)
class Ground:
    """A dossier, a selection, and where the reader has given events of their own the same dossier with them.

    What own events are part of is kept in the session, never in the caches that all visitors share.
    """

    dossier: Dossier
    selection: Selection
    given: Dossier | None = None
    own: tuple[str, ...] = ()
    content: bytes = b""

    def offer(self, **options) -> EventChoices:
        """The events to choose from."""
        if self.given is None:
            return fetch_events(self.dossier, self.selection, **options)
        return self._keep(offer_events, partial(offer_events, self.given, self.selection, **options), options)

    def fetch(self, make: Callable[..., Exhibit], **options) -> Exhibit:
        """The exhibit that `make` makes from the dossier's events and the reader's."""
        if self.given is None:
            return fetch_exhibit(make, self.dossier, self.selection, **options)
        scored = fetch_scored(self.dossier, self.selection.score_source)
        return self._keep(make, partial(make, self.given, scored, self.selection, **options), options)

    def fetch_about(self, make: Callable[..., Exhibit], *, event: str, **options) -> Exhibit:
        """The exhibit that `make` makes of one event alone."""
        return self._narrow(event).fetch(make, event=event, **options)

    def fetch_cards(self, write: Callable, make: Callable[..., Exhibit], *, event: str) -> tuple[str, ...]:
        """The rows of the exhibit's table of one event, each as HTML by `write`."""
        narrow = self._narrow(event)
        if narrow.given is None:
            return fetch_cards(write, make, self.dossier, self.selection, event=event)
        rows = self.fetch(make, event=event).table.rows.to_dict("records")  # type: ignore[union-attr]
        return tuple(map(write, rows))

    def _narrow(self, event: str) -> "Ground":
        """The ground of one event: the dossier's own is the same with and without the reader's."""
        return self if event in self.own else Ground(self.dossier, self.selection)

    def _keep(self, function: Callable, call: Callable[[], Any], options: dict) -> Any:
        kept = st.session_state.setdefault(EXHIBITS_KEPT, {})
        what = (function, stamp_dossier(self.dossier), self.selection, self.content, tuple(sorted(options.items())))
        if what not in kept:
            if len(kept) >= MOST:
                kept.clear()
            kept[what] = call()
        return kept[what]
