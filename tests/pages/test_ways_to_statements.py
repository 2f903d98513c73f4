"""From a number to its statements on the pages: the pickers and the links lead to the statements of the chosen mark.

That these make the number again is tested with the exhibits.
"""

import pandas as pd
import pytest

from stance.wording.changes import NO_EVIDENCE

from .conftest import View, read_markdown


def read_heading(view: View) -> str:
    """The sentence over the statements."""
    (heading,) = [
        read_markdown(part.value) for part in view.app.markdown if ", from " in part.value and "**" in part.value
    ]
    return heading.strip("*")


LINKS = [
    ({"move_line": "Japan", "move_when": "after"}, "Japan on Sequencing, 1 January 2019 to 31 December 2019: +"),
    ({"move_line": "Japan", "move_end": "after"}, "Japan on Sequencing, 1 January 2019 to 31 December 2019: +"),
    ({"moves": "The gap", "gap_side_line": "Russia", "gap_side_when": "180 days to 30 June 2019"}, "Russia on Sequencing, 2 January 2019 to 30 June 2019: −"),
    ({"moves": "The gap", "gap_side_line": "Japan", "gap_side_end": "180 days to 31 December 2016"}, "Japan on Sequencing, 5 July 2016 to 31 December 2016: +"),
    ({"moves": "Governments and public", "group": "Local voices, Japan"}, "Local voices, Japan on Sequencing, 1 January 2015 to 31 December 2019: "),
    ({"moves": "Map", "map_topic": "Sequencing", "map_line": "Japan", "map_end": "2017"}, "Japan on Sequencing, 1 January 2017 to 31 December 2017: +"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "heading"), LINKS)
def test_a_link_of_now_or_of_former_times_leads_to_the_statements_of_its_mark(link, heading, open_page):
    view = open_page("movement", one_topic="Sequencing", **link)
    view.check_runs()
    assert view.messages == []
    assert read_heading(view).startswith(heading)
    count = int(read_heading(view).split(", from ")[1].split()[0])
    assert len(view.cards) == min(count, 8)
    assert not {"move_end", "gap_side_end", "map_end", "group"} & set(view.app.query_params)


def test_other_pickers_lead_to_other_statements_and_the_table_has_them_all(open_page):
    view = open_page("movement", one_topic="Sequencing", move_as="As a table")
    view.app.selectbox(key="move_line").set_value("japan").run()
    view.app.selectbox(key="move_when").set_value("after").run()
    view.check_runs()
    rows = view.frame("weight", "effect")
    assert rows["weight"].sum() == pytest.approx(1)
    assert f", from {len(rows)} statements" in read_heading(view)
    assert set(pd.to_datetime(rows["date"]).dt.year) == {2019}


def pick_silent(dossier) -> str:
    """The name of an actor of a poled side that spoke to the first topic once in 2015, and never else."""
    topic = dossier.codebook.topic_ids[0]
    own = dossier.statements[dossier.statements["side"].isin(["russia", "japan"])].dropna(subset=topic)
    counts = own["name"].value_counts()
    once = own[own["name"].isin(counts[counts == 1].index) & (own["date"].dt.year == 2015)]
    uncoded = dossier.statements.loc[~dossier.statements["coded"], "name"]
    return once.loc[~once["name"].isin(uncoded), "name"].iloc[0]


def test_an_actor_with_too_few_statements_has_no_number_and_one_without_any_is_silent(open_page, dossier):
    silent = pick_silent(dossier)
    view = open_page("movement", by="Actors", move_line=silent, move_when="before")
    view.check_runs()
    assert view.app.selectbox(key="move_line").value == dossier.actors.set_index("name").loc[silent, "actor"]
    assert f": {NO_EVIDENCE}, from 1 statement, 1 source." in read_heading(view)
    view.app.selectbox(key="move_when").set_value("after").run()
    said = f"No statement of {silent} on Sovereignty in this period: silence in the record, not a neutral stance."
    assert said in view.messages
    assert view.cards == []


@pytest.mark.parametrize("shown_as", ["Cards", "As a table"])
def test_the_statements_behind_a_point_can_be_had_as_a_file_beside_cards_and_table(shown_as, open_page, monkeypatch):
    files: dict[str, pd.DataFrame] = {}
    monkeypatch.setattr("stance.ui.parts.tables.offer_csv", lambda _, table, key: files.update({key: table.shown}))
    view = open_page("overview", point_as=shown_as)
    view.check_runs()
    rows = files["point_evidence"]
    assert f", from {len(rows)} statements" in read_heading(view)
    assert {"code", "score", "weight", "effect", "url", "text", "actor", "source"} <= set(rows)
