"""A reader's own text through the classifier: its numbers, the words that pushed them, its nearest coded statements."""

import pandas as pd
from scipy import sparse

from stance.classifier.features import read_words
from stance.classifier.known import find_unscored, measure_known
from stance.classifier.model import Classifier, list_contributions, score_texts
from stance.classifier.neighbours import find_nearest
from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.scores import ADDRESSED
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.figures.bars import plot_contributions
from stance.wording.checks import describe_codes
from stance.wording.own_statement import (
    ASK,
    NEAREST,
    NO_NEIGHBOUR,
    NOT_READ,
    SIMILARITY,
    SUBTITLE,
    TITLE,
    describe_address,
    describe_known,
    describe_numbers,
    describe_poles,
    describe_pushes,
)
from stance.wording.verdicts import Verdict

NUMBERS = (Column("name", "number"), Column("value", "value"))
PUSHES = (Column("term", "word"), Column("contribution", "contribution", "precise", "log-odds a code"))
NEIGHBOURS = (
    Column("text", "text"),
    Column("name", "actor"),
    Column("date", "date", "day"),
    Column("statement", "statement"),
    Column("codes", "codes"),
    Column("similarity", "similarity", "number"),
)


def make_own_statement(
    dossier: Dossier, classifier: Classifier, text: str, side: str, *, dark: bool = False
) -> Exhibit:
    """A panel a topic for a text of a side ("" for none given): whether it speaks to the topic, `extra` "numbers" (the
    score and how sure it is, as written), and what pushed the score as picture and table. Its sentence says how much of the text
    is known; where that is too little a panel has neither numbers nor picture. An empty text has no panel."""
    if not text:
        return make_empty("own_statement", TITLE, ASK, SUBTITLE)
    scores = score_texts(classifier, [text], [side or None]).set_index("topic")
    known = measure_known(read_words([text], classifier.vocabulary.names), classifier.vocabulary)
    speaks, abstains = scores[["addressed"]].T.to_numpy() >= ADDRESSED, scores[["abstains"]].T.to_numpy() == 1
    enough = not find_unscored(known, classifier.known_from, speaks, abstains).any()
    make = _make_reading if enough else _make_unread
    panels = tuple(
        make(classifier, topic, scores.loc[topic.id], (text, side), dark=dark) for topic in dossier.codebook.topics
    )
    said = (describe_known(float(known[0]), classifier.known_from, enough=enough),)
    return Exhibit("own_statement", Verdict.NONE, TITLE, SUBTITLE, sentences=said, panels=panels)


def _make_unread(
    classifier: Classifier, topic: Topic, row: pd.Series, given: tuple[str, str], *, dark: bool  # noqa: ARG001 - no picture
) -> Exhibit:  # fmt: skip
    """A panel without a number, as too little of the text is known."""
    numbers = describe_numbers(row.to_dict(), classifier.heads[topic.id], given[1], known=False)
    return Exhibit(f"why_{topic.id}", Verdict.NONE, topic.title, NOT_READ, extra={"numbers": _tabulate(numbers, topic)})


def _tabulate(numbers: dict[str, str], topic: Topic) -> Table:
    return Table(pd.DataFrame(numbers.items(), columns=["name", "value"]), NUMBERS, topic.title)


def _make_reading(
    classifier: Classifier, topic: Topic, row: pd.Series, given: tuple[str, str], *, dark: bool
) -> Exhibit:
    text, side = given
    numbers = describe_numbers(row.to_dict(), classifier.heads[topic.id], side)
    pushes = list_contributions(classifier, text, side or None, topic.id)
    return Exhibit(
        f"why_{topic.id}",
        Verdict.NONE,
        topic.title,
        describe_address(row.to_dict()),
        sentences=(describe_pushes(topic, pushes["contribution"].sum()),),
        note=describe_poles(topic),
        picture=plot_contributions(pushes, dark=dark),
        table=Table(pushes, PUSHES, f"What pushed it on {topic.title}", f"contributions-{topic.id}"),
        extra={"numbers": _tabulate(numbers, topic)},
    )


def make_neighbours(dossier: Dossier, classifier: Classifier, features: sparse.csr_matrix, text: str) -> Exhibit:
    """The coded statements nearest to a text, with their codes; `features` is `neighbours.describe_texts` of all statements."""
    coded = dossier.statements["coded"].to_numpy(bool)
    nearest = find_nearest(classifier, text, dossier.statements[coded], features[coded])
    if nearest.empty:
        return make_empty("neighbours", NEAREST, NO_NEIGHBOUR)
    codes = [describe_codes(row, dossier.codebook.topics) for row in nearest.to_dict("records")]
    table = Table(nearest.assign(codes=codes), NEIGHBOURS, NEAREST, f"{dossier.slug}-neighbours")
    return Exhibit("neighbours", Verdict.NONE, NEAREST, note=SIMILARITY, table=table)
