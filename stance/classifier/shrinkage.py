"""How much of a movement lines from the classifier alone show: it draws scores to what it expects of a side.

For every side (and every actor) and calendar half year: the mean of the source means by hand codes, and by the scores
that "Classifier only" would show (cross-fitted, corrected, of the statements that it takes for addressed). The change
from a half year to the next by scores is set against the same change by codes. The slope of the first on the second,
by least squares through the origin, is the share of the movement that is shown: 1 shows all of it, 0 none. Both
changes are of the same coded statements, so the slope says nothing of how well either follows what was not collected.
"""

from typing import Any

import numpy as np
import pandas as pd

from stance.classifier.evaluation import draw_weights, find_interval, round_known
from stance.classifier.rectifying import estimate_corrections
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED

LINES = ("side", "actor")
LEAST_STATEMENTS, LEAST_SOURCES = 3, 2
LEAST_CHANGES = 5
MONTHS = 6


def measure_shrinkage(fitted: pd.DataFrame, dossier: Dossier) -> dict[str, dict[str, dict[str, Any]]]:
    """Topic to kind of line ("side", "actor") to slope, interval, changes and lines.

    `fitted`: the cross-fitted scores of the coded statements, as `cross_fit` returns them. slope: the share of the movement by
    codes that scores show; interval: its 90 % interval by drawing sources; changes: how many pairs of adjacent half years it
    rests on; lines: of how many sides or actors. A half year needs three statements from two sources, by codes and by
    scores. With fewer than `LEAST_CHANGES` changes, or where nothing moved, slope and interval are None.
    """
    rows = _list_rows(fitted, dossier)
    sources = pd.Series(rows["source"].unique())
    weights = np.vstack([np.ones(len(sources)), draw_weights(sources)])
    return {
        topic.id: {by: _measure(_take_topic(rows, topic, by), sources, weights) for by in LINES}
        for topic in dossier.codebook.topics
    }


def _list_rows(fitted: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The coded statements with half year, codes, and for each topic the score that a line would show ("score TOPIC")."""
    book, coded = dossier.codebook, dossier.statements[dossier.statements["coded"]]
    corrections = estimate_corrections(fitted, dossier.statements, book)["correction"]
    shown = fitted.assign(score=(fitted["score"] + corrections).clip(*book.scale))
    scores = shown[shown["addressed"] >= ADDRESSED].pivot(index="statement", columns="topic", values="score")
    half = (coded["date"].dt.year * 12 + coded["date"].dt.month - 1) // MONTHS
    return coded.assign(half=half).join(scores.reindex(columns=book.topic_ids).add_prefix("score "), on="statement")


def _take_topic(rows: pd.DataFrame, topic: Topic, by: str) -> pd.DataFrame:
    """line, half, source, code and score of one topic and kind of line."""
    own = rows[[by, "half", "source", topic.id, f"score {topic.id}"]]
    return own.set_axis(["line", "half", "source", "code", "score"], axis=1).astype({"code": float})


def _measure(rows: pd.DataFrame, sources: pd.Series, weights: np.ndarray) -> dict[str, Any]:
    """The slope of the changes of one kind of line; the first row of `weights` takes every source once."""
    kept = _list_kept(rows)
    first = _find_adjacent(kept)
    about = {"changes": len(first), "lines": int(kept[first].get_level_values("line").nunique())}
    if len(first) < LEAST_CHANGES:
        return {"slope": None, "interval": None, **about}
    means = rows.groupby(["line", "half", "source"])[["code", "score"]].mean().unstack().reindex(kept)
    changes = [_list_changes(means[name].reindex(columns=sources), weights, first) for name in ("code", "score")]
    slopes = pd.Series(_fit_slopes(*changes))
    slope = round_known(slopes[0])
    return {"slope": slope, "interval": find_interval(slopes[1:]) if slope is not None else None, **about}


def _list_kept(rows: pd.DataFrame) -> pd.MultiIndex:
    """Line and half year, in order, of those with the least evidence by codes and by scores."""
    enough = [_has_evidence(rows[rows[name].notna()]) for name in ("code", "score")]
    both = enough[0].index[enough[0]].intersection(enough[1].index[enough[1]])
    return both.sort_values()


def _has_evidence(rows: pd.DataFrame) -> pd.Series:
    sources = rows.groupby(["line", "half"])["source"]
    return (sources.size() >= LEAST_STATEMENTS) & (sources.nunique() >= LEAST_SOURCES)


def _find_adjacent(kept: pd.MultiIndex) -> np.ndarray:
    """The places in `kept` after which the next half year of the same line follows."""
    lines, halves = (kept.get_level_values(level).to_numpy() for level in (0, 1))
    return np.flatnonzero((lines[1:] == lines[:-1]) & (halves[1:] == halves[:-1] + 1))


def _list_changes(means: pd.DataFrame, weights: np.ndarray, first: np.ndarray) -> np.ndarray:
    """The changes from each half year in `first` to the next, one row a row of `weights`; NaN where no source is left."""
    with np.errstate(invalid="ignore"):
        values = (weights @ means.fillna(0).to_numpy().T) / (weights @ means.notna().to_numpy(dtype=float).T)
    return values[:, first + 1] - values[:, first]


def _fit_slopes(codes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Least squares through the origin, a slope a row; NaN where the codes do not move."""
    known = np.isfinite(codes) & np.isfinite(scores)
    codes, scores = np.where(known, codes, 0), np.where(known, scores, 0)
    squares = (codes**2).sum(axis=1)
    return np.divide((codes * scores).sum(axis=1), squares, out=np.full(len(codes), np.nan), where=squares > 1e-9)


def write_shrinkage(shrinkage: dict[str, dict[str, dict[str, Any]]]) -> str:
    """The slopes as lines for the terminal, one a topic and kind of line."""
    lines = ["shrinkage: share of the movement by codes that scores alone show, half year to half year"]
    for topic, kinds in shrinkage.items():
        lines += [f"  {topic:20}{by:8}{_format(found)}" for by, found in kinds.items()]
    return "\n".join(lines)


def _format(found: dict[str, Any]) -> str:
    ends = f" [{found['interval'][0]:.2f}, {found['interval'][1]:.2f}]" if found["interval"] else ""
    value = "undefined" if found["slope"] is None else f"{found['slope']:.3f}{ends}"
    return f"{value:24}{found['changes']} changes of {found['lines']} lines"
