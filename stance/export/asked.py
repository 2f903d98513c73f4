"""What a view asks of a dossier, and whether the dossier has it.

Belongs here: which values the fields of a view may have. Not here: their form on file (see `view`).
"""

from collections import Counter
from collections.abc import Collection

from stance.dossier.loading import Dossier
from stance.errors import Problem
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.selection import BY, LEFT_OUT, LINES
from stance.estimates.view import View
from stance.export.view import AGAIN, FILE, list_unknown
from stance.limits import FIRST_YEAR, LAST_YEAR, SEARCH_CHARACTERS, WINDOW_DAYS


def check_view(view: View, dossier: Dossier) -> list[Problem]:
    """What a view asks of a dossier that is not in it, or that is out of range."""
    problems = []
    for place, (values, known) in _list_asked(view, dossier).items():
        problems += list_unknown(place, list(dict.fromkeys(values)), known)
        problems += _list_twice(place, values)
    return problems + _check_filled(view) + _check_days(view)


def _list_asked(view: View, dossier: Dossier) -> dict[str, tuple[Collection[str], Collection[str]]]:
    """The values of each field that names things, and those it may name."""
    chosen, book, actors = view.selection, dossier.codebook, dossier.actors
    return {
        "selection.topics": (chosen.topics, book.topic_ids),
        "selection.sides": (chosen.sides, book.side_ids),
        "selection.actors": (chosen.actors, set(actors["actor"])),
        "selection.kinds": (chosen.kinds, set(actors["kind"])),
        "selection.without": (chosen.without, LEFT_OUT),
        "selection.by": ((chosen.by,), BY),
        "selection.line": ((chosen.line,), LINES),
        "selection.score_source": ((chosen.score_source,), SCORE_SOURCES),
        "lines": (view.lines, book.side_ids if chosen.by == "side" else set(actors["actor"])),
    }


def _list_twice(place: str, values: Collection[str]) -> list[Problem]:
    twice = [value for value, count in Counter(values).items() if count > 1]
    return [Problem(FILE, None, place, twice[0], "is named more than once", AGAIN)] if twice else []


def _check_filled(view: View) -> list[Problem]:
    """Faults of topics, window and search."""
    chosen, problems = view.selection, []
    if not chosen.topics:
        problems.append(Problem(FILE, None, "selection.topics", "", "is empty", "Name at least one topic"))
    if not 0 <= chosen.window_days <= WINDOW_DAYS.most:
        window, remedy = str(chosen.window_days), f"Use 0 to {WINDOW_DAYS.most} days"
        problems.append(Problem(FILE, None, "selection.window_days", window, "is out of range", remedy))
    if len(view.search) > SEARCH_CHARACTERS.most:
        problems.append(Problem(FILE, None, "search", "", *SEARCH_CHARACTERS.refuse(len(view.search))))
    return problems


def _check_days(view: View) -> list[Problem]:
    chosen = view.selection
    spans = {
        "selection.first": (chosen.first, chosen.last),
        **{name: period for name in ("before", "after") if (period := getattr(view, name))},
    }
    remedy = f"Give the earlier day first, in the years {FIRST_YEAR.most} to {LAST_YEAR.most}"
    return [
        Problem(FILE, None, name, f"{start} to {end}", "is no span of days in order", remedy)
        for name, (start, end) in spans.items()
        if not (FIRST_YEAR.most <= start.year <= end.year <= LAST_YEAR.most and start <= end)
    ]
