"""The model card on the Method page: the figures of card.json, the text of card.md, and the ways to it."""

import json
import re

import pytest

from stance.classifier.measures import MEASURES
from stance.dossier.loading import MODELS
from stance.estimates.selection import default_selection
from stance.exhibits.reliability import make_reliability

FOLDER = MODELS / "japan-russia"
LIMITS = "method?method=Classifier"


@pytest.fixture(scope="module")
def card() -> dict:
    return json.loads((FOLDER / "card.json").read_text(encoding="utf-8"))


def _find_card(view) -> str:
    """The model card as the page has it, its headings back at their own level."""
    (text,) = [part.value for part in view.app.markdown if part.value.startswith("### What it is")]
    return re.sub(r"^#(#+)", r"\1", text, flags=re.MULTILINE)


def test_the_tab_prints_every_measure_of_the_card_with_its_interval(open_page, dossier, card):
    text = _find_card(open_page("method", method="Classifier"))
    part = text.split("## How well it reads\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    topics = dossier.codebook.topics
    assert head == ["measure", *(topic.title for topic in topics)]
    assert len(rows) == len(MEASURES)
    for name, (label, *cells) in zip(MEASURES, rows, strict=True):
        assert label.lower() == MEASURES[name].lower()
        for topic, cell in zip(topics, cells, strict=True):
            value, interval = card["measures"][topic.id][name], card["intervals"][topic.id][name]
            if value is None:
                assert cell == "undefined"
                continue
            printed = [float(number.replace(",", "")) for number in re.findall(r"-?[\d.,]*\d", cell)]
            expected = [value] if name.endswith("rows") or not interval else [value, *interval]
            assert printed == pytest.approx(expected, abs=0.00501)


def test_card_md_is_the_text_that_the_page_shows(open_page):
    written = (FOLDER / "card.md").read_text(encoding="utf-8")
    head, body = written.split("\n\n", 1)
    assert head.startswith("# Model card")
    assert body.rstrip() == _find_card(open_page("method", method="Classifier"))


def test_the_tab_says_who_coded_where_it_abstains_and_which_commands_print_the_figures(open_page, dossier, card):
    text = _find_card(open_page("method", method="Classifier"))
    assert "automated passes" in text
    assert "No panel of human coders" in text
    for topic in dossier.codebook.topics:
        assert f"{topic.title}: abstains below a confidence of {card['abstain_below'][topic.id]:.0%}" in text
    assert "`python -m stance evaluate japan-russia`" in text


def test_the_tab_draws_the_reliability_of_every_topic_with_its_numbers_in_the_alternative_text(
    open_page, dossier, scores
):
    view = open_page("method", method="Classifier")
    shown = make_reliability(dossier, scores, default_selection(dossier.codebook))
    assert list(view.charts) == [panel.key for panel in shown.panels]
    alts = [chart.proto.alt for chart in view.app.get("plotly_chart")]
    assert alts == [panel.alternative for panel in shown.panels]


def test_only_the_open_tab_is_drawn(open_page):
    view = open_page("method")
    assert "A position" in view.texts
    assert "### What it is" not in view.texts
    assert view.charts == {}


PAGES_WITH_SCORES = ["overview", "positions", "statements", "score", "robustness", "disagreements", "agreement"]


@pytest.mark.parametrize(
    ("query", "names"), [({}, PAGES_WITH_SCORES), ({"scores": "Classifier only"}, ["overview", "statements"])]
)
def test_every_page_that_shows_a_score_of_the_classifier_links_to_its_limits(query, names, open_page):
    view = open_page(agreement="Classifier and codes", **query)
    assert {name: view.turn_to(name).limits_links for name in names} == {name: [LIMITS] for name in names}


@pytest.mark.parametrize("name", ["overview", "positions"])
def test_a_view_of_hand_codes_alone_needs_no_such_link(name, open_page):
    assert open_page(name, scores="Codes only").limits_links == []


@pytest.mark.parametrize("name", ["overview", "positions", "robustness"])
def test_without_a_classifier_nothing_links_to_its_limits(name, models, open_page):
    assert open_page(name).limits_links == []


@pytest.mark.parametrize("name", ["score", "method", "agreement"])
def test_pages_that_filters_do_not_change_say_so_at_the_filters(name, open_page):
    said = [part.value for part in open_page(name).app.sidebar.caption]
    assert said == ["These filters do not change this page; it covers the whole dossier."]


@pytest.mark.parametrize("name", ["overview", "positions", "statements", "robustness", "disagreements"])
def test_pages_that_filters_change_do_not_say_otherwise(name, open_page):
    assert [part.value for part in open_page(name).app.sidebar.caption] == []


def test_the_statements_page_has_a_column_for_every_coder_and_for_the_direction(open_page, dossier, scores):
    table = open_page("statements").frame("statement", "text").set_index("statement")
    own = scores.set_index(["statement", "topic"])
    for topic in dossier.codebook.topic_ids:
        for coder in ("a", "b"):
            codes = dossier.codings[dossier.codings["coder"] == coder].set_index("statement")[topic].dropna()
            shown = table[f"{topic}: coder {coder}"].dropna()
            assert (shown == codes[shown.index]).all()
            assert set(shown.index) == set(codes.index) & set(table.index)
        words = {-1: "−", 0: "0", 1: "+"}
        for name, direction in table[f"{topic}: direction"].items():
            row = own.loc[(name, topic)]
            said = "abstains" if row["abstains"] else words[int(row["sign"])]
            assert direction == (said if row["addressed"] >= 0.5 else "")
