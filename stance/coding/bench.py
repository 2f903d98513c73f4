"""One coder at work: a statement at a time, a code a topic, each finished coding kept at once, the last one taken back.

Belongs here: what a key does to the codes given so far and to the store. Not here: which statement comes next (`queue`),
keys and screens (`ui/pages/desk`). A refused act leaves everything as it was before the key.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from stance.coding.entries import Entry, hash_text
from stance.coding.store import Store
from stance.errors import UsageError
from stance.limits import CODING_NOTE

Code = int | None


@dataclass(frozen=True)
class Draft:
    """The coding of a statement as far as it has come: codes of the first topics, in the codebook's order (None: does not speak to it)."""

    statement: str
    codes: tuple[Code, ...] = ()
    note: str = ""
    unsure: bool = False
    aided: bool = False


@dataclass
class Bench:
    """A coder's work on a queue.

    about: what all acts share (dossier, codebook, coder, purpose). topics: the ids, in the codebook's order. queue: ids of statements in
    the order in which they come; controls: those of them that were drawn at random; texts: the text of every statement that
    there is, by id. done: what stands, oldest act first. draft: the
    statement at hand, None where nothing is left. step: how many keys were heard; a key counts only at the step that it was shown at.
    """

    store: Store
    about: Entry
    topics: Sequence[str]
    queue: Sequence[str]
    controls: Collection[str] = frozenset()
    texts: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    done: list[Draft] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    draft: Draft | None = None
    step: int = 0

    def take_over(self, former: "Bench") -> "Bench":
        """The same with what was at hand and what was skipped at a former one of this coder, as far as that is still to be coded."""
        self.skipped, self.step = former.skipped, former.step
        self.draft = former.draft if former.draft and former.draft.statement in self._list_open() else self._next()
        return self

    def __post_init__(self) -> None:
        """Reads what stands of this coder in the store, and takes up the first statement that is left."""
        purpose, coder = self.about.purpose, self.about.coder
        acts = self.store.read_current(self.about.dossier, list(self.topics), purpose=purpose)
        own = acts[(acts["coder"] == coder) & acts["statement"].isin(self.texts.index)]
        self.done = [read_draft(row, self.topics) for row in own.to_dict("records")]
        self.draft = self._next()

    @property
    def count(self) -> int:
        """How many statements of the queue are coded."""
        return len({one.statement for one in self.done} & set(self.queue))

    def give(self, code: Code) -> None:
        """Gives the next topic a code; with the last topic's the coding is kept and the next statement comes. Raises UsageError as `Store.add`."""
        if self.draft is None:
            return
        draft = replace(self.draft, codes=(*self.draft.codes, code))
        if len(draft.codes) < len(self.topics):
            self.draft = draft
            return
        self.store.add(self._make_entry(draft))
        self.done.append(draft)
        self.draft = self._next()

    def give_rest(self, code: Code) -> None:
        """Gives all topics that are left the same code, and keeps the coding; raises as `give`."""
        if here := self.draft:
            self.draft = replace(here, codes=(*here.codes, *[code] * (len(self.topics) - len(here.codes) - 1)))
            try:
                self.give(code)
            except UsageError:
                self.draft = here
                raise

    def undo(self) -> None:
        """Takes the last code back; where none was given yet, the coding before is withdrawn by an act of its own, and comes again without its last code."""
        if self.draft and self.draft.codes:
            self.draft = replace(self.draft, codes=self.draft.codes[:-1])
        elif self.done:
            last = self.done[-1]
            self.store.add(replace(self._make_entry(last), codes={}, note="", unsure=False, withdrawn=True))
            self.done.pop()
            self.draft = replace(last, codes=last.codes[:-1])

    def skip(self) -> None:
        """Lays the statement aside: it comes again when all others are coded."""
        if self.draft:
            here = self.draft.statement
            self.skipped = [*(one for one in self.skipped if one != here), here]
            self.draft = self._next()

    def mark(self, *, note: str | None = None, unsure: bool | None = None, aided: bool | None = None) -> None:
        """Changes what goes with the codes of the statement at hand; raises UsageError where the note is too long."""
        if note and len(note) > CODING_NOTE.most:
            trouble, remedy = CODING_NOTE.refuse(len(note))
            raise UsageError(f"The note {trouble}. {remedy}.")
        if here := self.draft:
            self.draft = replace(
                here,
                note=here.note if note is None else note,
                unsure=here.unsure if unsure is None else unsure,
                aided=here.aided if aided is None else aided,
            )

    def _make_entry(self, draft: Draft) -> Entry:
        return replace(
            self.about,
            statement=draft.statement,
            codes=dict(zip(self.topics, draft.codes, strict=True)),
            control=draft.statement in self.controls,
            note=draft.note,
            unsure=draft.unsure,
            aided=draft.aided,
            text_hash=hash_text(self.texts[draft.statement]),
        )

    def _list_open(self) -> list[str]:
        done = {one.statement for one in self.done}
        return [one for one in self.queue if one not in done]

    def _next(self) -> Draft | None:
        left = self._list_open()
        order = [*(one for one in left if one not in self.skipped), *(one for one in self.skipped if one in left)]
        return Draft(order[0]) if order else None


def read_draft(row: dict, topics: Sequence[str]) -> Draft:
    """A row of `Store.read_current` as the finished draft that it was."""
    codes = tuple(None if pd.isna(row[topic]) else int(row[topic]) for topic in topics)
    return Draft(row["statement"], codes, row["note"], bool(row["unsure"]), bool(row.get("aided", False)))
