"""How much of a text is known, and what a threshold on it notices: statements that were held out, and lists of other texts.

`python -m benchmarks.unknown [DOSSIER]` prints the share of texts under the threshold, kind by kind. Statements are measured by a
vocabulary that saw nothing of their source (the folds of the cross-fit, five divisions); "first words" are those of the same
statements, cut short. The other texts stand in unknown.csv: the measure was chosen by those of the list "first", those of the list
"second" were written afterwards, and the last list holds short texts that do speak to the topics of the shipped dossier. The threshold
is set on held-out statements alone. "Unscored" is the share that gets no score (`known.find_unscored`): those below, and those barely
over the threshold of which the trained classifier is sure of no direction. It is measured where that can be done without a new training: on
held-out statements by their cross-fitted scores, on other texts by the trained classifier, as pasted lines are: without a side.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from stance.classifier.evaluation import REPEATS
from stance.classifier.features import fit_vocabulary, read_words
from stance.classifier.fitting import DEFAULTS
from stance.classifier.folds import split_by_batch, split_folds
from stance.classifier.known import FALSE_ALARMS, find_threshold, find_unscored, measure_held_out, measure_known
from stance.classifier.masking import find_names
from stance.classifier.model import measure_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import Dossier, find_dossier, find_models, load_dossier
from stance.dossier.scores import ADDRESSED, read_scores

TEXTS = Path(__file__).with_suffix(".csv")
CUTS = {"whole statements": None, "their first 12 words": 12, "their first 10 words": 10, "their first 6 words": 6}


def measure_apart(train: pd.Series, test: list[str], names: frozenset[str]) -> np.ndarray:
    """How much of each text is known to a vocabulary of the training texts."""
    vocabulary = fit_vocabulary(read_words(train, names), names, min_texts=DEFAULTS.min_texts)
    return measure_known(read_words(test, names), vocabulary)


def measure_cut(coded: pd.DataFrame, names: frozenset[str], words: int | None) -> np.ndarray:
    """How much is known of every coded statement, or of its first words, once a division into folds."""
    texts = coded["text"].map(lambda text: " ".join(text.split()[:words]))
    folds = [fold for seed in range(REPEATS) for fold in split_folds(coded["source"], seed=seed)]
    return np.concatenate([measure_apart(coded["text"].iloc[a], texts.iloc[b].tolist(), names) for a, b in folds])


def find_sure(dossier: Dossier, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Whether each text speaks to each topic and whether the trained classifier abstains from a direction, without a side."""
    classifier = load_classifier(find_models(dossier.folder), dossier)
    cells = measure_texts(classifier, texts, [None] * len(texts))
    return cells[:, :, 0] >= ADDRESSED, cells[:, :, -1] == 1


def find_sure_held_out(dossier: Dossier, coded: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The same for coded statements, as often as `measure_cut` measures them, by their cross-fitted scores."""
    scores = read_scores(find_models(dossier.folder)).pivot(index="statement", columns="topic")
    speaks = scores["addressed"].to_numpy() >= ADDRESSED
    abstains = scores["abstains"].to_numpy() == 1
    folds = [fold for seed in range(REPEATS) for fold in split_folds(coded["source"], seed=seed)]
    rows = scores.index.get_indexer(np.concatenate([coded["statement"].iloc[test] for _, test in folds]))
    return speaks[rows], abstains[rows]


Row = tuple[str, np.ndarray, np.ndarray | None]


def list_rows(dossier: Dossier, least: float) -> Iterator[Row]:
    """Each kind of text with how much is known of its texts, and which get no score (None where that is not measured)."""
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    for name, words in CUTS.items():
        known = measure_cut(coded, names, words)
        unscored = None if words else find_unscored(known, least, *find_sure_held_out(dossier, coded))
        yield f"held out: {name}", known, unscored
    for day, (train, test) in split_by_batch(coded).items():
        known = measure_apart(coded["text"].iloc[train], coded["text"].iloc[test].tolist(), names)
        yield f"batch of {day}, known from those before", known, None
    others = pd.read_csv(TEXTS, keep_default_na=False)
    known = measure_apart(coded["text"], others["text"].tolist(), names)
    unscored = find_unscored(known, least, *find_sure(dossier, others["text"].tolist()))
    for (source, kind), rows in others.groupby(["list", "kind"], sort=False).indices.items():  # type: ignore[misc]
        yield f"{source}: {kind}", known[rows], unscored[rows]


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dossier", nargs="?", default="japan-russia")
    dossier = load_dossier(find_dossier(parser.parse_args().dossier))
    coded = dossier.statements[dossier.statements["coded"]].reset_index(drop=True)
    names = find_names(dossier.actors, dossier.statements["text"], dossier.codebook)
    least = find_threshold(measure_held_out(coded, names, repeats=REPEATS, min_texts=DEFAULTS.min_texts))
    print(f"{dossier.slug}: known from {least:g} on; {FALSE_ALARMS:.1%} of held-out statements lie below")
    print(f"{'texts':52}{'number':>8}{'below':>8}{'unscored':>10}{'median':>8}")
    for name, known, unscored in list_rows(dossier, least):
        left_out = f"{'-':>10}" if unscored is None else f"{unscored.mean():>10.1%}"
        print(f"{name:52}{len(known):>8,}{(known < least).mean():>8.1%}{left_out}{np.median(known):>8.2f}")


if __name__ == "__main__":
    main()
