"""Large dossiers that no one has written: as many statements as are asked for, drawn at random, for `benchmarks.million`.

Belongs here: what they hold, and writing them. Not here: measuring.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.speed import make_texts

ACTORS, TOPICS, A_SOURCE = 200, 3, 50  # A_SOURCE: statements of a source
SIDES = {"a": "minus", "b": "plus", "c": ""}
FIRST, LAST = "2010-01-01", "2019-12-31"
TWICE = 2_000  # statements that two coders read
HEAD = f'title = "Large talks"\nversion = "1"\nperiod = ["{FIRST}", "{LAST}"]\nlevels = [-2, -1, 0, 1, 2]\n'


def write_codebook() -> str:
    """Three sides, two of which own a pole, and three topics."""
    sides = [f'[[side]]\nid = "{one}"\ntitle = "Side {one}"\npole = "{pole}"\n' for one, pole in SIDES.items()]
    topics = [
        f'[[topic]]\nid = "t{n}"\ntitle = "Topic {n}"\nquestion = "Question {n}?"\nminus = "No"\nplus = "Yes"\n'
        for n in range(TOPICS)
    ]
    return "".join([HEAD, *sides, *topics]).replace('pole = ""\n', "")


def make_statements(count: int, texts: list[str], seed: int = 0) -> pd.DataFrame:
    """Statements on random days by random actors; half of the codes are empty, the others drift a little from year to year."""
    rng = np.random.default_rng(seed)
    days, actors = pd.date_range(FIRST, LAST), rng.integers(0, ACTORS, count)
    day = rng.integers(0, len(days), count)
    rows = pd.DataFrame(
        {
            "statement": [f"s{number:07}" for number in range(count)],
            "date": days[day].strftime("%Y-%m-%d"),
            "actor": [f"actor{one:03}" for one in actors],
            "source": [f"source{one:05}" for one in rng.integers(0, max(count // A_SOURCE, 2), count)],
            "text": make_texts(texts, count, seed),
        }
    )
    return rows.assign(**{f"t{n}": _draw_codes(rng, actors % len(SIDES), day / len(days), n) for n in range(TOPICS)})


def _draw_codes(rng: np.random.Generator, side: np.ndarray, year: np.ndarray, topic: int) -> np.ndarray:
    """Codes around a mean of the side, which moves by half a code over all years on the first topic, less on others."""
    mean = np.array([-0.8, 0.8, 0.0])[side] + np.array([0.5, -0.3, 0.0])[side] * year / (topic + 1)
    codes = np.clip(np.rint(rng.normal(mean, 1.0)), -2, 2).astype(int).astype(str)
    return np.where(rng.random(len(side)) < 0.5, "", codes)


def make_tables(count: int, texts: list[str]) -> dict[str, pd.DataFrame]:
    """The tables of a dossier by name."""
    statements, sources, sides = make_statements(count, texts), range(max(count // A_SOURCE, 2)), list(SIDES)
    twice = statements.head(TWICE)
    codes = [f"t{n}" for n in range(TOPICS)]
    return {
        "statements": statements,
        "actors": pd.DataFrame(
            [(f"actor{n:03}", f"Speaker {n}", sides[n % 3], "state" if n % 2 else "press") for n in range(ACTORS)],
            columns=["actor", "name", "side", "kind"],
        ),
        "sources": pd.DataFrame(
            [
                (f"source{n:05}", f"Publisher {n % 500}", f"Title {n}", "press", f"https://example.org/{n}")
                for n in sources
            ],
            columns=["source", "publisher", "title", "kind", "url"],
        ),
        "codings": pd.concat([twice[["statement", *codes]].assign(coder=name) for name in ("first", "second")]),
        "events": pd.DataFrame(
            [(f"e{n}", f"201{n % 10}-0{n % 9 + 1}-15", f"Event {n}", "meeting") for n in range(200)],
            columns=["event", "date", "title", "kind"],
        ),
    }


def write_large(folder: Path, count: int, texts: list[str]) -> Path:
    """Writes a dossier of so many statements, its statements as Parquet, and returns its folder."""
    folder.mkdir(parents=True)
    (folder / "codebook.toml").write_text(write_codebook())
    for name, table in make_tables(count, texts).items():
        if name == "statements":
            table.to_parquet(folder / f"{name}.parquet", index=False)
        else:
            table.to_csv(folder / f"{name}.csv", index=False)
    return folder
