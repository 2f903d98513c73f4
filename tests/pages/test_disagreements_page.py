"""The Disagreements page: lists, counts and numbers by chance are those of `stance.estimates.review` under the filters."""

import re

import pandas as pd
import pytest
from scipy import sparse

from stance.classifier.neighbours import describe_texts
from stance.classifier.storage import load_classifier
from stance.dossier.loading import MODELS
from stance.estimates.review import TRIAGE, expect_duplicates, list_contradictions, list_duplicates

from . import builders
from .conftest import read_markdown

TITLE = re.compile(r"([\d,]+) of ([\d,]+) codes?: a step or more from the classifier’s score")
POLED = ["russia", "japan"]


@pytest.fixture(scope="module")
def alike(dossier):
    """The coded statements of both poled sides by date, and the cosine of every two."""
    chosen = dossier.statements[dossier.statements["coded"] & dossier.statements["side"].isin(POLED)]
    chosen = chosen.sort_values(["date", "statement"], ignore_index=True)
    classifier = load_classifier(MODELS / "japan-russia", dossier.codebook, slug="japan-russia")
    described = describe_texts(classifier, chosen["text"].tolist())
    return chosen, sparse.csr_matrix(described @ described.T)


def _counts(view) -> tuple[int, int]:
    return tuple(int(part.replace(",", "")) for part in TITLE.search(read_markdown(view.title)).groups())


def _said(view, words: str) -> list[str]:
    """The numbers in bold of the sentence with these words."""
    (sentence,) = [part.value for part in view.app.markdown if words in part.value]
    return re.findall(r"\*\*([\d.,]+)[^*]*\*\*", sentence)


def _list_far(dossier, scores, sides, topics) -> set[tuple[str, str]]:
    """The coded cells a step or more from their score, found anew."""
    codes = dossier.statements[dossier.statements["coded"] & dossier.statements["side"].isin(sides)]
    numbers = scores.set_index(["statement", "topic"])["score"]
    return {
        (row["statement"], topic)
        for _, row in codes.iterrows()
        for topic in topics
        if pd.notna(row[topic]) and abs(numbers[row["statement"], topic] - row[topic]) >= 1
    }


@pytest.mark.parametrize(
    ("query", "sides", "topics"),
    [
        ({}, POLED, ["sovereignty", "sequencing", "security"]),
        ({"side": "Japan", "topic": "Security"}, ["japan"], ["security"]),
        ({"side": ["Third parties"]}, ["third"], ["sovereignty", "sequencing", "security"]),
    ],
)
def test_the_title_counts_the_rows_of_the_table_and_the_codes_of_the_view(
    query, sides, topics, open_page, offered, dossier, scores
):
    view = open_page("disagreements", **query)
    view.check_runs()
    board = view.frame("triage", "distance")
    far, whole = _counts(view)
    assert far == len(board)
    assert set(zip(board["statement"], board["topic"], strict=True)) == _list_far(dossier, scores, sides, topics)
    coded = dossier.statements[dossier.statements["coded"] & dossier.statements["side"].isin(sides)]
    assert whole == coded[topics].notna().sum().sum()
    pd.testing.assert_frame_equal(offered["board"][list(board)], board)


@pytest.mark.parametrize("kind", TRIAGE)
def test_the_filter_of_kinds_leaves_the_rows_of_that_kind_alone(kind, open_page):
    view = open_page("disagreements")
    whole = view.frame("triage", "distance")
    listed = next(part.value for part in view.app.markdown if kind in part.value)
    assert f"**{kind}** ({(whole['triage'] == kind).sum()})" in listed
    view.app.multiselect(key="triage").set_value([kind]).run()
    shown = view.frame("triage", "distance")
    assert list(shown["statement"]) == list(whole.loc[whole["triage"] == kind, "statement"])
    assert 0 < len(shown) < len(whole)
    again = open_page("disagreements", triage=kind).frame("triage", "distance")
    assert list(again["statement"]) == list(shown["statement"])
    labels = [button.label for button in view.app.get("download_button")]
    assert f"Download {len(shown)} rows (CSV)" in labels


@pytest.mark.parametrize(("least", "steps"), [(0.3, 1), (0.2, 1), (0.2, 3), (0.45, 0)])
def test_the_sliders_of_near_duplicates_change_the_pairs_and_the_number_by_chance(
    least, steps, open_page, dossier, alike
):
    coded, similarity = alike
    view = open_page("disagreements", review="Near-duplicates")
    view.app.slider(key="alike").set_value(least)
    view.app.slider(key="apart").set_value(steps).run()
    view.check_runs()
    found = {topic: list_duplicates(coded, similarity, topic, least) for topic in dossier.codebook.topics}
    far = {
        (pair.first, pair.second, topic.id)
        for topic, rows in found.items()
        for pair in rows[rows["steps"] >= steps].itertuples()
    }
    by_chance = sum(expect_duplicates(coded, topic, len(rows), steps) for topic, rows in found.items())
    assert _said(view, "of statements speak to the same topic") == [
        f"{sum(map(len, found.values())):,}",
        str(len(far)),
        f"{by_chance:.1f}",
    ]
    shown = view.frame("similarity", "same_source")
    assert set(zip(shown["first"], shown["second"], shown["topic"], strict=True)) == far
    assert (shown["similarity"] >= least).all()


@pytest.mark.parametrize(("days", "steps"), [(60, 2), (10, 2), (60, 4), (365, 1)])
def test_the_sliders_of_contradictions_change_the_pairs_and_the_number_by_chance(
    days, steps, open_page, dossier, alike
):
    coded, _ = alike
    view = open_page("disagreements", review="Self-contradictions")
    view.app.slider(key="within").set_value(days)
    view.app.slider(key="steps").set_value(steps).run()
    view.check_runs()
    found = {t.id: list_contradictions(coded, t, least_steps=steps, most_days=days) for t in dossier.codebook.topics}
    pairs = {(row.first, row.second, topic) for topic, (rows, _) in found.items() for row in rows.itertuples()}
    assert _said(view, "of one actor’s statements on one topic") == [
        f"{len(pairs):,}",
        f"{sum(chance for _, chance in found.values()):.1f}",
    ]
    if pairs:
        shown = view.frame("actor", "days")
        assert set(zip(shown["first"], shown["second"], shown["topic"], strict=True)) == pairs


def test_moving_a_slider_to_where_no_pair_is_left_says_what_to_do(open_page):
    view = open_page("disagreements")
    view.app.slider(key="alike").set_value(0.9)
    view.app.slider(key="apart").set_value(4)
    view.app.slider(key="within").set_value(0)
    view.app.slider(key="steps").set_value(4).run()
    view.check_runs()
    assert view.messages == ["No pair of coded statements fits. Move a slider, or widen the filters at the side."] * 2


def test_before_a_row_is_chosen_every_table_says_how_to_choose_one(open_page):
    hints = [part.value for part in open_page("disagreements").app.caption if part.value.startswith("Choose a row")]
    assert len(hints) == 3
    assert all("on the keyboard Shift+Space" in hint for hint in hints)


def test_a_chosen_row_opens_its_statement_with_code_and_score(open_page, dossier):
    view = open_page("disagreements")
    row = view.frame("triage", "distance").iloc[5]
    view.choose_row("board", 5).check_runs()
    assert row["statement"] in view.html
    code = f"code {row['code']:+d}".replace("-", "−") if row["code"] else "code 0"
    score = f"score {row['score']:+.2f}".replace("-", "−")
    assert f"<b>{dossier.codebook.topic(row['topic']).title}</b>: {code}" in view.html
    assert score in view.html


@pytest.mark.parametrize("table", ["duplicates", "contradictions"])
def test_a_chosen_pair_shows_both_texts_each_with_its_code_on_the_topic(table, open_page, dossier):
    view = open_page("disagreements")
    columns = {"duplicates": ("similarity", "same_source"), "contradictions": ("actor", "days")}[table]
    pair = view.frame(*columns).iloc[0]
    view.choose_row(table, 0).check_runs()
    about = dossier.statements.set_index("statement")
    cards = re.findall(r'<article class="card">.*?</article>', view.html, re.S)
    assert len(cards) == 2
    for name, card in zip((pair["first"], pair["second"]), cards, strict=True):
        assert name in card
        code = int(about.loc[name, pair["topic"]])
        assert re.search(rf"[Cc]ode[^+−\d]*{re.escape(f'{code:+d}'.replace('-', '−') if code else '0')}\b", card)
        assert dossier.codebook.topic(pair["topic"]).title in card


def test_without_a_classifier_the_title_counts_no_scores_that_are_not_there(models, open_page):
    view = open_page("disagreements")
    view.check_runs()
    assert "no classifier" in " ".join(view.messages)
    assert not view.title.startswith("0 of ")
    assert len(view.frame("actor", "days")) > 0  # contradictions need codes alone


def test_without_any_code_the_page_gives_reasons_and_no_error(data, open_page):
    folder = builders.make_smallest(data)
    rows = [row | {"water": "", "toll": ""} for row in builders.list_rows(side_column=True)]
    builders.write_rows(folder / "statements.csv", rows)
    view = open_page("disagreements")
    view.check_runs()
    assert any("no coded statement" in message for message in view.messages)
    assert view.errors == []


def test_filters_that_leave_one_statement_or_none_break_no_tab(open_page):
    for query in (
        {"actor": "Yasuhisa Kawamura", "dates": ["Nov 2019", "Dec 2019"]},
        {"dates": ["Jan 2015", "Jan 2015"]},
    ):
        view = open_page("disagreements", **query)
        view.check_runs()
        assert view.errors == []


def test_the_page_says_that_a_row_is_a_reason_to_read_and_not_a_finding(open_page):
    view = open_page("disagreements")
    assert "not findings: the codes may be right every time" in view.texts
    assert view.limits_links == ["method?method=Classifier"]
