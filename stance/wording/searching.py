"""A search and what it found, in words."""

from collections.abc import Sequence

from stance.estimates.searching import read_search
from stance.formats import format_evidence

SEARCHED = "Search text, speaker, office, venue, source"
SEARCH_EXAMPLE = 'e.g. talks "next year"'
SEARCH_HELP = (
    "Whole words, in any order and in capitals or not: a statement has to hold all of them. "
    "“Quoted phrases” stand together and in this order. treat\\* finds every word that begins so. "
    "Searched are text, key phrase, speaker, office, venue, publisher and title of the source, the curator’s note and the id. "
    "Texts are paraphrases: what is not found may have been said in other words."
)


def describe_search(words: str, sources: Sequence[str]) -> str:
    """What a search asked for and how much it found, from the source of each statement; "" where it asks for nothing."""
    asked = [_name(one.words, phrase=one.phrase, begins=one.open) for one in read_search(words)]
    if not asked:
        return ""
    held = asked[0] if len(asked) == 1 else f"{', '.join(asked[:-1])} and {asked[-1]}"
    return f"{format_evidence(len(sources), len(set(sources)))}: each holds {held}."


def describe_beyond(words: str, sources: Sequence[str]) -> str:
    """How much of the whole dossier a search finds that the filters leave nothing of; "" where it finds nothing or asks nothing."""
    if not len(sources) or not read_search(words):
        return ""
    return f"Without the filters it finds {format_evidence(len(sources), len(set(sources)))}."


def _name(words: str, *, phrase: bool, begins: bool) -> str:
    kind = "the phrase" if phrase else "a word that begins with" if begins else "the word"
    return f"{kind} “{words}”"
