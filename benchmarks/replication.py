"""How well lines from one batch of a record foretell the hand codes of the next: trailing mean, filter, smoother.

`python -m benchmarks.replication [--dossier japan-russia]` prints, for sides and for actors, a table a topic and one over
all topics. Everything is fitted on the hand codes of the earliest batch (column `batch` of statements.csv); what is
foretold are the hand codes of later batches, of sources that the earliest does not hold, each on its own day.

Every estimator says a normal distribution of the next code, and all are compared by the probabilities that it gives to
the codes themselves: of code c, what lies between c - 1/2 and c + 1/2, at the ends of the scale all that lies beyond.
Its mean is the position. Its variance is the squared standard error of the position, plus, for the trailing mean, the
pooled variance of source means in the window (`samples`); for filter and smoother the fitted variances of speaker, week,
source and noise. Two baselines know no line: the mean and variance of all earlier-batch codes on the topic up to the day,
and of those of the group alone (from two sources on, else those of the topic).

Compared are codes for which the trailing mean has a position, in one block; those for which it has none (too little
evidence in the window, where filter and smoother break as well) would get the topic's mean from all and are only counted.
Each source counts once: its codes are averaged first.

lpd: mean natural logarithm of the probability of the code; higher is better. MAE: mean absolute distance of code and
position. cover: how often the code lies in the central 90 % of its distribution, counted by the part of its probability
that does (the nonrandomised PIT of Czado, Gneiting and Held 2009, https://doi.org/10.1111/j.1541-0420.2009.01191.x).
pole: the same where the trailing mean stands within half a step of an end. gain: lpd minus that of the trailing mean, with
its standard error over sources. The smoother knows earlier-batch statements of later days; its row is no forecast. "speaker known" is
the filter of a side with what it has learned of the speaker of the code; it knows more than a line can, so it shows what the model is worth and is not what is compared.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.linalg import solve_triangular
from scipy.special import ndtr, stdtrit

from stance.dossier.conventions import CONFIDENCE, QUANTILE
from stance.dossier.loading import DATA, Dossier, load_dossier
from stance.dossier.scales import scale_of
from stance.dossier.scores import SCORES_COLUMNS
from stance.estimates.drift import Parameters, Track, count_days, relate_drift, relate_scores, split_tracks
from stance.estimates.drift_fit import fit_parameters, measure_likelihood
from stance.estimates.positions import Estimator
from stance.estimates.rules import ACTOR_WINDOW, SIDE_WINDOW, Rules
from stance.estimates.samples import POOL_WEIGHT, list_days, measure_spreads
from stance.estimates.scored import CODES, score_statements
from stance.estimates.statespace import StateSpace

RULES = {"side": Rules(SIDE_WINDOW), "actor": Rules(ACTOR_WINDOW)}
PARTS = {"side": ("", "drift", "speaker", "week", "source"), "actor": ("", "drift", "week", "source")}
TAIL = (1 - CONFIDENCE) / 2
KEYS = ["topic", "date"]
TOPIC, GROUP, TRAILING = "topic's mean", "group's mean", "trailing mean"


def split_batches(dossier: Dossier) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Hand codes of the earliest batch, those of later ones from new sources, and how many later ones share a source."""
    if "batch" not in dossier.statements:
        raise SystemExit("statements.csv of this dossier has no column batch: there is nothing to replicate.")
    scored = score_statements(dossier, pd.DataFrame(columns=SCORES_COLUMNS), CODES)
    batch = scored["statement"].map(dossier.statements.set_index("statement")["batch"])
    early = scored[batch == batch.min()]
    late, known = scored[batch > batch.min()], set(early["source"])
    fresh = late[~late["source"].isin(known)]
    return early, fresh, len(late) - len(fresh)


def foretell_trailing(early: pd.DataFrame, dates: pd.DatetimeIndex, estimator: Estimator) -> pd.DataFrame:
    """Columns group, topic, date, mean, error: the distribution of the next code by the trailing mean."""
    rows, ready = estimator.positions(early, dates), estimator.prepare(early)
    window = pd.Timedelta(days=estimator.rules.window_days)
    parts = []
    for (group, topic), part in rows.dropna(subset="position").groupby(["group", "topic"]):
        periods = tuple((date - window, date) for date in part["date"])
        freedom = POOL_WEIGHT + measure_spreads(ready.samples[group, topic], list_days(periods)).freedom
        error = np.hypot(part["half"] / stdtrit(freedom, 1 - TAIL), np.sqrt(ready.variance(topic, periods)))
        parts.append(part.assign(mean=part["position"], error=error))
    return pd.concat(parts)[["group", *KEYS, "mean", "error"]]


def foretell_drift(positions: pd.DataFrame, parameters: Mapping[str, Parameters]) -> pd.DataFrame:
    """The same by filter or smoother, from its positions."""
    rows = positions.dropna(subset="position")
    around = {topic: p.speaker**2 + p.week**2 + p.source**2 + p.noise**2 for topic, p in parameters.items()}
    error = np.sqrt((rows["half"] / QUANTILE) ** 2 + rows["topic"].map(around).astype(float))
    return rows.assign(mean=rows["position"], error=error)[["group", *KEYS, "mean", "error"]]


def foretell_speaker(early: pd.DataFrame, late: pd.DataFrame, line: StateSpace) -> pd.DataFrame:
    """Columns mean, error, one row a row of `late`: the filter's distribution of a code of that speaker on that day."""
    tracks, told = split_tracks(early, line.by), pd.DataFrame(np.nan, index=late.index, columns=["mean", "error"])
    for key, rows in late.groupby([line.by, "topic"]):
        if key in tracks:
            told.loc[rows.index] = _foretell_track(tracks[key], early.iloc[tracks[key].rows]["actor"], rows, line)
    return told


def _foretell_track(track: Track, actors: pd.Series, rows: pd.DataFrame, line: StateSpace) -> np.ndarray:
    topic, days = rows["topic"].iloc[0], count_days(rows["date"])
    own, scale = line.parameters[topic], scale_of(line.scale, topic)
    cross = relate_drift(np.abs(np.subtract.outer(track.days, days)), own, scale)
    cross += own.speaker**2 * np.equal.outer(actors.to_numpy(), rows["actor"].to_numpy())
    root = np.linalg.cholesky(relate_scores(track, own, scale))
    told = solve_triangular(root, cross, lower=True) * np.less_equal.outer(track.days, days)
    middle = sum(scale) / 2
    prior = relate_drift(np.zeros(1), own, scale) + own.speaker**2 + own.week**2 + own.source**2 + own.noise**2
    mean = middle + told.T @ solve_triangular(root, track.scores - middle, lower=True)
    return np.column_stack([mean, np.sqrt(prior - (told**2).sum(axis=0))])


def foretell_constant(early: pd.DataFrame, late: pd.DataFrame, by: str, scale: tuple[float, float]) -> pd.DataFrame:
    """Per row of `late`, columns (TOPIC, GROUP) x (mean, error): mean and deviation of the codes up to its day.

    One pseudo-observation a quarter of the scale wide keeps the deviation above 0.
    """
    rows = []
    for row in late.itertuples():
        before = early[(early["topic"] == row.topic) & (early["date"] <= row.date)]
        own = before[before[by] == getattr(row, by)]
        own = own if len(set(own["source"])) > 1 else before
        rows.append([*_summarise(before["score"], scale), *_summarise(own["score"], scale)])
    return pd.DataFrame(rows, index=late.index, columns=pd.MultiIndex.from_product([(TOPIC, GROUP), ("mean", "error")]))


def _summarise(scores: pd.Series, scale: tuple[float, float]) -> tuple[float, float]:
    mean = scores.mean() if len(scores) else sum(scale) / 2
    squares = ((scores - mean) ** 2).sum() + ((scale[1] - scale[0]) / 4) ** 2
    return mean, float(np.sqrt(squares / max(len(scores), 1)))


def bound_codes(codes: np.ndarray, mean: np.ndarray, error: np.ndarray, scale: tuple[float, float]) -> np.ndarray:
    """Two rows: the probability of any lower code, and of any code up to this one."""
    below, up_to = (ndtr((codes + half - mean) / error) for half in (-0.5, 0.5))
    return np.array([np.where(codes <= scale[0], 0, below), np.where(codes >= scale[1], 1, up_to)])


def judge_codes(codes: np.ndarray, mean: np.ndarray, error: np.ndarray, scale: tuple[float, float]) -> pd.DataFrame:
    """Columns lpd, mae, cover, one row a code."""
    below, up_to = bound_codes(codes, mean, error, scale)
    mass = np.maximum(up_to - below, 1e-12)
    inside = np.clip(np.minimum(up_to, 1 - TAIL) - np.maximum(below, TAIL), 0, None)
    return pd.DataFrame({"lpd": np.log(mass), "mae": np.abs(codes - mean), "cover": np.minimum(inside / mass, 1)})


def foretell_all(
    early: pd.DataFrame, late: pd.DataFrame, by: str, scale: tuple[float, float]
) -> dict[str, pd.DataFrame]:
    """Mean and error of each estimator for each row of `late`, NaN where a line breaks; in the order of printing."""
    rules, dates = RULES[by], pd.DatetimeIndex(late["date"].unique())
    parameters = fit_parameters(early, by, scale)
    line = StateSpace(by, rules, scale, parameters)
    told = {
        TRAILING: foretell_trailing(early, dates, Estimator(by, rules, scale)),
        "filter": foretell_drift(line.filter(early, dates), parameters),
        "smoother": foretell_drift(line.smooth(early, dates), parameters),
    }
    keys = late.rename(columns={by: "group"})[["group", *KEYS]]
    constant = foretell_constant(early, late, by, scale)
    joined = {
        name: keys.merge(rows, on=["group", *KEYS], how="left").set_axis(late.index) for name, rows in told.items()
    }
    speaker = {"speaker known": foretell_speaker(early, late, line)} if by == "side" else {}
    return {TOPIC: constant[TOPIC], GROUP: constant[GROUP]} | joined | speaker


def print_table(title: str, late: pd.DataFrame, told: Mapping[str, pd.DataFrame], scale: tuple[float, float]) -> None:
    """Prints one table, a row an estimator."""
    mean = told[TRAILING]["mean"]
    kept = mean.notna()
    near = kept & (np.minimum(mean - scale[0], scale[1] - mean) <= 0.5)
    print(
        f"\n{title}: {kept.sum()} codes of {late[kept]['source'].nunique()} sources ({near.sum()} codes near a pole); ",
        end="",
    )
    print(f"{(~kept).sum()} codes without a position")
    judged = {name: _judge(late[kept], rows[kept], scale) for name, rows in told.items()}
    for name, rows in judged.items():
        each = rows.groupby("source")[["lpd", "mae", "cover"]].mean()
        gain = each["lpd"] - judged[TRAILING].groupby("source")["lpd"].mean()
        pole = rows[near[kept].to_numpy()]["cover"].mean()
        print(
            f"  {name:<14} lpd {each['lpd'].mean():6.3f}  MAE {each['mae'].mean():5.3f}  cover {each['cover'].mean():6.1%}  "
            f"pole {pole:6.1%}  gain {gain.mean():+6.3f} (se {gain.sem():.3f})"
        )


def _judge(late: pd.DataFrame, told: pd.DataFrame, scale: tuple[float, float]) -> pd.DataFrame:
    codes, mean, error = (column.to_numpy(dtype=float) for column in (late["score"], told["mean"], told["error"]))
    return judge_codes(codes, mean, error, scale).assign(source=late["source"].to_numpy())


def print_parts(early: pd.DataFrame, late: pd.DataFrame, by: str, scale: tuple[float, float]) -> None:
    """Prints what each part of the model is worth: log likelihood of all topics minus that of the model fitted without it."""
    whole = pd.concat([early, late])
    worth = {}
    for part in PARTS[by]:
        parameters = fit_parameters(early, by, scale, without=part)
        own, both = (_measure_all(frame, by, parameters, scale) for frame in (early, whole))
        worth[part] = np.array([own, both - own])
    print(
        f"\n{by}s: what a part is worth, in units of log likelihood, on the earliest batch and on later ones given it"
    )
    for part in PARTS[by][1:]:
        print("  {:<8} {:+7.1f} {:+7.1f}".format(part, *(worth[""] - worth[part])))


def _measure_all(
    frame: pd.DataFrame, by: str, parameters: Mapping[str, Parameters], scale: tuple[float, float]
) -> float:
    tracks = split_tracks(frame, by)
    return sum(measure_likelihood([track], parameters[topic], scale) for (_, topic), track in tracks.items())


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dossier", default="japan-russia", help="a name in data/, or a folder")
    options = parser.parse_args()
    folder = DATA / options.dossier
    dossier = load_dossier(folder if folder.is_dir() else Path(options.dossier))
    early, late, shared = split_batches(dossier)
    print(
        f"{len(early)} codes of the earliest batch, {len(late)} later ones of new sources; {shared} of known ones left out"
    )
    (scale,) = set(dossier.codebook.scales.values())  # topics are pooled here, so that they must share one
    for by in RULES:
        told = foretell_all(early, late, by, scale)
        for topic in dossier.codebook.topic_ids:
            at = late["topic"] == topic
            print_table(f"{by}s, {topic}", late[at], {name: rows[at] for name, rows in told.items()}, scale)
        print_table(f"{by}s, all topics", late, told, scale)
        print_parts(early, late, by, scale)


if __name__ == "__main__":
    main()
