"""A reader's search: whole words, beginnings of words, and phrases in quotation marks.

Belongs here: what a search asks for, and whether a text holds it. Not here: which columns are searched (`catalogue`), words on pages.
"""

import re
from dataclasses import dataclass

QUOTES = str.maketrans(dict.fromkeys("“”„«»″", '"') | {"’": "'", "‘": "'"})
PARTS = re.compile(r'"([^"]*)"?|([^\s"]+)')
# Scripts that put no space between words (Thai, kana, Han): there a word is found wherever its signs stand.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Asked:
    """One thing that a text must hold: its words, whether they stand in quotation marks, whether the last word may go on."""

    words: str
    phrase: bool = False
    open: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a folded text (`fold`) that holds it matches."""
        spaced = r"\s+".join(map(re.escape, self.words.split()))
        before = r"(?<!\w)" if _is_spaced(self.words[0]) else ""
        after = r"(?!\w)" if _is_spaced(self.words[-1]) and not self.open else ""
        return re.compile(before + spaced + after)


def read_search(words: str) -> tuple[Asked, ...]:
    """What a search asks for, in its order and each once: words, beginnings ("treat*"), and phrases in quotation marks.

    A quotation mark that is not closed closes at the end. Nothing is asked by blanks and empty quotation marks.
    """
    found = [_read_part(quoted.strip(), word) for quoted, word in PARTS.findall(fold(words))]
    return tuple(dict.fromkeys(one for one in found if one.words))


def _read_part(quoted: str, word: str) -> Asked:
    if quoted or not word:
        return Asked(" ".join(quoted.split()), phrase=True)
    begins = len(word) > 1 and word.endswith("*") and word[-2].isalnum()
    return Asked(word.removesuffix("*") if begins else word, open=begins)


def fold(text: str) -> str:
    """The text as it is compared: without case, and with straight quotation marks and apostrophes."""
    return text.casefold().translate(QUOTES)


def _is_spaced(sign: str) -> bool:
    """Whether the sign is part of a word, of a script that puts spaces between words."""
    return (sign.isalnum() or sign == "_") and not UNSPACED.match(sign)
