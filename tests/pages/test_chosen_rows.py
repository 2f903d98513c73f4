"""A row that is chosen from a table: its card goes when the table holds other rows, and never turns into another row's."""

from html import escape

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.exhibits.exhibit import Table

from . import builders


def _said(view) -> list[str]:
    return [line for line in view.html.splitlines() if 'class="said"' in line]


@pytest.fixture
def small(data):
    return builders.make_full(data)


@pytest.mark.parametrize("change", [{"search": "р-01"}, {"search": "верховьям"}, {"search": "nothing holds this"}])
def test_a_search_after_the_choice_shows_no_other_card(change, small, open_page):
    view = open_page("statements")
    view.choose_row("statement_table", 4).check_runs()
    assert len(_said(view)) == 1
    view.app.text_input(key="search").set_value(change["search"]).run()
    view.check_runs()
    assert _said(view) == []


def test_a_filter_after_the_choice_shows_no_other_card_and_a_new_choice_does(small, open_page):
    view = open_page("statements")
    view.choose_row("statement_table", 4)
    view.app.multiselect(key="actor").set_value(["田中"]).run()
    assert _said(view) == []
    wanted = view.frame("statement", "text").iloc[2]
    view.choose_row("statement_table", 2).check_runs()
    (said,) = _said(view)
    assert escape(wanted["text"]) in said


def test_the_chosen_row_stays_while_its_table_does(small, open_page):
    view = open_page("statements")
    view.choose_row("statement_table", 4)
    before = _said(view)
    view.app.run()
    assert _said(view) == before != []


IDS = st.lists(st.tuples(st.text(max_size=3), st.sampled_from(["water", "toll"])), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(IDS, IDS)
def test_tables_of_other_rows_or_of_another_order_have_another_stamp(ours, theirs):
    stamps = [
        Table(pd.DataFrame(rows, columns=["statement", "topic"]).assign(note="x"), (), "").stamp
        for rows in (ours, theirs)
    ]
    assert (stamps[0] == stamps[1]) == (ours == theirs)
