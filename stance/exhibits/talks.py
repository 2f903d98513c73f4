"""The talks themselves: events with the answers they drew, texts that sides read in two ways, standing rules.

Belongs here: what the dossier tells beside the numbers, as exhibits without a picture. Not here: what stands around one event (`around`), changes of position.
"""

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.reference import Answer, Reading, StandingRule, Text
from stance.estimates.selection import Selection
from stance.estimates.terms import match_words
from stance.exhibits.around import SHORT
from stance.exhibits.exhibit import Exhibit, Table, make_empty
from stance.exhibits.lanes import find_event
from stance.formats import format_number
from stance.wording.events import (
    ANSWERS,
    BY_THEME,
    NO_REFERENCE,
    READ,
    RULE_PARTS,
    TEXTS,
    UNFILTERED,
    describe_answered,
    describe_citing,
    describe_part,
    describe_reading,
    describe_sayers,
    describe_theme,
    title_rule,
    title_theme,
)
from stance.wording.stances import describe_rule
from stance.wording.verdicts import Verdict


def _tell(key: str, title: str, **parts) -> Exhibit:
    """An exhibit that claims nothing: it tells what is in the dossier."""
    return Exhibit(key, Verdict.NONE, title, **parts)


def make_answers(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, theme: str = "") -> Exhibit:  # noqa: ARG001
    """The events of a theme (the first one for ""), a panel each with the statements that answered it, whatever is selected."""
    answers = dossier.reference.answer
    if not answers:
        return make_empty("answers", ANSWERS, NO_REFERENCE.format(what="answers to events"))
    theme = theme or answers[0].theme
    own = sorted((one for one in answers if one.theme == theme), key=lambda one: one.event)
    said = describe_theme(theme, [len(one.statements) for one in own])
    panels = tuple(_make_answer(dossier, one) for one in own)
    return _tell("answers", title_theme(theme), subtitle=BY_THEME, sentences=(said,), panels=panels)


def _make_answer(dossier: Dossier, answer: Answer) -> Exhibit:
    event = find_event(dossier, answer.event)
    return _tell(
        f"answer_{answer.event}",
        describe_answered(event, len(answer.statements)),
        sentences=(event["summary"],),
        table=_list_statements(dossier, answer.statements, event["title"]),
    )


def _list_statements(dossier: Dossier, ids: tuple[str, ...], about: str) -> Table:
    """The statements with these ids, in their order."""
    rows = dossier.statements.set_index("statement", drop=False).loc[list(ids)].reset_index(drop=True)
    return Table(rows, SHORT, about, f"{dossier.slug}-statements")


def make_texts(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> Exhibit:  # noqa: ARG001
    """The texts of the talks, a panel each, and the standing rules of the selected sides on the selected topics; over all
    statements, whatever else is selected."""
    reference = dossier.reference
    if not (reference.text or reference.standing_rules):
        what = NO_REFERENCE.format(what="texts and standing rules")
        return make_empty("texts", TEXTS, what)
    rules = [one for one in reference.standing_rules if one.side in selection.sides and one.topic in selection.topics]
    panels = [_make_text(dossier, text) for text in reference.text] + [_make_rule(dossier, rule) for rule in rules]
    return _tell("texts", TEXTS, subtitle=READ, note=UNFILTERED, panels=tuple(panels))


def _make_text(dossier: Dossier, text: Text) -> Exhibit:
    """A text: a panel a reading, and the statements that cite it as the table, with how many they are as its name."""
    cited = dossier.statements[match_words(dossier.statements, text.words)]
    about = describe_citing(cited["side"].map(dossier.label_sides()), text.words)
    return _tell(
        f"cites_{text.id}",
        text.title,
        sentences=(text.summary,),
        table=Table(cited, SHORT, about, f"{dossier.slug}-cites-{text.id}"),
        panels=tuple(_make_reading(dossier, text, reading) for reading in text.reading),
    )


def _make_reading(dossier: Dossier, text: Text, reading: Reading) -> Exhibit:
    title = describe_reading(dossier.label_sides()[reading.side])
    return _tell(
        f"reads_{text.id}_{reading.side}",
        title,
        sentences=(reading.reading,),
        table=_list_statements(dossier, reading.statements, describe_sayers(len(reading.statements))),
    )


def _make_rule(dossier: Dossier, rule: StandingRule) -> Exhibit:
    """A standing rule, and the coded statements of its side that restate it and that leave it, newest first, as extra tables."""
    topic, side = dossier.codebook.topic(rule.topic), dossier.label_sides()[rule.side]
    own = dossier.statements[dossier.statements["side"] == rule.side].dropna(subset=rule.topic)
    parts = split_by_rule(own, rule, topic)
    return _tell(
        f"rule_{rule.id}",
        title_rule(side, topic.title, rule.title),
        sentences=(
            f"{rule.text} It stands for the code {format_number(rule.code, 0)}.",
            describe_rule(*parts, own, side),
        ),
        extra={
            f"{name}_{rule.id}": Table(
                rows.iloc[::-1], SHORT, describe_part(len(rows), name), f"{dossier.slug}-{name}-{rule.id}"
            )
            for name, rows in zip(RULE_PARTS, parts, strict=True)
        },
    )


def split_by_rule(own: pd.DataFrame, rule: StandingRule, topic: Topic) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The coded statements that restate a rule, and those on the other side of the middle of the scale."""
    codes = own[rule.topic]
    return own[codes == rule.code], own[(codes - topic.middle) * (rule.code - topic.middle) < 0]
