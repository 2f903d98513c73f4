"""A page with its filters: what it showed, so that a file can hold it and make it again."""

from dataclasses import dataclass

from stance.estimates.periods import Period, outer_periods
from stance.estimates.selection import Selection


@dataclass(frozen=True)
class View:
    """A page with its filters.

    `before` and `after` are the periods compared (None for the ends of the dates), `search` the words looked for, `lines`
    the sides or actors drawn (none for all).
    """

    selection: Selection
    page: str = ""
    before: Period | None = None
    after: Period | None = None
    search: str = ""
    lines: tuple[str, ...] = ()

    @property
    def periods(self) -> tuple[Period, Period]:
        """The two periods that the view compares."""
        first, last = outer_periods(self.selection)
        return self.before or first, self.after or last
