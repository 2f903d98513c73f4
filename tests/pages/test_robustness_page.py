"""The Robustness page: its title, picture, tables and download say what `stance.estimates.robustness` finds."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import numpy as np
import pandas as pd
import pytest

from stance.estimates.periods import outer_periods
from stance.estimates.robustness import OTHER, SAME, UNCLEAR, UNKNOWN, Claim, list_failures, try_claim
from stance.estimates.scored import CLASSIFIER, CODES, score_statements
from stance.estimates.selection import default_selection, select_actors

from . import builders
from .conftest import list_numbers, read_markdown

TITLE = re.compile(
    r": (?P<same>\d+) of (?P<all>\d+) other estimates? (?P<what>say the same|find one)(?:, (?P<unknown>\d+) with too few)?"
)


def _try_again(dossier, scores, topic: str, side: str, **filters) -> pd.DataFrame:
    """The claim from the dossier itself, with no page between."""
    selection = replace(default_selection(dossier.codebook), **filters)
    scored = score_statements(dossier, scores, selection.score_source)
    actors = frozenset(select_actors(dossier.actors, selection)["actor"])
    claim = Claim(topic, side, *outer_periods(selection), "side", selection.rules, actors, selection.score_source)
    return try_claim(claim, scored, dossier, scores)


def _check_title(view, table: pd.DataFrame) -> None:
    found = TITLE.search(read_markdown(view.title))
    others = table["verdict"].iloc[1:]
    assert int(found["all"]) == len(others)
    unclear = table["verdict"].iloc[0] == UNCLEAR
    wanted = (SAME, OTHER) if unclear else (table["verdict"].iloc[0],)
    assert found["what"] == ("find one" if unclear else "say the same")
    assert int(found["same"]) == others.isin(wanted).sum()
    assert int(found["unknown"] or 0) == (others == UNKNOWN).sum()


ENDS = {"claim_kind": "From the first to the last year of the dates"}
SWING = {"claim_kind": "Largest swing between adjacent windows"}
JAPAN = {"claim_topic": "Sovereignty", "claim_line": "Japan"} | ENDS
RUSSIA = {"claim_topic": "Security", "claim_line": "Russia"} | ENDS
CHOICES = {
    "a line": (JAPAN, "sovereignty", "japan", {}),
    "another topic": (JAPAN | {"claim_topic": "Security"}, "security", "japan", {}),
    "another line": (RUSSIA, "security", "russia", {}),
    "narrower dates": (
        RUSSIA | {"dates": ["Jan 2016", "Jan 2018"]},
        "security", "russia", {"first": date(2016, 1, 1), "last": date(2018, 1, 31)},
    ),
    "two actors": (
        JAPAN | {"actor": ["Shinzo Abe", "Taro Kono"]}, "sovereignty", "japan", {"actors": ("shinzo-abe", "taro-kono")},
    ),
    "codes alone": (JAPAN | {"scores": "Hand codes only"}, "sovereignty", "japan", {"score_source": CODES}),
    "the classifier alone": (
        JAPAN | {"scores": "Classifier only"}, "sovereignty", "japan", {"score_source": CLASSIFIER},
    ),
}  # fmt: skip


@pytest.mark.parametrize("choice", CHOICES)
def test_the_title_and_the_download_hold_what_the_estimates_of_the_chosen_claim_say(
    choice, open_page, offered, dossier, scores
):
    query, topic, side, filters = CHOICES[choice]
    view = open_page("robustness", **query)
    view.check_runs()
    assert (view.app.selectbox(key="claim_topic").value, view.app.selectbox(key="claim_line").value) == (topic, side)
    table = _try_again(dossier, scores, topic, side, **filters)
    pd.testing.assert_frame_equal(offered["robustness"].reset_index(drop=True), table.reset_index(drop=True))
    _check_title(view, table)


def test_the_choices_lead_to_different_claims(open_page):
    titles = [open_page("robustness", **query).title for query, *_ in CHOICES.values()]
    titles.append(open_page("robustness", **JAPAN | SWING).title)
    assert len(set(titles)) == len(titles)


def test_a_swing_is_checked_between_the_two_windows_that_the_title_names(open_page, offered):
    view = open_page("robustness", **JAPAN | SWING)
    view.check_runs()
    _check_title(view, offered["robustness"])
    first, last = re.search(r", (\w+ \d{4}) to (\w+ \d{4})\)", read_markdown(view.title)).groups()
    lines = open_page("overview").frame("line", "low")
    own = lines[(lines["line"] == "Japan") & (lines["topic"] == "sovereignty")]
    months = pd.to_datetime(own["date"]).dt.strftime("%B %Y")
    before, after = (own.loc[months == month, "position"].iloc[0] for month in (first, last))
    assert offered["robustness"]["change"].iloc[0] == pytest.approx(after - before)


@pytest.mark.parametrize("query", [{}, {"dates": ["Jan 2015", "Dec 2017"]}, {"scores": "Hand codes only"}])
def test_the_claim_checked_at_first_is_the_first_that_the_title_of_the_overview_makes(query, open_page):
    overview, checked = (read_markdown(open_page(page, **query).title) for page in ("overview", "robustness"))
    assert not overview.startswith("No clear change")
    assert checked.startswith(overview.split("; ")[0] + ": ")


def test_the_title_words_the_claim_by_its_own_estimate(open_page, offered):
    for query in (JAPAN, RUSSIA, {"claim_topic": "Sequencing", "claim_line": "Russia"} | ENDS):
        title = read_markdown(open_page("robustness", **query).title)
        verdict = offered["robustness"]["verdict"].iloc[0]
        assert verdict in (SAME, UNCLEAR)
        assert title.startswith("No clear change") == (verdict == UNCLEAR)


def test_the_chosen_claim_stays_when_the_reader_comes_back_and_is_in_the_link(open_page):
    view = open_page("robustness")
    first = view.title
    view.app.selectbox(key="claim_topic").set_value("security").run()
    view.app.selectbox(key="claim_line").set_value("russia").run()
    view.app.selectbox(key="claim_kind").set_value("ends").run()
    chosen = view.title
    assert chosen.startswith("Russia on security")
    assert chosen != first
    view.turn_to("overview").turn_to("robustness")
    assert view.title == chosen
    kept = {name: value for name, value in view.app.query_params.items() if name.startswith("claim_")}
    assert kept.items() >= {"claim_topic": "Security"}.items()
    assert open_page("robustness", **kept).title == chosen


def test_every_marker_of_the_chart_is_a_row_of_the_download_and_every_row_with_a_change_a_marker(open_page, offered):
    view = open_page("robustness", **JAPAN | {"claim_topic": "Security"})
    rows = offered["robustness"].iloc[1:]
    assert rows["change"].isna().any()  # some rows cannot be drawn: the title says how many
    markers = [mark for mark in view.charts["estimates"]["data"] if mark.get("mode") == "markers"]
    drawn = sorted(value for mark in markers for value in list_numbers(mark["x"]))
    assert drawn == pytest.approx(sorted(rows["change"].dropna()))
    names = [unescape(text.split("</b>")[0].removeprefix("<b>")) for mark in markers for text in mark["hovertext"]]
    assert sorted(names) == sorted(rows.dropna(subset="change")["variant"])


def test_hollow_markers_are_the_estimates_that_say_something_else(open_page, offered):
    view = open_page("robustness", **JAPAN)
    filled, hollow = (mark for mark in view.charts["estimates"]["data"] if mark.get("mode") == "markers")
    table = offered["robustness"]
    known = table.iloc[1:].dropna(subset="change")
    same = known["verdict"] == table["verdict"].iloc[0]
    assert sorted(list_numbers(filled["x"])) == pytest.approx(sorted(known.loc[same, "change"]))
    assert sorted(list_numbers(hollow["x"])) == pytest.approx(sorted(known.loc[~same, "change"]))
    assert filled["marker"]["symbol"] != hollow["marker"]["symbol"]


def test_the_download_is_labelled_with_its_rows(open_page, dossier, scores):
    (button,) = open_page("robustness", **JAPAN).app.get("download_button")
    table = _try_again(dossier, scores, "sovereignty", "japan")
    assert button.label == f"Download {len(table)} estimates (CSV)"


def test_the_families_and_the_list_of_failures_add_up_to_the_title(open_page, offered):
    view = open_page("robustness", **JAPAN)
    counts, table = view.frame("family", "survives"), offered["robustness"]
    found = TITLE.search(read_markdown(view.title))
    assert (counts["estimates"].sum(), counts["survives"].sum()) == (int(found["all"]), int(found["same"]))
    failures = view.frame("variant", "verdict")
    assert list(failures["variant"]) == list(list_failures(table)["variant"])
    assert len(failures) == int(found["all"]) - int(found["same"])
    for family, rows in table.iloc[1:].groupby("family"):
        own = counts[counts["family"] == family].iloc[0]
        assert (own["estimates"], own["least"], own["largest"]) == (
            len(rows),
            rows["change"].min(),
            rows["change"].max(),
        )


@pytest.mark.parametrize("query", [{"dates": ["Jan 2016", "Jan 2016"]}, {"actor": "Yasuhisa Kawamura"}])
def test_where_nothing_can_be_checked_the_page_says_so_and_what_to_do(query, open_page):
    view = open_page("robustness", **query)
    view.check_runs()
    assert view.title == "No change to check"
    (message,) = view.messages
    assert "No change can be estimated here" in message
    assert "filters at the side decide" in message
    assert view.charts == {}


def test_without_a_classifier_no_estimate_rests_on_one(models, open_page, offered):
    view = open_page("robustness")
    view.check_runs()
    assert "classifier only" not in set(offered["robustness"]["variant"])
    assert view.limits_links == []


def test_where_estimates_rest_on_the_classifier_its_limits_are_linked_with_any_score_source(open_page, offered):
    for label in ("Best available", "Classifier only", "Hand codes only"):
        view = open_page("robustness", scores=label)
        tried = set(offered["robustness"].loc[offered["robustness"]["family"] == "score source", "variant"])
        assert tried == {"best available", "classifier only", "hand codes only"} - {label.lower()}
        assert view.limits_links == ["method?method=Classifier"], label


def test_the_page_tells_what_surviving_means_and_what_it_does_not(open_page):
    texts = open_page("robustness").texts
    assert "It survives an estimate that says the same: clear in the same direction" in texts
    assert "their number is no measure of certainty" in texts


def test_in_another_negotiation_the_coders_are_a_family(data, open_page, offered):
    builders.make_full(data)
    open_page("robustness").check_runs()
    table = offered["robustness"]
    assert set(table.loc[table["family"] == "coder", "variant"]) == {
        "codes of coder первый alone",
        "codes of coder второй alone",
    }
    assert np.isfinite(table["change"].iloc[0])
