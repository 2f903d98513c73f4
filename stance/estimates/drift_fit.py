"""The parameters of the drift, from all groups of a topic together.

Belongs here: their likelihood and its maximum. Not here: the model (`drift`), positions (`statespace`).

The marginal likelihood of the scores and its gradient are those of Rasmussen and Williams 2006 (Gaussian Processes for
Machine Learning, equations 5.8 and 5.9, http://gaussianprocess.org/gpml), summed over groups. Each parameter has a weak
prior on its logarithm around a share of the scale (a factor of e either way is one standard deviation): it decides
where there are few statements and is worth less than one statement where there are many.
"""

from collections.abc import Iterable
from dataclasses import astuple, replace

import numpy as np
import pandas as pd
from scipy.linalg import cho_factor, cho_solve
from scipy.optimize import minimize

from stance.dossier.scales import Scale, Scales, scale_of
from stance.estimates.drift import Parameters, Track, relate_scores, split_tracks

SHARES = np.array([1 / 8, 1 / 8, 1 / 16, 1 / 16, 1 / 8])
MEMORY_DAYS, MEMORY_BOUNDS = 365.0, (30.0, 3650.0)
REACH = 5.0
DIGITS = 4


def fit_parameters(scored: pd.DataFrame, by: str, scale: Scales, *, without: str = "") -> dict[str, Parameters]:
    """The parameters of each topic in `scored`, by its id; groups are those of the column `by` ("side" or "actor").

    `without` names a part of the model that is held at 0 ("drift", "speaker", "week", "source"; "" for none). They are
    rounded to four digits, so that a line is the same on every machine.
    Groups of one statement tell nothing and are left out; a topic without any other gets the centre of the prior.
    """
    tracks: dict[str, list[Track]] = {}
    for (_, topic), track in split_tracks(scored, by).items():
        tracks.setdefault(topic, []).append(track)
    fixed = {without: 0.0} if without else {}
    starts = {topic: replace(make_start(by, scale_of(scale, topic)), **fixed) for topic in tracks}
    return {topic: _fit_topic(tracks[topic], starts[topic], scale_of(scale, topic)) for topic in sorted(tracks)}


def measure_likelihood(tracks: Iterable[Track], parameters: Parameters, scale: Scale) -> float:
    """The natural logarithm of the density of all scores of the tracks (no prior of the parameters in it)."""
    return sum(_measure_track(track, parameters, scale)[0] for track in tracks)


def make_start(by: str, scale: Scale) -> Parameters:
    """The centre of the prior: an eighth of the scale for drift, speaker and noise, a sixteenth for week and source, a year."""
    drift, speaker, week, source, noise = SHARES * (scale[1] - scale[0])
    return Parameters(drift, MEMORY_DAYS, 0.0 if by == "actor" else speaker, week, source, noise)


def _fit_topic(tracks: list[Track], centres: Parameters, scale: Scale) -> Parameters:
    start = np.array(astuple(centres))
    used, wanted = [track for track in tracks if len(track.rows) > 1], start > 0
    centre = np.log(start[wanted])

    def cost(free: np.ndarray) -> tuple[float, np.ndarray]:
        full = np.zeros(len(start))
        full[wanted] = np.exp(free)
        parts = [_measure_track(track, Parameters(*full), scale) for track in used]
        slope = sum((part[1] for part in parts), np.zeros(len(start)))[wanted]
        value = sum(part[0] for part in parts)
        return 0.5 * ((free - centre) ** 2).sum() - value, free - centre - slope

    bounds = [(middle - REACH, middle + REACH) for middle in centre]
    bounds[int(wanted[0])] = tuple(np.log(MEMORY_BOUNDS))
    best = minimize(cost, centre, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-8})
    full = np.zeros(len(start))
    full[wanted] = np.exp(best.x)
    return Parameters(*(float(f"{value:.{DIGITS}g}") for value in full))


def _measure_track(track: Track, parameters: Parameters, scale: Scale) -> tuple[float, np.ndarray]:
    """The log likelihood of a track, and its gradient by the logarithm of each parameter."""
    centred = track.scores - sum(scale) / 2
    factor = cho_factor(relate_scores(track, parameters, scale), lower=True)
    solved, inverse = cho_solve(factor, centred), cho_solve(factor, np.eye(len(centred)))
    pull = np.outer(solved, solved) - inverse
    value = -0.5 * (centred @ solved) - np.log(np.diag(factor[0])).sum() - 0.5 * len(centred) * np.log(2 * np.pi)
    return value, 0.5 * np.array([np.vdot(pull, slope) for slope in _differ(track, parameters)])


def _differ(track: Track, parameters: Parameters) -> Iterable[np.ndarray]:
    """The derivative of the covariance by the logarithm of each parameter, in their order."""
    drift = parameters.drift**2 * np.exp(-track.apart / parameters.days)
    yield 2 * drift
    yield drift * track.apart / parameters.days
    deviations = (parameters.speaker, parameters.week, parameters.source, parameters.noise)
    for deviation, block in zip(deviations, track.blocks, strict=True):
        yield 2 * deviation**2 * block
