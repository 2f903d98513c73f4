"""The Disagreements page: it shows the exhibits of its open tab, and its choices, rows and links work."""

import re

import pandas as pd
import pytest

from stance.estimates.review import TRIAGE
from stance.wording.checks import NO_PAIR

from . import builders
from .conftest import read_markdown

DUPLICATES, CONTRADICTIONS = {"review": "Near-duplicates"}, {"review": "Self-contradictions"}


def test_the_board_has_the_title_of_its_rows_a_download_of_them_and_the_way_to_the_limits(open_page, offered):
    view = open_page("disagreements")
    view.check_runs()
    board = view.frame("triage", "distance")
    assert read_markdown(view.title).startswith(f"{len(board)} of ")
    pd.testing.assert_frame_equal(offered["board"], board)
    assert "not findings: the codes may be right every time" in view.texts
    assert view.limits_links == ["method?method=Classifier"]


def test_a_kind_chosen_in_the_box_or_by_a_link_leaves_its_rows_alone(open_page):
    kind = list(TRIAGE)[1]
    view = open_page("disagreements")
    whole = view.frame("triage", "distance")
    view.app.multiselect(key="triage").set_value([kind]).run()
    shown = view.frame("triage", "distance")
    assert list(shown["statement"]) == list(whole.loc[whole["triage"] == kind, "statement"])
    assert f"Download {len(shown)} rows (CSV)" in [button.label for button in view.app.get("download_button")]
    again = open_page("disagreements", triage=kind).frame("triage", "distance")
    assert list(again["statement"]) == list(shown["statement"])


@pytest.mark.parametrize(
    ("query", "key", "value", "what"),
    [
        (DUPLICATES, "alike", 0.2, r"(\d+) pairs of statements"),
        (DUPLICATES, "apart", 3, r"(\d+) of them differ"),
        (CONTRADICTIONS, "within", 10, r"(\d+) pairs of one"),
        (CONTRADICTIONS, "steps", 3, r"(\d+) pairs of one"),
    ],
)
def test_every_slider_changes_the_pairs_and_is_in_the_link(query, key, value, what, open_page):
    view = open_page("disagreements", **query)
    before = re.search(what, view.texts).group(1)
    view.app.slider(key=key).set_value(value).run()
    view.check_runs()
    after = re.search(what, view.texts).group(1)
    assert after != before
    assert re.search(what, open_page("disagreements", **query, **{key: str(value)}).texts).group(1) == after


@pytest.mark.parametrize(
    ("query", "sliders"), [(DUPLICATES, {"alike": 0.9, "apart": 4}), (CONTRADICTIONS, {"within": 0, "steps": 4})]
)
def test_moving_a_slider_to_where_no_pair_is_left_says_what_to_do(query, sliders, open_page):
    view = open_page("disagreements", **query)
    for key, value in sliders.items():
        view.app.slider(key=key).set_value(value)
    view.app.run()
    view.check_runs()
    assert view.messages == [NO_PAIR]


def test_a_chosen_row_opens_its_statement_with_code_and_score(open_page, dossier):
    view = open_page("disagreements")
    assert any("on the keyboard Shift+Space" in part.value for part in view.app.caption)
    row = view.frame("triage", "distance").iloc[5]
    view.choose_row("board", 5).check_runs()
    assert row["statement"] in view.html
    code = f"code {row['code']:+d}".replace("-", "−") if row["code"] else "code 0"
    assert f"<b>{row['topic']}</b>: {code}" in view.html
    assert f"score {row['score']:+.2f}".replace("-", "−") in view.html


@pytest.mark.parametrize("query", [DUPLICATES, CONTRADICTIONS])
def test_a_chosen_pair_shows_both_texts_each_with_its_code_on_the_topic(query, open_page, dossier):
    view = open_page("disagreements", **query)
    pair = view.frame("first", "second").iloc[0]
    view.choose_row("duplicates" if query == DUPLICATES else "contradictions", 0).check_runs()
    about, ids = dossier.statements.set_index("statement"), {t.title: t.id for t in dossier.codebook.topics}
    cards = re.findall(r'<article class="card">.*?</article>', view.html, re.S)
    assert len(cards) == 2
    for name, card in zip((pair["first"], pair["second"]), cards, strict=True):
        assert name in card
        code = int(about.loc[name, ids[pair["topic"]]])
        assert re.search(rf"code {re.escape(f'{code:+d}'.replace('-', '−') if code else '0')}\b", card)
        assert pair["topic"] in card


def test_without_a_classifier_contradictions_go_on_and_the_other_tabs_say_why_not(models, open_page):
    for query, message in (({}, "no classifier"), (DUPLICATES, "python -m stance train"), (CONTRADICTIONS, "")):
        view = open_page("disagreements", **query)
        view.check_runs()
        assert not view.title.startswith("0 of ")
        assert view.limits_links == []
        if message:
            assert any(message in one for one in view.messages)
        else:
            assert len(view.frame("name", "days")) > 0


@pytest.mark.parametrize("query", [{}, DUPLICATES, CONTRADICTIONS])
def test_without_any_code_the_page_gives_reasons_and_no_error(query, data, open_page):
    folder = builders.make_smallest(data)
    rows = [row | {"water": "", "toll": ""} for row in builders.list_rows(side_column=True)]
    builders.write_rows(folder / "statements.csv", rows)
    view = open_page("disagreements", **query)
    view.check_runs()
    assert view.errors == []
    assert view.messages
