"""How much of a movement lines from the classifier alone show: it draws scores to what it expects of a side.

For every side and half year, and every actor and year (about the windows of their lines): the mean of the source means by
hand codes, and by the scores that "Classifier only" would show (cross-fitted, corrected, of the statements that it takes for
addressed). From each the mean of its line over all periods is taken. The slope of what is left by scores on what is left by
codes, by least squares weighted with the sources of a period, is the share of the movement that is shown: 1 shows all of
it, 0 none. Both are of the same coded statements: the slope says nothing of statements that no one found.
"""

from typing import Any

import numpy as np
import pandas as pd

from stance.classifier.evaluation import round_known
from stance.classifier.rectifying import estimate_corrections
from stance.dossier.codebook import Topic
from stance.dossier.conventions import CONFIDENCE
from stance.dossier.loading import Dossier
from stance.dossier.scales import clip_scores
from stance.dossier.scores import ADDRESSED

MONTHS = {"side": 6, "actor": 12}
LEAST_STATEMENTS, LEAST_SOURCES = 3, 2
LEAST_PERIODS = 10
NORMAL_90 = 1.6449

Found = dict[str, Any]


def measure_shrinkage(fitted: pd.DataFrame, dossier: Dossier) -> dict[str, dict[str, Found]]:
    """Topic to kind of line ("side", "actor") to slope, interval, periods and lines.

    `fitted`: the cross-fitted scores of the coded statements, as `cross_fit` returns them. slope: the share of the movement by
    codes that scores show; interval: its 90 % interval, from the jackknife over sources (Efron and Tibshirani 1993, ch. 11;
    drawing sources would add noise to every period and so lower the slope); periods: how many half years or years it rests
    on, of how many lines. A period needs three statements from two sources, by codes and by scores, a line two periods. With
    fewer than `LEAST_PERIODS` periods, or where the codes do not move, slope and interval are None.
    """
    rows = _list_rows(fitted, dossier)
    return {
        topic.id: {by: _measure(_take_topic(rows, topic, by)) for by in MONTHS} for topic in dossier.codebook.topics
    }


def _list_rows(fitted: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The coded statements with month, codes, and for each topic the score that a line would show ("score TOPIC")."""
    book, coded = dossier.codebook, dossier.statements[dossier.statements["coded"]]
    corrections = estimate_corrections(fitted, dossier.statements, book)["correction"]
    shown = fitted.assign(score=clip_scores(fitted["score"] + corrections, fitted["topic"], book.scales))
    scores = shown[shown["addressed"] >= ADDRESSED].pivot(index="statement", columns="topic", values="score")
    months = coded["date"].dt.year * 12 + coded["date"].dt.month - 1
    return coded.assign(month=months).join(scores.reindex(columns=book.topic_ids).add_prefix("score "), on="statement")


def _take_topic(rows: pd.DataFrame, topic: Topic, by: str) -> pd.DataFrame:
    """line, source, code, score and period (its number) of one topic and kind of line."""
    own = rows[[by, "source", topic.id, f"score {topic.id}"]].set_axis(["line", "source", "code", "score"], axis=1)
    return own.assign(period=rows["month"] // MONTHS[by]).astype({"code": float})


def _measure(rows: pd.DataFrame) -> Found:
    kept = _list_kept(rows)
    lines = pd.factorize(kept.get_level_values("line"))[0]
    about = {"periods": len(kept), "lines": len(set(lines))}
    if len(kept) < LEAST_PERIODS:
        return {"slope": None, "interval": None, **about}
    means = rows.groupby(["line", "period", "source"])[["code", "score"]].mean().unstack().reindex(kept)
    (codes, weights), (scores, _) = (_leave_out(means[name].to_numpy()) for name in ("code", "score"))
    slopes = _fit_slopes(_centre(codes, weights, lines), _centre(scores, weights, lines), weights)
    return {"slope": round_known(slopes[0]), "interval": _find_interval(slopes), **about}


def _list_kept(rows: pd.DataFrame) -> pd.MultiIndex:
    """Line and period of those with the least evidence by codes and by scores, of lines with two or more."""
    enough = [_has_evidence(rows[rows[name].notna()]) for name in ("code", "score")]
    both = enough[0].intersection(enough[1]).sort_values()
    counts = both.get_level_values("line").value_counts()
    return both[both.get_level_values("line").map(counts) > 1]


def _has_evidence(rows: pd.DataFrame) -> pd.MultiIndex:
    sources = rows.groupby(["line", "period"])["source"]
    enough = (sources.size() >= LEAST_STATEMENTS) & (sources.nunique() >= LEAST_SOURCES)
    return enough.index[enough]


def _leave_out(means: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean of each period (row) over its sources, and their number: column 0 of all, column k without source k."""
    known = np.isfinite(means)
    left_out = np.hstack([np.zeros((len(means), 1)), np.where(known, means, 0)])
    counts = known.sum(axis=1, keepdims=True) - np.hstack([np.zeros((len(means), 1)), known])
    return (left_out.sum(axis=1, keepdims=True) - left_out) / counts, counts


def _centre(values: np.ndarray, weights: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """The values less the weighted mean of their line, column by column."""
    member = (lines[:, None] == np.unique(lines)).astype(float)
    return values - member @ ((member.T @ (weights * values)) / (member.T @ weights))


def _fit_slopes(codes: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weighted least squares through the origin, a slope a column; NaN where the codes do not move."""
    squares = (weights * codes**2).sum(axis=0)
    products = (weights * codes * scores).sum(axis=0)
    return np.divide(products, squares, out=np.full(len(squares), np.nan), where=squares > 1e-9)


def _find_interval(slopes: np.ndarray) -> tuple[float, float] | None:
    """The 90 % interval of the first slope from those that leave out one source each."""
    others = slopes[1:]
    half = NORMAL_90 * np.sqrt((len(others) - 1) / len(others) * ((others - others.mean()) ** 2).sum())
    return None if np.isnan(half) else (round(float(slopes[0] - half), 4), round(float(slopes[0] + half), 4))


def write_shrinkage(shrinkage: dict[str, dict[str, Found]]) -> str:
    """The slopes as lines for the terminal, one a topic and kind of line."""
    lines = [
        f"shrinkage: share of the movement by codes that scores alone show (1 all, 0 none; {CONFIDENCE:.0%} interval)"
    ]
    for topic, kinds in shrinkage.items():
        lines += [f"  {topic:20}{by:8}{_format(found)}" for by, found in kinds.items()]
    return "\n".join(lines)


def _format(found: Found) -> str:
    ends = f" [{found['interval'][0]:.2f}, {found['interval'][1]:.2f}]" if found["interval"] else ""
    value = "undefined" if found["slope"] is None else f"{found['slope']:.3f}{ends}"
    return f"{value:24}{found['periods']} periods of {found['lines']} lines"
