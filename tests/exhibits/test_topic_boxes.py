"""Boxes: both ends of each line with interval and n, the gap, and the stock of evidence."""

import re
from dataclasses import replace

from stance.dossier.codebook import Topic
from stance.exhibits.lines import make_lines
from stance.exhibits.topic_boxes import STOCK, make_topic_boxes


def test_a_box_a_topic_and_one_of_the_whole_dossier(dossier, scored, selection):
    boxes = make_topic_boxes(dossier, scored, selection)
    assert [panel.title for panel in boxes.panels] == [
        *(f"{topic.title}, first to last year" for topic in dossier.codebook.topics), "The whole dossier"
    ]  # fmt: skip
    assert (
        f"{len(dossier.statements):,} statements by {dossier.statements['actor'].nunique()} actors"
        in boxes.panels[-1].sentences[0]
    )


def test_a_box_says_a_verb_exactly_where_the_lines_above_it_do(dossier, scored, selection):
    boxes, lines = make_topic_boxes(dossier, scored, selection), make_lines(dossier, scored, selection)
    for box, panel in zip(boxes.panels, lines.panels, strict=False):
        first = panel.sentences[0].partition(" Surest swing")[0]
        for said in box.sentences[:-1]:
            name, verb = said.partition(":")[0], said.rpartition(": ")[2]
            (clause,) = [one for one in first.split("; ") if name in one]
            words = {"unsure": "unsure", "no clear change": "no clear change"}
            assert words.get(verb, f"{name} {verb}") in clause.lower() or f"{name} {verb}" in clause
            assert len(re.findall(r"\[.*?\], \d+ statements", said)) == 2


def test_topics_named_like_the_notes_of_the_boxes_have_boxes_of_their_own(dossier, scored, selection):
    """Topic ids such as `stock` and `ends` once took the place of the notes."""
    first, *rest = dossier.codebook.topics
    odd = Topic("stock", "Stock", first.question, first.minus, first.plus, first.levels)
    book = replace(dossier.codebook, topics=(odd, *rest))
    statements = dossier.statements.rename(columns={first.id: "stock"})
    renamed = scored.assign(topic=scored["topic"].replace(first.id, "stock"))
    chosen = replace(selection, topics=("stock",))
    boxes = make_topic_boxes(replace(dossier, codebook=book, statements=statements), renamed, chosen)
    assert [panel.title for panel in boxes.panels] == ["Stock, first to last year", "The whole dossier"]
    assert len({panel.key for panel in boxes.panels}) == 2
    assert boxes.panels[-1].key == STOCK


def test_the_table_of_the_boxes_holds_every_change_with_its_verdict(dossier, scored, selection):
    table = make_topic_boxes(dossier, scored, selection).table
    assert len(table.rows) == 2 * len(dossier.codebook.topics)
    assert {"firm", "clear", "unsure", "none", "too few"} >= set(map(str, table.rows["verdict"]))
    assert "change, codes" in [column.heading for column in table.columns]
