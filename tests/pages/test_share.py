"""Share, cite, download: links with a stamp, citations, archives that hold what the page showed, pictures that say one thing."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import unescape
from urllib.parse import parse_qs

import pandas as pd
import pytest

from stance.dossier.citation import cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import MODELS, hash_files
from stance.estimates.scored import SCORE_SOURCES
from stance.estimates.view import View as Shown
from stance.export import build_archive, rebuild

from . import builders
from .conftest import View, read_markdown

SHARED = ("overview", "positions", "movement", "events", "actors", "statements", "words", "robustness")
PARTS = ("Link", "Citation", "Picture", "Everything")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], bytes]]:
    """What the button of the archive would call; AppTest cannot press it."""
    calls: list[Callable[[], bytes]] = []

    def keep(function, *args, **named):
        call = partial(function, *args, **named)
        if function is build_archive:
            calls.append(call)
        return call

    monkeypatch.setattr("stance.ui.parts.share.partial", keep)
    return calls


def _stamp(dossier) -> str:
    return f"{dossier.data_hash}-{hash_files([MODELS / dossier.slug / 'scores.csv'])[:6]}"


def _open(view: View) -> View:
    """Unfolds the box, as a click on its head does."""
    view.app.session_state["share"] = True
    view.app.run()
    return view


def _turn(view: View, part: str) -> View:
    if not [group for group in view.app.get("button_group") if group.key == "share_part"]:
        _open(view)
    view.app.button_group(key="share_part").set_value(part).run()
    view.check_runs()
    return view


def _export(view: View, made: list) -> tuple[dict[str, pd.DataFrame], partial]:
    """The tables in the archive of the page, and the call that made it."""
    _turn(view, "Everything")
    with zipfile.ZipFile(io.BytesIO(made[-1]())) as whole:
        names = [name for name in whole.namelist() if name.startswith("rows/")]
        tables = {name[5:-4]: pd.read_csv(io.BytesIO(whole.read(name)), dtype={"statement": str}) for name in names}
    return tables, made[-1]


def _link(view: View) -> dict[str, list[str]]:
    (code,) = _open(view).app.code
    return parse_qs(code.value.partition("?")[2])


CHOICES = {
    "overview": {"topic": ["Security"], "side": ["Japan"], "scores": ["Codes only"]},
    "positions": {
        "by": ["Actors"],
        "window": ["90 days"],
        "line": ["Filter (knows nothing later)"],
        "actor": ["Taro Kono", "Shinzo Abe"],
    },
    "movement": {"one_topic": ["Security"], "moves": ["The gap"], "period_before": ["Jan 2016", "Dec 2016"]},
    "events": {"event_days": ["90"], "around": ["Answers"], "event_kind": ["summit", "visit"]},
    "actors": {"who": ["Vladimir Putin"]},
    "statements": {"search": ["1956 & treaty"], "without": ["Weak sources"], "dates": ["Feb 2016", "Dec 2018"]},
    "words": {"term": ["four islands"], "one_topic": ["Sequencing"]},
    "robustness": {"claim_topic": ["Sequencing"], "claim_line": ["Russia"]},
}


@pytest.mark.parametrize("page", SHARED)
def test_each_part_of_share_works_and_the_link_holds_the_choices_and_the_stamp(page, open_page, dossier, made):
    view = open_page(page, **CHOICES[page])
    view.check_runs()
    assert _link(view) == CHOICES[page] | {"data": [_stamp(dossier)]}
    link = view.app.code[0].value
    part = view.app.button_group(key="share_part")
    assert (part.value, tuple(part.options)) == ("Link", PARTS)

    _turn(view, "Citation")
    (citation,) = view.app.code
    title, today = view.app.title[0].value, datetime.now(UTC).date()
    assert citation.value == write_plain(cite(dossier, url=link, title=_plain(title), day=today))

    pictures = set(view.charts)
    _turn(view, "Picture")
    (framed,) = set(view.charts) - pictures if pictures else ("",)
    assert framed.startswith("picture_") if pictures else "This page shows no picture." in view.texts
    assert not pictures or len(view.app.selectbox(key="picture_of").options) == len(pictures)

    _turn(view, "Everything")
    assert [b.label for b in view.app.get("download_button")][-1] == "Download everything (zip)"
    call = made[-1]
    assert isinstance(call.args[2], Shown)
    assert call.args[2].page == page
    assert (call.keywords["url"], call.keywords["day"]) == (link, today)
    assert call.keywords["exhibits"][0].title == _plain(title)


def _plain(title: str) -> str:
    return read_markdown(title).replace("\\_", "_")


def test_a_link_of_other_data_warns_and_one_of_the_same_data_does_not(open_page, dossier):
    for page in ("overview", "method"):
        view = open_page(page, data="0123456789ab-012345", topic="Security")
        (warning,) = view.warnings
        assert "its stamp is 0123456789ab-012345" in warning
        assert _stamp(dossier) in warning
        assert open_page(page, data=_stamp(dossier), topic="Security").warnings == []
    assert _link(open_page("overview", data="0123456789ab-012345")) == {"data": [_stamp(dossier)]}


def test_the_stamp_changes_with_the_data_and_with_the_scores(copy_in_data, open_page, tmp_path):
    before = _link(open_page())["data"][0]
    path = copy_in_data / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"Moscow", b"Moskva", 1))
    other = open_page("overview", data=before)
    assert len([w for w in other.warnings if before in w]) == 1
    after = _link(other)["data"][0]
    assert after.partition("-")[0] != before.partition("-")[0]
    assert after.partition("-")[2] == before.partition("-")[2]
    (tmp_path / "models/japan-russia").mkdir(parents=True)
    (tmp_path / "models/japan-russia/scores.csv").write_text("statement\n")
    assert _link(open_page())["data"][0].partition("-")[2] != after.partition("-")[2]


def test_a_hostile_stamp_is_shown_as_text(open_page):
    view = open_page("overview", data="<b>**x** [a](http://evil.example) " + "y" * 200)
    (warning,) = [box.value for box in view.app.warning]
    assert "[a](http" not in warning
    assert "y" * 41 not in warning
    view.check_runs()


@pytest.mark.parametrize(
    ("form", "write"), [("Plain text", write_plain), ("BibTeX", write_bibtex), ("CSL-JSON", write_csl)]
)
def test_the_citations_are_those_of_the_view_and_of_the_dossier(form, write, open_page, dossier):
    view = _turn(open_page("positions", topic="Security", by="Actors"), "Citation")
    link = f"?topic=Security&by=Actors&data={_stamp(dossier)}"
    today = datetime.now(UTC).date()
    view.app.button_group(key="cite_form").set_value(form).run()
    (shown,) = view.app.code
    assert shown.value.strip() == write(cite(dossier, url=link, title=_plain(view.title), day=today)).strip()
    view.app.button_group(key="cite").set_value("The dossier").run()
    (shown,) = view.app.code
    assert shown.value.strip() == write(cite(dossier, day=today)).strip()


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("overview", {"topic": ["Sovereignty", "Security"], "dates": ["Mar 2016", "Dec 2018"]}),
        ("positions", {"window": "90 days", "scores": "Classifier only"}),
        ("positions", {"by": "Actors", "kind": ["leader", "minister"], "line": "smoother"}),
    ],
)
def test_the_archive_holds_the_rows_of_the_table(page, query, open_page, dossier, made):
    view = open_page(page, view="Table", **query)
    shown = view.frame("line", "low").reset_index(drop=True)
    tables, _ = _export(view, made)
    names = dossier.label_actors() | dossier.label_sides()
    held = tables["positions-shown"]
    held = held.assign(line=held["group"].map(names))[list(shown.columns)]
    shown = shown.assign(date=pd.to_datetime(shown["date"]).dt.strftime("%Y-%m-%d"))
    assert len(shown) > 50
    pd.testing.assert_frame_equal(held, shown, check_dtype=False, rtol=1e-12)
    assert len(tables["positions"]) >= len(held)


def _draw(dossier, seed: int) -> dict:
    chance = random.Random(seed)
    months = sorted(chance.sample(range(60), 2))
    names = [f"{pd.Period('2015-01', 'M') + month:%b %Y}" for month in months]
    topics = [t.title for t in dossier.codebook.topics]
    sides = [s.title for s in dossier.codebook.sides]
    return {
        "topic": [t for t in topics if t in chance.sample(topics, chance.randint(1, 3))],
        "side": [s for s in sides if s in chance.sample(sides, chance.randint(1, 3))],
        "dates": names,
        "scores": chance.choice(list(SCORE_SOURCES.values())),
        "search": chance.choice(["", "treaty", "1956"]),
        "without": chance.sample(["Weak sources", "Acts", "Reported speech"], chance.randint(0, 2)),
    }


@pytest.mark.parametrize("seed", range(2))
def test_the_archive_holds_the_statements_shown(seed, open_page, dossier, made):
    query = {name: value for name, value in _draw(dossier, seed).items() if value}
    view = open_page("statements", **query)
    shown = view.frame("statement", "text")
    assert len(shown) == view.shown > 0
    tables, call = _export(view, made)
    assert tables["statements-shown"]["statement"].tolist() == shown["statement"].tolist()
    assert len(tables["statements-all"]) == len(dossier.statements) > len(shown)
    codes = [name for name in shown if name.endswith(": code")]
    for name in codes:
        assert tables["statements-shown"][name].tolist() == pytest.approx(
            shown[name].astype(float).tolist(), nan_ok=True
        )
    assert call.args[2].search == query.get("search", "")


def test_the_archive_holds_the_movement_between_the_chosen_periods(open_page, made, tmp_path):
    view = open_page("movement", period_before=["Jan 2016", "Dec 2016"], period_after=["Jul 2018", "Jun 2019"])
    shown = view.frame("line", "sign_probability").set_index("line")
    tables, call = _export(view, made)
    held = tables["movement"]
    held = held[held["topic"] == "sovereignty"].set_index("group")
    for group, line in (("russia", "Russia"), ("japan", "Japan")):
        for name in ("before", "after", "change", "low", "high", "statements_before", "sources_after"):
            assert held.loc[group, name] == pytest.approx(shown.loc[line, name])
    path = tmp_path / "view.zip"
    path.write_bytes(call())
    assert rebuild(path).comparison["different"].sum() == 0


def test_the_archive_of_an_actor_holds_its_line_alone(open_page, made):
    view = open_page("actors", who="Vladimir Putin")
    tables, _ = _export(view, made)
    assert set(tables["positions-shown"]["group"]) == {"vladimir-putin"}
    assert set(tables["statements-shown"]["name"]) == {"Vladimir Putin"}
    assert len(tables["statements-shown"]) == 83


def test_a_picture_to_save_has_finding_source_and_licence_inside(open_page, dossier):
    view = _turn(open_page("overview"), "Picture")
    view.app.selectbox(key="picture_of").set_value("chart_security").run()
    view.app.button_group(key="picture_form").set_value("SVG").run()
    view.check_runs()
    layout = view.charts["picture_chart_security_SVG"]["layout"]
    (alt,) = [chart.proto.alt for chart in view.app.get("plotly_chart") if chart.key == "chart_security"]
    finding = unescape(layout["title"]["text"].replace("<br>", " "))
    assert finding.startswith("Security: ")
    assert alt.startswith(finding.removeprefix("Security: "))
    (note,) = [unescape(one["text"].replace("<br>", " ")) for one in layout["annotations"] if "Source:" in one["text"]]
    assert f"Source: {dossier.codebook.title}, codebook version {dossier.codebook.version}" in note
    assert dossier.data_hash in note
    assert "Licence: CC-BY-4.0" in note


@pytest.mark.parametrize("shape", [builders.make_full, builders.make_smallest])
def test_another_negotiation_is_shared_and_rebuilt(shape, data, open_page, made, tmp_path):
    shape(data)
    view = open_page("positions", by="Actors")
    tables, call = _export(view, made)
    assert len(tables["statements-all"]) == builders.COUNT
    (tmp_path / "view.zip").write_bytes(call())
    assert rebuild(tmp_path / "view.zip").comparison["different"].sum() == 0
    assert "The curators of river" in _turn(view, "Citation").app.code[0].value
