"""Texts to words, with the names of actors masked, so that a score rests on what is said and not on who says it.

Which words count as names is found in the dossier itself: the words of actors' names and aliases that its texts
never write in lower case and its codebook does not use. No list of names stands in the code.
"""

import re
from collections.abc import Iterable

import pandas as pd

from stance.dossier.codebook import Codebook

MASK = "_name_"
WORD = re.compile(r"\w\w+")
SHORTEST_NAME = 3


def split_words(text: str) -> list[str]:
    """The words of a text in lower case; single letters and digits are no words."""
    return WORD.findall(text.lower())


class Masker(dict[str, str]):
    """From a word to itself, or to `MASK` where it is a name; each distinct word is looked up once."""

    def __init__(self, names: frozenset[str]) -> None:
        self.names = names

    def __missing__(self, word: str) -> str:
        self[word] = MASK if word in self.names else word
        return self[word]

    def read_words(self, text: str) -> list[str]:
        """The words of a text in lower case, each name replaced by `MASK`; names in a row become one."""
        words = [self[word] for word in WORD.findall(text.lower())]
        return _join_masks(words) if words.count(MASK) > 1 else words


def _join_masks(words: list[str]) -> list[str]:
    return [word for i, word in enumerate(words) if word != MASK or i == 0 or words[i - 1] != MASK]


def find_names(actors: pd.DataFrame, texts: Iterable[str], codebook: Codebook) -> frozenset[str]:
    """The words to mask: those of names and aliases that are always capitalised and are not the codebook's own."""
    candidates = {
        word
        for cells in (actors["name"], actors["aliases"])
        for cell in cells
        for word in split_words(cell)
        if len(word) >= SHORTEST_NAME
    }
    plain = {word for text in texts for word in re.findall(r"\w+", text) if word.islower()}
    return frozenset(candidates - plain - _codebook_words(codebook))


def _codebook_words(codebook: Codebook) -> set[str]:
    parts = [codebook.title, codebook.places, *codebook.coding_rules, *(side.title for side in codebook.sides)]
    for topic in codebook.topics:
        parts += [topic.title, topic.question, topic.minus, topic.plus, *(level.rule for level in topic.levels)]
    return {word for part in parts for word in split_words(part)}
