"""How many statements a second the classifier scores on one core, beside stock scikit-learn on the same words.

`OMP_NUM_THREADS=1 python -m benchmarks.speed [--rows 30000]` prints a table with ratios against the baseline, which is
the same models behind scikit-learn's TfidfVectorizer and WordLlama's own embed, and the time of the whole command `python -m stance score`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import wordllama
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from wordllama import WordLlama

from stance.classifier.features import LETTER_MARK, LETTERS, fit_vocabulary, read_words
from stance.classifier.model import Classifier, measure_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import DATA, MODELS, load_dossier

SLUG = "japan-russia"


def measure_rate(run: Callable[[], object], rows: int, clock: Callable[[], float] = time.perf_counter) -> float:
    """Rows a second by `clock`, the better of two runs."""
    seconds = []
    for _ in range(2):
        start = clock()
        run()
        seconds.append(clock() - start)
    return rows / min(seconds)


def make_texts(texts: list[str], rows: int, seed: int = 1) -> list[str]:
    """Texts that never repeat whole: halves of two statements joined, drawn at random."""
    rng = np.random.default_rng(seed)
    pairs = rng.integers(0, len(texts), size=(rows, 2))
    halves = [text.split() for text in texts]
    return [" ".join(halves[a][: len(halves[a]) // 2] + halves[b][len(halves[b]) // 2 :]) for a, b in pairs]


def make_stock(classifier: Classifier, texts: list[str]) -> Callable[[list[str]], np.ndarray]:
    """The same linear models behind stock vectorizers (fitted here on `texts`, with the classifier's own terms).

    WordLlama pools whole texts, so its vectors differ a little from the classifier's; the work is the same.
    """
    names, vocabulary = classifier.vocabulary.names, classifier.vocabulary
    kinds = {"word1": ("word", (1, 1)), "word2": ("word", (2, 2)), "letters": ("char_wb", LETTERS)}
    terms = {
        "word1": [t for t in vocabulary.terms if not t.startswith(LETTER_MARK) and " " not in t],
        "word2": [t for t in vocabulary.terms if not t.startswith(LETTER_MARK) and " " in t],
        "letters": [t[1:] for t in vocabulary.terms if t.startswith(LETTER_MARK)],
    }
    joined = [" ".join(words) for words in read_words(texts, names)]
    blocks = [
        TfidfVectorizer(
            analyzer=kind,
            ngram_range=span,
            sublinear_tf=True,
            token_pattern=r"\S+" if kind == "word" else None,
            vocabulary=terms[name],
        ).fit(joined)
        for name, (kind, span) in kinds.items()
    ]
    vectors = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    heads = list(classifier.heads.values())
    stacked = np.hstack([np.column_stack([h.addressed, h.by_side.weights, h.by_text.weights]) for h in heads])

    def score(batch: list[str]) -> np.ndarray:
        masked = [" ".join(words) for words in read_words(batch, names)]
        terms = sparse.hstack([block.transform(masked) for block in blocks], format="csr")
        return terms @ stacked[: terms.shape[1]] + vectors.embed(masked, norm=True) @ stacked[terms.shape[1] :]

    return score


def time_command(texts: list[str], folder: Path) -> float:
    """Rows a second of the whole command, files and start included."""
    table, out = folder / "texts.csv", folder / "out.csv"
    pd.DataFrame({"text": texts, "side": "russia"}).to_csv(table, index=False)
    command = [sys.executable, "-m", "stance", "score", str(table), "--dossier", SLUG, "--out", str(out)]
    return measure_rate(lambda: subprocess.run(command, check=True, capture_output=True), len(texts))


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    dossier = load_dossier(DATA / SLUG)
    classifier = load_classifier(MODELS / SLUG, dossier)
    originals = dossier.statements["text"].tolist()
    texts, sides = make_texts(originals, rows), ["russia"] * rows
    stock = make_stock(classifier, originals)
    few = texts[: max(rows // 10, 1)]
    rates = {
        "stock vectorizers (baseline)": measure_rate(lambda: stock(few), len(few)),
        "stance, texts in memory": measure_rate(lambda: measure_texts(classifier, texts, sides), rows),
    }
    with tempfile.TemporaryDirectory() as folder:
        rates["python -m stance score, whole command"] = time_command(texts, Path(folder))
    baseline = next(iter(rates.values()))
    print(f"{'one core, ' + format(rows, ',') + ' texts':42}{'texts/s':>10}{'ratio':>8}")
    for name, rate in rates.items():
        print(f"{name:42}{rate:>10,.0f}{rate / baseline:>8.1f}")
    start = time.perf_counter()
    load_classifier(MODELS / SLUG, dossier)
    print(f"loading the classifier: {time.perf_counter() - start:.3f} s; {len(classifier.vocabulary.terms):,} terms")
    fit = measure_rate(lambda: fit_vocabulary(read_words(originals, frozenset()), frozenset()), len(originals))
    print(f"fitting the vocabulary: {fit:,.0f} texts/s")


if __name__ == "__main__":
    main()
