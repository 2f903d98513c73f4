"""Names that are not what they seem: which known name a written one looks like, or was meant to be.

Belongs here: comparing names. Not here: what is done about them (`dossier.checks`, `dossier.forms`).
Two names look the same if nothing is left between them but case, width, the way accents are composed, kinds of blank and hyphen, and signs
that cannot be seen. A name is near another if a slip or two of the keyboard lies between them (insertion, deletion,
exchange of a letter or of two neighbours: optimal string alignment distance).
"""

import unicodedata
from collections.abc import Collection, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

SHORT, SLIPS_SHORT, SLIPS = 5, 1, 2
LEAST_ALIKE = 0.6


class _Folds(dict[int, str | None]):
    """From a sign of a normalised name, by its number, to what is left of it; each distinct sign is looked at once."""

    def __missing__(self, number: int) -> str | None:
        sign = chr(number)
        kind = unicodedata.category(sign)
        between = sign in "_−\t\n\r" or kind in ("Zs", "Zl", "Zp", "Pd")
        unseen = kind[0] == "C" or "\ufe00" <= sign <= "\ufe0f"
        self[number] = "-" if between else None if unseen else sign
        return self[number]


_FOLDS = _Folds()


def fold_name(name: str) -> str:
    """What is left of a name without case, width and invisible signs; blanks, hyphens and underscores count as one hyphen."""
    plain = name if name.isascii() else unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "-".join(filter(None, plain.casefold().translate(_FOLDS).split("-")))


def find_alike(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one only looks like; None where there is none, or where it is known itself."""
    others = list(known)
    folded = fold_name(name)
    return None if name in others else next((one for one in others if fold_name(one) == folded), None)


def find_near(name: str, known: Iterable[str]) -> str | None:
    """The known name that this one was probably meant to be: one that it looks like, or one a slip or two away."""
    others = list(known)
    if name in others:
        return None
    near = [one for one in others if _is_near(fold_name(name), fold_name(one))]
    return min(near, key=lambda one: OSA.distance(fold_name(name), fold_name(one)), default=None)


def _is_near(name: str, known: str) -> bool:
    slips = SLIPS_SHORT if len(known) <= SHORT else SLIPS
    return name == known or (min(len(name), len(known)) > 1 and OSA.distance(name, known, score_cutoff=slips) <= slips)


def find_closest(value: str, known: Collection[str]) -> str | None:
    """The known value that is most like this one, None where none is like it at all."""
    best = process.extractOne(value, known, scorer=Indel.normalized_similarity, score_cutoff=LEAST_ALIKE)
    return best[0] if best else None


def list_lookalikes(names: Iterable[str]) -> dict[str, str]:
    """Each name that looks the same as another one, with the one that came first; names are given in order of preference."""
    first: dict[str, str] = {}
    return {one: first[fold_name(one)] for one in dict.fromkeys(names) if first.setdefault(fold_name(one), one) != one}
