"""An address of a statement opens it with its context; cards lead to it; an id that is not there is said."""

from html import escape

from .conftest import read_markdown
from .test_warm_rerun import _watch


def test_an_address_opens_the_statement_with_its_context_under_any_filters(open_page, dossier):
    own = dossier.statements[dossier.statements["side"] == "third"].iloc[5]
    view = open_page("statements", statement=own["statement"], side="Russia")
    view.check_runs()
    assert read_markdown(view.title).startswith(f"Statement {own['statement']}: {own['name']}, ")
    assert view.app.get("dataframe") == []
    assert escape(own["text"]) in view.html
    headings = [read_markdown(part.value) for part in view.app.subheader]
    assert [heading.split(" ")[0] for heading in headings[:2]] in (["Also", "Around"], ["Also", "The"])
    assert headings[2].startswith(f"{own['name']}: last before and first after it")
    assert _watch(view.app.run) == []
    view.app.button(key="leave").click().run()
    view.check_runs()
    assert view.app.text_input(key="statement").value == ""
    assert "statement" not in view.app.query_params
    assert view.shown > 100


def test_an_unknown_id_in_a_link_is_said_and_the_list_is_shown(open_page, dossier):
    view = open_page("statements", statement="<b>nobody")
    view.check_runs()
    assert any("There is no statement “<b>nobody”" in warning for warning in view.warnings)
    assert view.shown > 100


def test_a_card_leads_to_the_address_of_its_statement(open_page, dossier):
    view = open_page("overview")
    first = view.cards[0]
    assert f'href="statements?statement={first}&amp;dossier={dossier.slug}"' in view.html
