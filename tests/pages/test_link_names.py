"""What a link names and is not there: values on every page for every picker, names of parameters, ids that stay in the address."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from stance.ui.links import MOST_NAMED, NAMES, describe_unknown

from . import builders
from .conftest import View

LOST = "names nothing"
VIEWS = [  # a page, the choices that open a part of it, and what is bound there
    ("overview", {}, "topic side kind actor dates scores without view point_topic point_line point_when point_as"),
    ("positions", {"by": "Actors"}, "window line view"),
    ("movement", {}, "by one_topic moves period_before period_after"),
    ("movement", {"moves": "The gap"}, "gap_from gap_to gap_side_line gap_over_open"),
    ("movement", {"moves": "Any two"}, "pair_first pair_second pair_first_from pair_second_until"),
    ("movement", {"moves": "Governments and public"}, "group_line group_when"),
    ("movement", {"moves": "Map"}, "map_x map_y map_line"),
    ("events", {}, "by event_kind event_days event around after_line"),
    ("events", {"around": "Answers"}, "theme"),
    ("actors", {}, "who profile_topic profile_when"),
    ("words", {}, "one_topic term"),
    ("disagreements", {}, "review triage"),
    ("disagreements", {"review": "Near-duplicates"}, "alike apart"),
    ("disagreements", {"review": "Self-contradictions"}, "within steps"),
    ("robustness", {}, "by claim_topic claim_line claim_kind"),
    ("score", {}, "scoring"),
    ("method", {}, "method"),
    ("agreement", {}, "agreement"),
]


def _list_bound(app: AppTest) -> set[str]:
    """The names that the widgets of a page have in a link."""
    found, rest = set(), [app._tree]
    while rest:
        node = rest.pop()
        rest += getattr(node, "children", {}).values()
        proto = getattr(node, "proto", None)
        parts = [proto, *(getattr(proto, part, None) for part in ("tab_container", "expandable"))]
        found |= {part.query_param_key for part in parts if getattr(part, "query_param_key", "")}
    return found


@pytest.mark.parametrize(("page", "query", "names"), VIEWS)
def test_a_value_that_names_nothing_is_said_for_every_picker_of_every_page(page, query, names, open_page):
    view = open_page(page, **query, **{name: LOST for name in names.split() if name not in query})
    view.check_runs()
    said = " ".join(view.warnings)
    asked = [name for name in names.split() if name not in query]
    assert said.count(LOST) == len(asked), said
    bound = _list_bound(view.app)
    assert set(names.split()) <= bound <= NAMES


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("positions", {"window": "90 days", "by": "Actors", "line": "Filter (knows nothing later)", "scores": "Codes only"}),
        ("positions", {"window": "Default: 180 days for sides, 365 for actors", "by": "Sides", "scores": "Best available"}),
        ("overview", {"dates": ["Feb 2016", "Dec 2018"], "view": "Chart"}),
        ("disagreements", {"review": "Near-duplicates", "alike": "0.5", "apart": "2"}),
        ("movement", {"moves": "The gap", "gap_over_open": "true", "period_before": ["Jan 2016", "Mar 2016"]}),
        ("statements", {"search": "anything at all", "from": "2018-07-03", "embed": "true"}),
    ],
)  # fmt: skip
def test_what_a_link_names_and_is_there_is_not_blamed(page, query, open_page):
    view = open_page(page, **query)
    view.check_runs()
    assert view.warnings == []


def test_values_that_a_widget_bends_are_said(open_page):
    view = open_page("disagreements", review="Near-duplicates", alike="5", apart="many")
    assert view.warnings == [
        "Least similarity of the texts: “5” of the link is not here: “0.3” is shown instead.",
        "Least distance of the codes, in codes: “many” of the link is not here: “1” is shown instead.",
    ]


def test_choices_that_the_dossier_does_not_offer_at_all_are_said(data, open_page):
    builders.make_smallest(data)
    view = open_page("statements", kind="leader", without="Acts")
    for what in ("Kind of actor: “leader”", "Leave out: “Acts”"):
        assert any(what in warning for warning in view.warnings), view.warnings


@pytest.mark.parametrize(
    ("name", "near"),
    [("actr", "actor"), ("Topic", "topic"), ("score", "scores"), ("pоint_line", "point_line"), ("nonsense", "")],
)
def test_a_name_that_no_page_has_is_said_with_the_nearest_one(name, near, open_page):
    view = open_page("statements", **{name: "x"})
    view.check_runs()
    hint = f" (did you mean '{near}'?)" if near else ""
    assert f"'{name}'{hint}, which is no filter here." in " ".join(view.warnings).replace("\\_", "_")


def test_names_of_other_pages_are_not_blamed(open_page):
    assert (
        open_page("statements", window="90 days", term="island", review="Near-duplicates", point_as="x").warnings == []
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=200), unique=True, max_size=8))
def test_any_names_are_said_in_one_line_that_can_be_read(names):
    said = describe_unknown(names)
    unknown = [name for name in names if name not in NAMES]
    assert bool(said) == bool(unknown)
    assert said.isprintable() and len(said) < 700
    assert (f"{len(unknown) - MOST_NAMED} more name" in said) == (len(unknown) > MOST_NAMED)


def test_an_unknown_name_stands_above_the_page_and_leaves_the_shared_link(open_page):
    view = open_page("statements", actr="x", actor="Shinzo Abe")
    assert view.app.main[0].type == "warning" or "actr" in view.warnings[0]
    view.app.session_state["share"] = True
    view.app.run()
    (code,) = view.app.code
    assert "actor=Shinzo+Abe" in code.value
    assert "actr" not in code.value


IDS = {
    "actor": ("shinzo-abe", "Shinzo Abe"), "topic": ("security", "Security"), "side": ("japan", "Japan"),
    "scores": ("codes", "Codes only"), "by": ("actor", "Actors"), "window": ("90", "90 days"),
    "point_topic": ("security", "Security"),
}  # fmt: skip


@pytest.mark.parametrize("names", [["actor"], ["by", "window", "side"], list(IDS)])
def test_an_id_in_a_link_opens_and_its_label_stays_in_the_address(names, open_page):
    query = {name: IDS[name][0] for name in names}
    view = open_page("positions", **query)
    view.check_runs()
    assert view.warnings == []
    asked = {name: view.app.query_params.get(name) for name in names if not (name == "point_topic" and len(names) > 1)}
    assert {name: [one] if isinstance(one, str) else one for name, one in asked.items()} == {
        name: [IDS[name][1]] for name in asked
    }


def test_what_is_not_there_is_said_beside_an_id_that_is(open_page):
    view: View = open_page("positions", actor="shinzo-abe", topic="Securty", window="9 days", by="actor")
    said = " ".join(view.warnings)
    assert "“Securty” of the link is not here" in said
    assert "“9 days” is not among the choices here" in said
    view.app.run()
    assert view.warnings == []
