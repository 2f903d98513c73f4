"""The Robustness page: it checks the claim that its boxes and its link name, first the one of the overview's title."""

import pytest

from stance.estimates.robustness import list_failures
from stance.estimates.selection import default_selection
from stance.exhibits.robustness import ENDS, make_robustness
from stance.wording.checks import NO_CHANGE

from .conftest import read_markdown

KIND = {"claim_kind": "From the first to the last year of the dates"}
RUSSIA = {"claim_topic": "Sequencing", "claim_line": "Russia"} | KIND


def _read_claim(view) -> tuple[str, str, str]:
    return tuple(view.app.selectbox(key=f"claim_{name}").value for name in ("topic", "line", "kind"))


@pytest.fixture(scope="module")
def shown(dossier, scores):
    return make_robustness(dossier, scores, default_selection(dossier.codebook), claim=("sequencing", "russia", ENDS))


def test_the_page_shows_the_claim_of_its_link_with_picture_tables_and_downloads(open_page, offered, shown):
    view = open_page("robustness", **RUSSIA)
    view.check_runs()
    assert _read_claim(view) == ("sequencing", "russia", ENDS)
    assert read_markdown(view.title) == shown.title
    assert offered["robustness"].equals(shown.table.shown)
    assert list(view.charts) == ["estimates"]
    (chart,) = view.app.get("plotly_chart")
    assert chart.proto.alt == shown.alternative
    assert list(view.frame("family", "survives")["family"]) == list(shown.extra["families"].rows["family"])
    assert list(view.frame("variant", "verdict")["variant"]) == list(list_failures(shown.table.rows)["variant"])
    assert "It survives an estimate that says the same by the bar of titles" in view.texts
    assert "their number is no measure of certainty" in view.texts
    assert view.limits_links == ["method?method=Classifier"]


def test_the_last_download_is_labelled_with_all_estimates(open_page, shown):
    labels = [button.label for button in open_page("robustness", **RUSSIA).app.get("download_button")]
    assert labels[-1] == f"Download {len(shown.table.rows)} estimates (CSV)"


def test_the_chosen_claim_stays_when_the_reader_comes_back_and_is_in_the_link(open_page, shown):
    view = open_page("robustness")
    assert read_markdown(view.title) != shown.title
    for name, value in (("topic", "sequencing"), ("line", "russia"), ("kind", ENDS)):
        view.app.selectbox(key=f"claim_{name}").set_value(value).run()
    assert read_markdown(view.title) == shown.title
    view.turn_to("overview").turn_to("robustness")
    assert read_markdown(view.title) == shown.title
    kept = {name: value for name, value in view.app.query_params.items() if name.startswith("claim_")}
    assert kept.items() >= {"claim_topic": "Sequencing", "claim_line": "Russia"}.items()
    assert read_markdown(open_page("robustness", **kept).title) == shown.title


def test_a_claim_whose_line_is_switched_off_is_replaced_in_the_box_too_with_a_sentence(open_page):
    view = open_page("robustness", side="Japan", **RUSSIA)
    view.check_runs()
    assert _read_claim(view)[1] == "japan"
    assert any("“Russia” is not among the choices here" in message for message in view.messages)
    assert "Japan" in view.title
    assert "Russia" not in view.title


@pytest.mark.parametrize("query", [{"dates": ["Jan 2016", "Jan 2016"]}, {"actor": "Yasuhisa Kawamura"}])
def test_where_nothing_can_be_checked_the_page_says_so_and_what_to_do(query, open_page):
    view = open_page("robustness", **query)
    view.check_runs()
    assert (view.title, view.messages, view.charts) == ("No change to check", [NO_CHANGE], {})


def test_without_a_classifier_nothing_leads_to_its_limits(models, open_page):
    view = open_page("robustness", **RUSSIA)
    view.check_runs()
    assert view.limits_links == []
