"""The caches, here alone: exhibits ready to show, and what they are made from.

A result is kept under the stamp of the dossier's files and of its classifier's (`loaded`), the selection, and the options,
light or dark among them. Pictures are kept as ready Plotly
JSON: with warm caches a run of a page makes no frame, no sentence and no Plotly object. What is kept is shared by all
visitors and must not be changed. What the first picture does not need is imported where it is made.
"""

from collections.abc import Callable
from inspect import signature
from typing import TYPE_CHECKING, Any

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.drawn_lines import Fitted
from stance.estimates.periods import Period, outer_periods
from stance.estimates.scored import score_statements
from stance.estimates.selection import MEAN, Selection, select_actors
from stance.exhibits.drawn import list_drawn
from stance.exhibits.exhibit import Exhibit
from stance.exhibits.on_page import draw_image
from stance.memory import give_back
from stance.ui.loaded import default_view, fetch_features, fetch_scores, keep
from stance.wording.selections import describe_origin

if TYPE_CHECKING:
    from stance.coding.queue import Queue
    from stance.exhibits.lanes import EventChoices
    from stance.exhibits.lines import Findings
    from stance.exhibits.robustness import ClaimChoices


@keep(max_entries=16)
def fetch_scored(dossier: Dossier, score_source: str) -> pd.DataFrame:
    """The scored statements of the whole dossier."""
    scored = score_statements(dossier, fetch_scores(dossier), score_source)
    scored.stock.split("side")  # what every first screen asks for: what both took for a while goes back in one
    give_back()
    return scored


@keep(max_entries=16)
def fetch_fitted(dossier: Dossier, score_source: str, by: str) -> Fitted:
    """The parameters of the state-space lines of sides or actors (`by`) by topic, fitted to the whole dossier."""
    from stance.estimates.drift_fit import fit_parameters

    return fit_parameters(fetch_scored(dossier, score_source), by, dossier.codebook.scales)


@keep(max_entries=8)
def fetch_catalogue(dossier: Dossier) -> pd.DataFrame:
    """The wide table of all statements, newest first."""
    from stance.estimates.catalogue import list_statements

    return list_statements(dossier, dossier.statements.iloc[::-1], fetch_scores(dossier))


@keep(max_entries=64)
def fetch_row(dossier: Dossier, statement: str) -> pd.Series:
    """One row of the catalogue; IndexError where there is no such statement."""
    from stance.estimates.catalogue import list_statements

    own = dossier.statements["statement"] == statement
    return list_statements(dossier, dossier.statements[own], fetch_scores(dossier)).iloc[0]


@keep(max_entries=64)
def fetch_duplicates(dossier: Dossier, selection: Selection, **options) -> Exhibit:
    """The near-duplicates of the selection, by `make_duplicates`; raises ModelError as `fetch_classifier`."""
    from stance.exhibits.disagreements import make_duplicates

    return make_duplicates(dossier, fetch_features(dossier), selection, **options)


@keep(max_entries=32)
def fetch_statements(dossier: Dossier, selection: Selection, words: str) -> Exhibit:
    """The statements of the selection that hold all of the words, by `make_statements`."""
    from stance.exhibits.statements import is_large, make_newest, make_statements

    make, rows = (make_newest, fetch_scores) if is_large(dossier) else (make_statements, fetch_catalogue)
    return make(dossier, rows(dossier), selection, words=words)


@keep(max_entries=32)
def fetch_context(dossier: Dossier, statement: str) -> Exhibit:
    """A statement and what stands beside it, by `make_context`, whatever the filters; any id may be asked for."""
    from stance.exhibits.context import make_context

    selection = default_view(dossier)
    return make_context(dossier, fetch_scored(dossier, selection.score_source), selection, statement=statement)


@keep(max_entries=32)
def fetch_text(write: Callable[..., str], *what) -> str:
    """The text that `write(*what)` makes of a dossier, as the model card; what it raises is not kept."""
    return write(*what)


@keep(max_entries=64)
def fetch_claims(dossier: Dossier, selection: Selection) -> "ClaimChoices":
    """The claims of the selection that can be checked, by `robustness.offer_claims`."""
    from stance.exhibits.robustness import offer_claims

    return offer_claims(dossier, fetch_scored(dossier, selection.score_source), selection)


@keep(max_entries=64)
def fetch_offer(
    offer: Callable[..., dict[str, str]], dossier: Dossier, selection: Selection, **options
) -> dict[str, str]:
    """What `offer(dossier, scored, selection, **options)` finds to choose from: labels by id, in order."""
    return offer(dossier, fetch_scored(dossier, selection.score_source), selection, **options)


@keep(max_entries=64)
def fetch_choices(dossier: Dossier, selection: Selection) -> dict[str, list[str]]:
    """What the selection's sides leave to choose from: `kinds` in order, and `actors`, those with most statements first."""
    within = select_actors(dossier.actors, selection)
    counts = within["actor"].map(dossier.statements["actor"].value_counts()).fillna(0)
    ranked = within.assign(n=counts).sort_values(["n", "name"], ascending=[False, True])
    return {"kinds": sorted(set(within["kind"]) - {""}), "actors": ranked["actor"].tolist()}


@keep(max_entries=8)
def fetch_months(selection: Selection) -> dict[str, pd.Period]:
    """The months from the first to the last date of the selection, by their names."""
    return {f"{month:%b %Y}": month for month in pd.period_range(selection.first, selection.last, freq="M")}


@keep(max_entries=64)
def fetch_drawn(dossier: Dossier, selection: Selection) -> tuple[str, ...]:
    """The ids of the lines that the selection draws."""
    return list_drawn(dossier, selection)


@keep(max_entries=64)
def fetch_events(dossier: Dossier, selection: Selection, **options) -> "EventChoices":
    """The events that the dates leave to choose from, by `lanes.offer_events`."""
    from stance.exhibits.lanes import offer_events

    return offer_events(dossier, selection, **options)


@keep(max_entries=64)
def fetch_outer_periods(selection: Selection) -> tuple[Period, Period]:
    """The two periods that are compared where the reader has chosen none."""
    return outer_periods(selection)


@keep(max_entries=64)
def fetch_origin(dossier: Dossier, selection: Selection) -> str:
    """The version that numbers come from, and how scores were chosen, in words."""
    return describe_origin(dossier, selection)


@keep(max_entries=16)
def fetch_findings(dossier: Dossier, selection: Selection) -> "Findings":
    """The estimates that lines and boxes of a selection share, by `lines.gather_findings`."""
    from stance.exhibits.lines import gather_findings

    fitted = fetch_fitted(dossier, selection.score_source, selection.by) if selection.line != MEAN else None
    return gather_findings(dossier, fetch_scored(dossier, selection.score_source), selection, fitted)


@keep(max_entries=400)
def fetch_exhibit(make: Callable[..., Exhibit], dossier: Dossier, selection: Selection, **options) -> Exhibit:
    """What `make(dossier, scored, selection, **options)` makes from the scored statements; `dark` is one of the options.

    Where the selection's line is a fitted one, `make` gets its parameters as `fitted`; the estimates of lines as `found`, if it takes any.
    """
    if "found" in signature(make).parameters:
        options["found"] = fetch_findings(dossier, selection)
    elif selection.line != MEAN:
        options["fitted"] = fetch_fitted(dossier, selection.score_source, selection.by)
    return make(dossier, fetch_scored(dossier, selection.score_source), selection, **options)


@keep(max_entries=200)
def fetch_check(make: Callable[..., Exhibit], dossier: Dossier, selection: Selection, **options) -> Exhibit:
    """The same for exhibits made from the classifier's scores; scored statements are handed on as `scored`, if `make` takes any."""
    if "scored" in signature(make).parameters:
        options["scored"] = fetch_scored(dossier, selection.score_source)
    made = make(dossier, fetch_scores(dossier), selection, **options)
    give_back()
    return made


@keep(max_entries=400)
def fetch_cards(
    write: Callable, make: Callable[..., Exhibit], dossier: Dossier, selection: Selection, **options
) -> tuple[str, ...]:
    """The statements of an exhibit's table as cards, by `write`, the first `most` of the options alone; each has its `dossier`."""
    most = options.pop("most", None)
    table = fetch_exhibit(make, dossier, selection, **options).table
    rows = table.rows.iloc[:most].to_dict("records") if table else ()
    return tuple(write(row | {"dossier": dossier.slug}) for row in rows)


@keep(max_entries=64)
def fetch_image(exhibit: Exhibit) -> str:
    """The picture of an exhibit as Markdown that needs no script of its own."""
    return draw_image(exhibit)


@keep(max_entries=32)
def fetch_framed(exhibit: Exhibit, note: str, *, dark: bool) -> Any:
    """The picture of an exhibit with its finding above and `note` below, on a solid ground."""
    from stance.exhibits.framed import make_framed

    return make_framed(exhibit, note, dark=dark)


@keep(max_entries=32)
def fetch_queue(dossier: Dossier, coder: str, *, everything: bool, by_doubt: bool) -> "Queue":
    """The queue of a coder: the statements without codes, and with `everything` after them those with codes, for coding blind; by
    chance, or by the classifier's doubt."""
    from stance.coding.queue import join_queues, order_queue
    from stance.coding.worth import rate_chance, rate_doubt

    def order(pool: pd.DataFrame) -> "Queue":
        worth = rate_doubt(fetch_scores(dossier), pool) if by_doubt else rate_chance(pool)
        return order_queue(pool, worth, coder)

    coded = dossier.statements["coded"]
    queues = [order(dossier.statements[rows]) for rows in ((~coded, coded) if everything else (~coded,))]
    return join_queues(*queues) if everything else queues[0]


@keep(max_entries=32)
def fetch_sample(dossier: Dossier, size: int, seed: int) -> pd.DataFrame:
    """The coded statements that are drawn to check the record, by `draw_sample`."""
    from stance.coding.samples import draw_sample

    return draw_sample(dossier, size, seed)
