"""One measured figure beside its goal and its baseline, and the table of them.

Belongs here: the form in which benchmarks hand on what they measured. Not here: measuring.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, in `unit`, beside a baseline of the same run (None: there is none).

    `goal` is the most (`at_most`) or the least the figure may be, as a ratio to the baseline where `by_ratio`.
    """

    what: str
    unit: str
    figure: float
    goal: float
    baseline: float | None = None
    by_ratio: bool = False
    at_most: bool = True

    @property
    def ratio(self) -> float | None:
        """The figure as a part of its baseline; None without one."""
        return self.figure / self.baseline if self.baseline else None

    @property
    def met(self) -> bool:
        """Whether the goal is met; raises ValueError where it is a ratio and there is no baseline."""
        value = self.ratio if self.by_ratio else self.figure
        if value is None:
            raise ValueError(f"'{self.what}' has a ratio as its goal and no baseline.")
        return value <= self.goal if self.at_most else value >= self.goal

    def list_cells(self) -> list[str]:
        """What, figure, baseline, ratio, goal and whether it is met, as text."""
        bound = "at most" if self.at_most else "at least"
        goal = f"{self.goal:.2f} of the baseline" if self.by_ratio else f"{self.goal:,g} {self.unit}"
        baseline = "" if self.baseline is None else f"{self.baseline:,.4g} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return [
            self.what,
            f"{self.figure:,.4g} {self.unit}",
            baseline,
            ratio,
            f"{bound} {goal}",
            "yes" if self.met else "NO",
        ]


HEADS = ["Measured", "Figure", "Baseline", "Ratio", "Goal", "Met"]


def write_table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown, one line each."""
    rows = [HEADS, ["---"] * len(HEADS), *(figure.list_cells() for figure in figures)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def print_figures(figures: Sequence[Figure]) -> int:
    """Prints the table of the figures; the exit code: 1 where a goal is missed."""
    print(write_table(figures))
    return 0 if all(figure.met for figure in figures) else 1
