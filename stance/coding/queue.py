"""Which statement a coder is given next: some drawn at random, some that every coder gets, the others chosen for what they teach.

Belongs here: the order. Not here: what a statement is worth (`worth`), what was coded already (`bench`, `store`).
The order is made of blocks of five places, as `BLOCK` says: one is drawn at random from all (a control, by which quality and frequency can be
estimated without the bias of a choice), one is chosen and the same for every coder, three are chosen for this coder. So two coders who
both did N statements share at least two in five of them, in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import token_set_ratio

from stance.coding.worth import draw_numbers

SHARED, CONTROL, OWN = "shared", "control", "own"
BLOCK = (SHARED, OWN, CONTROL, OWN, OWN)
SEED = 0
LONGEST = 2_000  # statements of a queue; of more, those worth most, and the controls drawn from all
ALIKE = 85  # of 100: two texts whose words are the same but for a few
LOOKED_AT, FARTHEST, NEAR = (
    12,
    120,
    3,
)  # candidates of a place, and where all of those are alike; neighbours that they must not resemble
SAME = {"source": 0.5, "actor": 0.25, "year": 0.1}  # what it costs to be of the same as a neighbour
JITTER = 0.2  # by how much the worth of a coder's own statements is moved at random, so that two coders do not choose the same


@dataclass(frozen=True)
class Queue:
    """The ids of statements in order, and those of them that were drawn at random and that every coder is given."""

    statements: tuple[str, ...]
    controls: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()

    def defer(self, others: frozenset[str]) -> "Queue":
        """The same with what is the coder's own and was coded by others at the end."""
        late = [one for one in self.statements if one in others and one not in self.shared | self.controls]
        return Queue(
            tuple(one for one in self.statements if one not in set(late)) + tuple(late), self.controls, self.shared
        )


def order_queue(pool: pd.DataFrame, worth: pd.Series, coder: str, *, seed: int = SEED) -> Queue:
    """The queue of a coder from a pool of statements (rows of `Dossier.statements`) and the worth of each by its id.

    The same pool, worth, seed and name give the same queue; controls and shared statements do not hang on the name. Statements that
    are nearly the same do not follow one another where others are left, nor as a rule those of one source, actor or year.
    """
    rows = pool.assign(worth=worth.reindex(pool["statement"]).to_numpy(float), year=pool["date"].dt.year)
    controls, rows = _draw_controls(rows.sort_values("statement", ignore_index=True), seed)
    marks = _Marks(rows)
    shared_places = _count_places(len(rows))[SHARED]
    left = [one for one in _rank(rows["worth"]) if one not in controls]
    shared = _choose_shared(marks, left, shared_places)
    own = _rank(rows["worth"] + JITTER * draw_numbers(rows["statement"], f"{coder} {seed}"))
    order = _fill_places(marks, controls, shared, [one for one in own if one not in {*controls, *shared}])
    name = rows["statement"].tolist()
    return Queue(
        tuple(name[one] for one in order), *(frozenset(name[one] for one in some) for some in (controls, shared))
    )


def join_queues(first: Queue, then: Queue) -> Queue:
    """One queue after the other."""
    return Queue(first.statements + then.statements, first.controls | then.controls, first.shared | then.shared)


def _draw_controls(rows: pd.DataFrame, seed: int) -> tuple[list[int], pd.DataFrame]:
    """The numbers of the rows drawn at random, in the order drawn, and the rows, cut to `LONGEST`: the controls and those worth most."""
    drawn = np.argsort(draw_numbers(rows["statement"], f"control {seed}"), kind="stable")
    count = _count_places(min(len(rows), LONGEST))[CONTROL]
    if len(rows) <= LONGEST:
        return drawn[:count].tolist(), rows
    others = [one for one in _rank(rows["worth"]) if one not in set(drawn[:count].tolist())][: LONGEST - count]
    return list(range(count)), rows.iloc[[*drawn[:count], *others]].reset_index(drop=True)


def _rank(worth: Sequence[float]) -> list[int]:
    """The numbers of the rows, those worth most first."""
    return np.argsort(-np.asarray(worth), kind="stable").tolist()


def _count_places(count: int) -> dict[str, int]:
    """How many of so many places are of each kind."""
    whole, rest = divmod(count, len(BLOCK))
    return {kind: whole * BLOCK.count(kind) + BLOCK[:rest].count(kind) for kind in (SHARED, CONTROL, OWN)}


class _Marks:
    """What makes two statements neighbours that should not follow one another: their words, source, actor and year."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.worth = rows["worth"].to_numpy()
        self._texts = rows["text"].str.lower().tolist()
        self._codes = {name: pd.factorize(rows[name])[0] for name in SAME}

    def are_alike(self, one: int, others: Sequence[int]) -> bool:
        """Whether a text is nearly that of one of the others."""
        return any(token_set_ratio(self._texts[one], self._texts[other], score_cutoff=ALIKE) > 0 for other in others)

    def cost(self, one: int, others: Sequence[int]) -> float:
        """What it costs to place a statement near the others."""
        return sum(
            price * any(codes[one] == codes[other] for other in others)
            for (name, price), codes in zip(SAME.items(), self._codes.values(), strict=True)
        )


def _choose(marks: _Marks, left: list[int], near: Sequence[int]) -> int:
    """Takes the best of the first that are left for a place near others: not alike if that can be, then by worth less cost."""
    first = sorted(left[:LOOKED_AT], key=lambda one: marks.cost(one, near) - marks.worth[one])
    best = next((one for one in first if not marks.are_alike(one, near)), None)
    if best is None:
        best = next((one for one in left[LOOKED_AT:FARTHEST] if not marks.are_alike(one, near)), first[0])
    left.remove(best)
    return best


def _choose_shared(marks: _Marks, left: list[int], count: int) -> list[int]:
    chosen: list[int] = []
    while len(chosen) < count and left:
        chosen.append(_choose(marks, left, chosen[-NEAR:]))
    return chosen


def _fill_places(marks: _Marks, controls: list[int], shared: list[int], own: list[int]) -> list[int]:
    """The order of all: controls and shared ones at their places, the coder's own between them, unlike what stands before and after."""
    given = {CONTROL: iter(controls), SHARED: iter(shared)}
    places = islice(cycle(BLOCK), len(controls) + len(shared) + len(own))
    fixed = [None if place == OWN else next(given[place]) for place in places]
    order: list[int] = []
    for number, one in enumerate(fixed):
        after = [other for other in fixed[number + 1 : number + 2] if other is not None]
        order.append(_choose(marks, own, [*order[-NEAR:], *after]) if one is None else one)
    return order
