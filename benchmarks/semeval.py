"""The same engine on stance dossiers with one topic and levels -1 and +1, by the official figure of SemEval-2016 task 6A.

`python -m benchmarks.semeval FOLDER` cross-validates (5 folds by source) every dossier in FOLDER and prints
F_avg = (F1 of FAVOR + F1 of AGAINST) / 2, pooled over the dossiers (Mohammad et al. 2016,
https://aclanthology.org/S16-1003), beside the baseline that always answers the commonest label of the dossier.
A statement that is not addressed is NONE; else the sign of its score is its label.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from stance.classifier.training import cross_fit
from stance.dossier.loading import find_dossiers, load_dossier
from stance.dossier.scores import ADDRESSED


def predict_labels(folder: Path, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """True and predicted labels (-1, 0 for NONE, +1) of the coded statements of a dossier with one topic."""
    dossier = load_dossier(folder)
    (topic,) = dossier.codebook.topic_ids
    scores = cross_fit(dossier, seed=seed).set_index("statement")
    truth = dossier.statements.set_index("statement")[topic].fillna(0).astype(int)[scores.index]
    said = np.where(scores["addressed"] >= ADDRESSED, np.where(scores["score"] >= 0, 1, -1), 0)
    return truth.to_numpy(), said


def measure_f_avg(truth: np.ndarray, said: np.ndarray) -> float:
    """The mean of the F1 of +1 and of -1, in percent."""
    return 100 * float(np.mean(f1_score(truth, said, labels=[1, -1], average=None, zero_division=0)))


def draw_interval(truth: np.ndarray, said: np.ndarray, draws: int = 1000) -> np.ndarray:
    """The 90 % percentile interval of F_avg from drawing statements with replacement."""
    rng = np.random.default_rng(0)
    rows = (rng.integers(0, len(truth), len(truth)) for _ in range(draws))
    return np.percentile([measure_f_avg(truth[row], said[row]) for row in rows], [5, 95])


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    pairs = {name: predict_labels(folder, options.seed) for name, folder in find_dossiers(options.folder).items()}
    print(f"{'dossier':16}{'statements':>11}{'F_avg':>8}{'90 % interval':>16}{'commonest':>11}{'ratio':>7}")
    commonest = {name: np.full(len(t), np.sign((t > 0).sum() - (t < 0).sum())) for name, (t, _) in pairs.items()}
    truth, said = (np.concatenate([pair[i] for pair in pairs.values()]) for i in (0, 1))
    rows = {name: (*pair, commonest[name]) for name, pair in pairs.items()}
    rows["pooled"] = (truth, said, np.concatenate(list(commonest.values())))
    for name, (true, ours, baseline) in rows.items():
        figures = measure_f_avg(true, ours), measure_f_avg(true, baseline)
        interval = "[{:.1f}, {:.1f}]".format(*draw_interval(true, ours))
        print(
            f"{name:16}{len(true):>11,}{figures[0]:>8.1f}{interval:>16}{figures[1]:>11.1f}{figures[0] / figures[1]:>7.2f}"
        )


if __name__ == "__main__":
    main()
