"""Unique labels: what links and boxes show for an id, and what a link may have meant.

Belongs here: names that stand for exactly one thing. Not here: links and widgets themselves.
"""

from collections import Counter
from collections.abc import Iterable, Mapping


def make_unique(titles: Mapping[str, str]) -> dict[str, str]:
    """The label of each id: its title, or "title (id)" where that alone could mean another id too, or is blank.

    Case and width of blanks make no difference. A title that is the id or the label of another counts as shared.
    """
    longs = {one: _lengthen(one, title) for one, title in titles.items()}
    taken = Counter(name for one in titles for name in {_fold(part) for part in (one, titles[one], longs[one])})
    labels = {one: title if taken[_fold(title)] == 1 and title.strip() else longs[one] for one, title in titles.items()}
    counts = Counter(labels.values())
    return {one: label if counts[label] == 1 else one for one, label in labels.items()}


def find_meant(text: str, titles: Mapping[str, str], aliases: Iterable[tuple[str, str]] = ()) -> str | None:
    """The id that a text means: by id, by label, by bare title, by a former one; None where that is none, or several.

    aliases: pairs of a former title and its id. What is written exactly goes before what differs in case or blanks,
    a present title before a former one.
    """
    if not text.strip():
        return None
    labels = make_unique(titles)
    exact = [one for one, label in labels.items() if text in (one, label)]
    present = [(name, one) for one, title in titles.items() for name in (one, title, _lengthen(one, title))]
    for names in ([(text, one) for one in exact], present, aliases):
        found = {one for name, one in names if _fold(name) == _fold(text) and one in titles}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _lengthen(one: str, title: str) -> str:
    return " ".join([*title.split(), f"({one})"])


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
