"""Which terms set two sides apart on a topic, and how the use of a term changes by year.

Belongs here: terms of texts, how many sources hold them, how surely two sides differ. Not here: codes, scores, pictures.

The texts of a dossier are the curator's paraphrases, so the words are the curator's, chosen to hold the point, not the
speakers' own. A term that sets sides apart says what they talk about, not where they stand. The unit is the source: ten
points of one speech count once; a source with statements of two sides counts once for each. Many terms are compared,
so some differ by chance alone: `expect_by_chance` says how many.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import sparse

from stance.dossier.reference import match_words as match_texts

MIN_STATEMENTS, MIN_SOURCES = 5, 3
PRIOR_SOURCES = 10.0
BAR, SHUFFLES, ROUNDING = 1.65, 1000, 1e-9
MOST_DEALT = 3_000_000  # terms of statements times deals that are looked at in one go
LONGEST_NAME = 3
COLUMNS = ["term", "sources_minus", "sources_plus", "share_minus", "share_plus", "log_odds", "z"]
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STOP = """
about above after again against ahead all along also although am among an and another any are around as at away back
be because been before behind being below between both but by came can cannot come could did do does doing done down
during each either else even ever every few for from further get gave give given go goes had has have having he her
here hers herself him himself his how if in including instead into is it its itself just last least less like made
make many may me might more most much must my near neither never next no nor not now of off on once one only onto or
other others our ours out over own per put rather same say saying says said she should since so some still such take
taken than that the their them themselves then there these they this those though through thus to together told too
took toward towards under until up upon us very via was way we well went were what when where whether which while
who whom whose why will with within without would yet you your yours
"""
STOP_WORDS = frozenset(_STOP.split())


def find_terms(statements: pd.DataFrame, names: Iterable[str] = ()) -> pd.DataFrame:
    """Which statement holds which term, one row each: statement, term (casefolded: a word or two adjacent ones).

    Kept are terms that `MIN_STATEMENTS` statements from `MIN_SOURCES` sources hold, without English stop words, single
    letters, and words of `names` (of actors, of sides) that no text writes in small letters; names of more than
    `LONGEST_NAME` words are descriptions and are not heeded. Of a phrase and its word in the same statements the phrase
    alone is kept.
    """
    texts = statements["text"].str.replace("’", "'")
    left_out = STOP_WORDS | _list_names(texts, names)
    pairs = zip(statements["statement"], texts, strict=True)
    rows = [(statement, term) for statement, text in pairs for term in sorted(_split_terms(text, left_out))]
    held = pd.DataFrame(rows, columns=["statement", "term"], dtype="str")
    return _drop_parts(_keep_frequent(held, statements))


def _list_names(texts: pd.Series, names: Iterable[str]) -> set[str]:
    """The casefolded words of the names, without those that stand in small letters in a text."""
    split = [[_trim(word) for word in WORD.findall(name.replace("’", "'"))] for name in names]
    small = {_trim(word) for text in texts for word in WORD.findall(text)}
    return {word.casefold() for words in split if len(words) <= LONGEST_NAME for word in words} - small


def _trim(word: str) -> str:
    return word.removesuffix("'s")


def _split_terms(text: str, left_out: set[str] | frozenset[str]) -> set[str]:
    """The words of a text, and every two of them with nothing but a space or a hyphen between."""
    folded = text.casefold()
    found = [(_trim(match[0]), match.start(), match.end()) for match in WORD.finditer(folded)]
    kept = [part for part in found if part[0] not in left_out and (len(part[0]) > 1 or not part[0].isascii())]
    phrases = {f"{a[0]} {b[0]}" for a, b in pairwise(kept) if folded[a[2] : b[1]] in (" ", "-")}
    return {word for word, _, _ in kept} | phrases


def _keep_frequent(held: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    sources = held["statement"].map(statements.set_index("statement")["source"])
    counts = held.assign(source=sources).groupby("term").agg(n=("statement", "size"), sources=("source", "nunique"))
    frequent = counts.index[(counts["n"] >= MIN_STATEMENTS) & (counts["sources"] >= MIN_SOURCES)]
    return held[held["term"].isin(frequent)].reset_index(drop=True)


def _drop_parts(held: pd.DataFrame) -> pd.DataFrame:
    """A word has all statements of its phrases, so it has the same ones where it has as many."""
    counts = held["term"].value_counts().to_dict()
    parts = {word for term in counts if " " in term for word in term.split() if counts.get(word) == counts[term]}
    return held[~held["term"].isin(parts)].reset_index(drop=True)


def match_words(statements: pd.DataFrame, words: Iterable[str]) -> pd.Series:
    """Whether text or key phrase holds one of the words or phrases, as in `reference.match_words`."""
    texts = statements["text"] + "\n" + statements["key_phrase"].fillna("")
    return pd.Series(match_texts(texts, words), index=statements.index, dtype=bool)


def count_by_side(statements: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """How many sources of each side hold each term: term, side, sources_with, sources, share (0-1)."""
    return _count_sources(statements[["statement", "side", "source"]], held, ["side"])


def count_by_year(statements: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The same by year: term, side, year, sources_with, sources, share; every year from the first to the last.

    The share is NaN where the side has no source in the year: silence, not 0.
    """
    dated = statements[["statement", "side", "source"]].assign(year=statements["date"].dt.year)
    return _count_sources(dated, held, ["side", "year"])


def _count_sources(rows: pd.DataFrame, held: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    sources = rows.groupby(by)["source"].nunique()
    found = held.merge(rows, on="statement").groupby(["term", *by])["source"].nunique()
    values = [sorted(held["term"].unique()), sorted(rows["side"].unique())]
    if "year" in by:
        values.append(list(range(rows["year"].min(), rows["year"].max() + 1)) if len(rows) else [])
    grid = pd.MultiIndex.from_product(values, names=["term", *by]).to_frame(index=False)
    grid["sources_with"] = found.reindex(pd.MultiIndex.from_frame(grid), fill_value=0).to_numpy(dtype=int)
    grid = grid.merge(sources.rename("sources").reset_index(), on=by, how="left").fillna({"sources": 0})
    return grid.assign(
        sources=grid["sources"].astype(int), share=grid["sources_with"] / grid["sources"].where(grid["sources"] > 0)
    )


def compare_sides(statements: pd.DataFrame, held: pd.DataFrame, minus: str, plus: str) -> pd.DataFrame:
    """How far the two sides differ in each term, the surest of the plus side first, of the minus side last: `COLUMNS`.

    sources_ and share_ (0-1): sources of the side that hold the term. log_odds: log odds that a source of the plus side
    holds it, minus the same of the minus side; z: that over its standard error. It is the log-odds ratio with an
    informative Dirichlet prior of Monroe, Colaresi and Quinn 2008 (https://doi.org/10.1093/pan/mpn018, equations
    15-22), with two categories, a source that holds the term and one that does not; the prior is `PRIOR_SOURCES` sources
    that hold it as often as both sides together. Above 0: more of the plus side.
    """
    counts = count_by_side(statements, held)
    wide = counts.pivot(index="term", columns="side", values="sources_with").reindex(
        columns=[minus, plus], fill_value=0
    )
    sources = statements.groupby("side")["source"].nunique().reindex([minus, plus], fill_value=0)
    with_minus, with_plus = wide[minus].to_numpy(), wide[plus].to_numpy()
    log_odds, z = measure_difference(with_minus, sources[minus], with_plus, sources[plus])
    cells = [wide.index, with_minus, with_plus, with_minus / sources[minus], with_plus / sources[plus], log_odds, z]
    table = pd.DataFrame(dict(zip(COLUMNS, cells, strict=True)))
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)


def measure_difference(with_minus, sources_minus, with_plus, sources_plus) -> tuple[np.ndarray, np.ndarray]:
    """The difference in log odds of `compare_sides` and its z, for arrays of sources that hold a term, and of all sources.

    Half a source is added on either side of the prior's share, so that it is never 0 or 1.
    """
    prior = PRIOR_SOURCES * (with_minus + with_plus + 0.5) / (sources_minus + sources_plus + 1)
    odds, variance = [], []
    for count, sources in ((with_minus, sources_minus), (with_plus, sources_plus)):
        holding, lacking = count + prior, sources - count + PRIOR_SOURCES - prior
        odds.append(np.log(holding / lacking))
        variance.append(1 / holding + 1 / lacking)
    log_odds = odds[1] - odds[0]
    return log_odds, log_odds / np.sqrt(variance[0] + variance[1])


@dataclass(frozen=True)
class Chance:
    """What chance alone gives: `expected` terms from `BAR` up; `bar`, the |z| (from `BAR` up) that none reaches in nine of ten shuffles."""

    expected: float
    bar: float


def expect_by_chance(statements: pd.DataFrame, held: pd.DataFrame, minus: str, plus: str, seed: int = 0) -> Chance:
    """Deals the two sides to their speakers at random, `SHUFFLES` times, and compares again: how many terms differ then.

    All sources of a speaker (actor) go together, so that what one talkative speaker says often is no difference of sides.
    It is a permutation test whose statistic is the largest |z| of all terms (Westfall and Young 1993, "Resampling-Based
    Multiple Testing"), with clusters permuted whole.
    """
    own = statements.loc[statements["side"].isin([minus, plus]), ["statement", "side", "actor", "source"]]
    own = own.assign(speaker=own.groupby(["side", "actor"]).ngroup(), all="")
    rows = held.merge(own, on="statement")
    if rows.empty:
        return Chance(0.0, BAR)
    count, of_plus = own["speaker"].max() + 1, own.loc[own["side"] == plus, "speaker"].nunique()
    generator = np.random.default_rng(seed)
    plus_side = np.array([generator.permutation(count) < of_plus for _ in range(SHUFFLES)], dtype=float).T
    counted = _relate(rows, "term"), _relate(own, "all")
    blocks = np.array_split(plus_side, -(-len(rows) * SHUFFLES // MOST_DEALT), axis=1)
    dealt = [_compare_dealt(*counted, block) for block in blocks]
    largest, differing = (np.concatenate(part) for part in zip(*dealt, strict=True))
    bar = float(np.quantile(largest, 0.9, method="higher")) + ROUNDING
    return Chance(float(differing.mean()), max(bar, BAR))


Related = tuple[sparse.csr_array, sparse.csr_array]


def _compare_dealt(terms: Related, every: Related, plus_side: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The largest |z| of all terms in each deal (1 where a speaker is dealt to the plus side), and how many reach `BAR`."""
    dealt = (1 - plus_side, plus_side)
    holding, sources = ([_count_dealt(related, one) for one in dealt] for related in (terms, every))
    z = np.abs(measure_difference(holding[0], sources[0], holding[1], sources[1])[1])
    return z.max(axis=0), (z >= BAR).sum(axis=0)


def _relate(rows: pd.DataFrame, by: str) -> Related:
    """Which speaker stands in which source of each value of the column `by`, and which of these are of which value."""
    own = rows.drop_duplicates([by, "source", "speaker"])
    pairs = own.groupby([by, "source"]).ngroup().to_numpy()
    speakers = rows["speaker"].max() + 1
    spoken = sparse.csr_array((np.ones(len(own)), (pairs, own["speaker"])), shape=(pairs.max() + 1, speakers))
    codes = pd.factorize(own[by].groupby(pairs).first(), sort=True)[0]
    return spoken, sparse.csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))))


def _count_dealt(related: Related, dealt: np.ndarray) -> np.ndarray:
    """How many sources of each value have a speaker of the side, one row a value and one column a deal.

    `dealt` is 1 where a speaker is dealt to the side, one row a speaker and one column a deal.
    """
    spoken, grid = related
    return grid @ (spoken @ dealt[: spoken.shape[1]] > 0).astype(float)


def pick_strongest(table: pd.DataFrame, most: int = 8, bar: float = BAR, sure: float = np.inf) -> pd.DataFrame:
    """The rows of `compare_sides` with |z| from `bar` up, at most `most` a side, no two with a word in common.

    A word gives way to a phrase of the same side that has more than half of its sources. Those from `sure` up are picked
    first: a word that is sure does not give way to a phrase that is not.
    """
    seen: set[str] = set()
    picked: dict[bool, list[int]] = {True: [], False: []}
    for least in (sure, bar):
        ranked = _rank_terms(table[table["z"].abs() >= least])
        for place, term, z in zip(ranked.index, ranked["term"], ranked["z"], strict=True):
            if seen.isdisjoint(term.split()) and len(picked[z > 0]) < most:
                picked[z > 0].append(place)
                seen |= set(term.split())
    return table[table.index.isin(picked[True] + picked[False])]


def _rank_terms(table: pd.DataFrame) -> pd.DataFrame:
    """The terms that give way to no phrase, the surest first."""
    return table[~table["term"].isin(_list_outgrown(table))].sort_values("z", key=lambda z: -z.abs(), kind="stable")


def _list_outgrown(table: pd.DataFrame) -> set[str]:
    plus = table["z"] > 0
    sources = dict(
        zip(zip(table["term"], plus, strict=True), table["sources_minus"] + table["sources_plus"], strict=True)
    )
    phrases = [(term, side) for term, side in sources if " " in term]
    return {
        word for term, side in phrases for word in term.split()
        if 2 * sources[term, side] > sources.get((word, side), np.inf)
    }  # fmt: skip
