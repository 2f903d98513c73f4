"""Which column of a reader's table is which of ours: what can be asked for, and a guess by the headers.

Belongs here: targets and the words by which they are known. Not here: what becomes of the cells (`assembling`).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from stance.dossier.codebook import IMPLICIT_SIDE, Codebook, Topic
from stance.dossier.columns import SOURCES, STATEMENTS, Column, fit_table
from stance.names import find_near, fold_name

NAME, SIDE, URL, PUBLISHER, TITLE, SOURCE, ACTOR = "name", "side", "url", "publisher", "title", "source", "actor"
STATEMENT, TEXT = "statement", "text"
OF_SOURCES = (URL, PUBLISHER, TITLE)
TITLES = {
    "statement": "Id", "date": "Date", "actor": "Actor", "name": "Actor, full name", "side": "Side", "source": "Source", "text": "Text",
    "url": "Link", "publisher": "Publisher", "title": "Title of the source", "date_precision": "How exact the date is", "office": "Office",
    "venue": "Venue", "speech": "Kind of speech", "key_phrase": "Quotation", "note": "Note", "batch": "Day of entry",
}  # fmt: skip
MORE = {
    "name": "name of the actor to show, where the column of actors holds short ids",
    "side": "the actor's side: an id or title of the codebook",
    "url": "address of the page where it was published",
    "publisher": "where it was published: the outlet or institution",
    "title": "title of the page or article",
}
WORDS = {
    "statement": "statement|statement id|id|no|number|nr|statement number|record|key|quote id|row id",
    "date": "date|when|day|date of statement|statement date|said on|date said|datum|fecha|дата",
    "actor": "actor|speaker|who|who said it|person|politician|said by|actor id|speaker name|actor name|name|author|party|organisation|organization",
    "name": "full name|name to show|display name|actor full name|speaker full name",
    "side": "side|camp|bloc|group|team|country|delegation|affiliation",
    "source": "source|where published|source id|reference|citation|outlet id",
    "text": "text|statement|quote|statement text|what|what was said|content|summary|quotation text|quote text|claim|said|paraphrase|message",
    "url": "url|link|source url|source link|web address|address|href|hyperlink|web link|page",
    "publisher": "publisher|outlet|medium|media|newspaper|published by|source name|publication|newspaper name|website",
    "title": "title|headline|source title|article|article title|page title",
    "date_precision": "date precision|precision|date exactness|how exact",
    "office": "office|role|position|function|job|post|job title|office held",
    "venue": "venue|place|location|where|where said|occasion|event|setting",
    "speech": "speech|kind of speech|speech type|direct or indirect|type of speech|statement type",
    "key_phrase": "key phrase|phrase|quotation|short quote|original wording|verbatim",
    "note": "note|notes|remark|remarks|comment|comments",
    "batch": "batch|day of entry|entered|entry date|added|date added",
}
LEAST_LIKE = 90


@dataclass(frozen=True)
class Target:
    """A column that a dossier can have; kind as in `Column.type`, "topic" for the codes of a topic."""

    name: str
    title: str
    description: str
    required: bool
    kind: str


def list_targets(codebook: Codebook) -> list[Target]:
    """What a table can be asked for, the required ones first.

    Without an id, one is made; of source, link and publisher one is enough; a topic without a column is not coded yet.
    """
    table = fit_table(STATEMENTS, codebook, with_actors=False)
    own = [_make_target(column) for column in table.columns if column.name not in codebook.topic_ids]
    named = [Target(NAME, TITLES[NAME], MORE[NAME], False, "text")]
    topics = [
        Target(topic.id, topic.title, f"code from {topic.codes[0]} to {topic.codes[-1]}, or empty", False, "topic")
        for topic in codebook.topics
    ]
    sources = [_make_target(column) for column in SOURCES.columns if column.name in OF_SOURCES]
    return sorted([*own, *named, *topics, *sources], key=lambda one: not one.required)


def _make_target(column: Column) -> Target:
    required = column.filled and column.name not in ("statement", "source")
    description = MORE.get(column.name, column.description)
    if column.name == "source":
        description = f"{description}; without it, link or publisher stands in"
    return Target(column.name, TITLES[column.name], description, required, column.type)


def guess_columns(headers: Iterable[str], codebook: Codebook) -> dict[str, str]:
    """The header that each target is taken to be, "" where none is; each header is taken once.

    Case, punctuation, blanks and the order of words make no difference; a slip of the keyboard makes little.
    """
    free = list(dict.fromkeys(headers))
    words = list_words(codebook)
    if not any(_is_same(word, free) for word in words[TEXT] if word != STATEMENT):
        words[STATEMENT].remove(STATEMENT)  # then a column of that name holds what was said
    found = dict.fromkeys(words, "")
    for likes in (_is_same, _is_slip, _is_like):
        for rank in range(max(map(len, words.values()))):
            for target, names in words.items():
                if not found[target] and rank < len(names) and (header := likes(names[rank], free)):
                    found[target] = header
                    free.remove(header)
    if found[NAME] and not found[ACTOR]:
        found[ACTOR], found[NAME] = found[NAME], ""
    return found


def list_words(codebook: Codebook) -> dict[str, list[str]]:
    """The words by which each target is known, the likeliest first: its own names, then what others call it."""
    targets = list_targets(codebook)
    names = {topic.id: _list_topic_words(topic) for topic in codebook.topics}
    words = {one.name: names.get(one.name) or _list_own_words(one) for one in targets}
    if codebook.side_ids == [IMPLICIT_SIDE]:
        words.pop(SIDE, None)
    return words


def _list_own_words(target: Target) -> list[str]:
    return list(dict.fromkeys([target.name, target.title.lower(), *WORDS[target.name].split("|")]))


def _list_topic_words(topic: Topic) -> list[str]:
    names = [topic.id, topic.title, *topic.aliases]
    return [*names, *(f"{name} {word}" for name in names for word in ("code", "score", "position"))]


def _is_same(word: str, headers: list[str]) -> str:
    return next((header for header in headers if _fold(header) == _fold(word)), "")


def _is_slip(word: str, headers: list[str]) -> str:
    folded = {_fold(header): header for header in headers}
    near = find_near(_fold(word), [one for one in folded if len(one) > 3]) if len(word) > 3 else None
    return folded[near] if near else ""


def _is_like(word: str, headers: list[str]) -> str:
    """A header of the same words in another order or with another ending, where the word is of more than one."""
    if " " not in word:
        return ""
    scores = {header: fuzz.token_sort_ratio(_split(word), _split(header)) for header in headers}
    best = max(scores, key=lambda header: scores[header], default="")
    return best if best and scores[best] >= LEAST_LIKE else ""


def _split(name: str) -> str:
    return _fold(name).replace("-", " ")


def _fold(name: str) -> str:
    """A header without case, punctuation and what stands in brackets."""
    plain = "".join(sign if sign.isalnum() else "-" for sign in name.split("(")[0] or name)
    return fold_name(plain)
