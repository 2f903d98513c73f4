"""A short run of the fuzz targets without their engine: seeds, and seeds broken at random places, always the same."""

import random

import pytest

from benchmarks.fuzz.targets import TARGETS

TRIES = {
    "table": 60, "codebook": 60, "reference": 30, "dossier": 30, "archive": 4, "card": 20, "link": 2, "score": 8
}  # fmt: skip
SCRAPS = (
    b",",
    b'"',
    b"\n",
    b"\0",
    b"[",
    b"{",
    b"=",
    b".",
    b"-",
    b"\xff",
    b"\xe2\x88\x92",
    b"9" * 5000,
    b"\r",
    b"''",
    b"]]",
)


def break_bytes(content: bytes, draw: random.Random) -> bytes:
    """The bytes with a few parts put in, taken out or doubled."""
    for _ in range(draw.randint(1, 6)):
        first, last = sorted(draw.choices(range(len(content) + 1), k=2))
        part = content[first : min(last, first + 40)]
        content = draw.choice(
            [
                content[:first] + draw.choice(SCRAPS) + content[first:],
                content[:first] + content[first + len(part) :],
                content[:first] + part + content[first:],
            ]
        )
    return content


@pytest.mark.parametrize("name", TARGETS)
def test_a_reader_raises_nothing_but_sentences(name):
    function, seed = TARGETS[name]
    draw, seeds = random.Random(name), seed()
    for content in draw.sample(seeds, min(3, len(seeds))):
        function(content)
    for _ in range(TRIES[name]):
        function(break_bytes(draw.choice(seeds), draw))


def test_every_target_of_the_engine_is_tried():
    from benchmarks.fuzz.__main__ import NAMES

    assert set(NAMES) == set(TARGETS) == set(TRIES)
