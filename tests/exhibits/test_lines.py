"""Lines: title, panels, table and places come from one estimate, and say what their verdicts allow."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from makers import list_points

from stance.estimates.scored import score_statements
from stance.estimates.selected import estimate_positions
from stance.estimates.selection import default_selection
from stance.exhibits.evidence import make_evidence
from stance.exhibits.lines import make_lines
from stance.formats import format_number
from stance.wording.verdicts import Verdict

from .opening import PLANTED

VERBS = re.compile(r"hardened|eased|moved towards")


@pytest.fixture(scope="module")
def exhibit(dossier, scored, selection):
    return make_lines(dossier, scored, selection)


@pytest.fixture(scope="module")
def by_actor(dossier, scored, selection):
    return make_lines(dossier, scored, replace(selection, by="actor"))


def test_a_panel_for_each_topic_with_question_sentence_and_alternative_text(exhibit, dossier):
    assert [panel.title for panel in exhibit.panels] == [topic.title for topic in dossier.codebook.topics]
    for panel, topic in zip(exhibit.panels, dossier.codebook.topics, strict=True):
        assert panel.subtitle == topic.question
        assert panel.alternative.startswith(panel.sentences[0])
        assert all(side.title in panel.alternative for side in dossier.codebook.sides if side.pole)
        assert panel.headline == f"{topic.title}: {panel.sentences[0]}"


@pytest.mark.parametrize("which", ["exhibit", "by_actor"])
def test_picture_table_and_estimate_hold_the_same_positions(which, request, dossier):
    shown = request.getfixturevalue(which)
    drawn = {(panel.title, *key): value for panel in shown.panels for key, value in list_points(panel.picture).items()}
    names = {topic.id: topic.title for topic in dossier.codebook.topics}
    rows = shown.table.rows
    listed = {
        (names[row.topic], row.line, (row.group, f"{row.date:%Y-%m-%d}")): row.position for row in rows.itertuples()
    }
    assert drawn.keys() == listed.keys()
    assert pd.Series(drawn, dtype=float).sort_index().round(9).equals(pd.Series(listed).sort_index().round(9))
    assert pd.Series(listed).notna().sum() > 50


@pytest.mark.parametrize("verdict", [Verdict.CLEAR, Verdict.FIRM])
def test_a_title_with_a_verb_gives_interval_and_n_of_both_ends_and_when(verdict, talks):
    exhibit = make_lines(talks, PLANTED[verdict], default_selection(talks.codebook))
    assert exhibit.verdict.has_verb
    assert VERBS.search(exhibit.title)
    assert len(re.findall(r"[+−]\d\.\d \[[+−]?\d\.\d, [+−]?\d\.\d\], \d+ statements, \d+ sources", exhibit.title)) == 2
    assert re.search(r"\d{4}", exhibit.title)


def test_a_title_never_says_more_than_the_sentences_below_it(dossier, scored, selection):
    early = replace(selection, first=date(2015, 1, 1), last=date(2015, 12, 31))
    lone = replace(selection, actors=("nobuo-kishi",) if "nobuo-kishi" in set(dossier.actors["actor"]) else ())
    for chosen in (selection, early, lone, replace(early, by="actor")):
        shown = make_lines(dossier, scored, chosen)
        said = " ".join(sentence for panel in shown.panels for sentence in panel.sentences)
        assert bool(VERBS.search(shown.title)) <= bool(VERBS.search(said))
        if "No clear change" in shown.title:
            assert "no clear change" in said.lower()
        if "Too few" in shown.title:
            assert shown.verdict == Verdict.TOO_FEW
            assert not VERBS.search(said)
            assert "no clear change" not in said.lower()


def test_every_point_has_a_place_and_its_statements_make_the_point(exhibit, dossier, scored, selection):
    panel = exhibit.panels[0]
    known = [mark for (_, mark), value in list_points(panel.picture).items() if value == value]
    assert {place.mark for place in panel.places} == set(known)
    rows = exhibit.table.rows.set_index(["topic", "group", "date"])
    for place in (panel.places[0], panel.places[40], panel.places[-1]):
        assert exhibit.find_place(place.mark).mark == place.mark
        evidence = make_evidence(dossier, scored, selection, place=place)
        row = rows.loc[(place.topic, place.group, place.period[1])]
        shown = evidence.table.rows
        assert (shown["weight"] * shown["score"]).sum() == pytest.approx(row["position"])
        assert (len(shown), shown["source"].nunique()) == (row["statements"], row["sources"])
        assert f": {format_number(row['position'], 2)}, from {len(shown)} statement" in evidence.title
        assert place.when in (f"180 days to {place.period[1].day} {place.period[1]:%B %Y}",)


def test_a_mark_that_is_not_there_has_no_place(exhibit):
    assert exhibit.find_place(["atlantis", "2018-06-30"]) is None
    assert exhibit.find_place([]) is None


def test_without_a_position_the_exhibit_says_what_to_do(dossier, scored, selection):
    counts = dossier.statements["actor"].value_counts()
    lone = replace(selection, actors=(counts.index[-1],), sides=tuple(dossier.codebook.side_ids))
    shown = make_lines(dossier, scored, lone)
    assert shown.panels == ()
    assert shown.verdict == Verdict.TOO_FEW
    assert "Take a longer window, more actors or wider dates" in shown.sentences[0]
    assert "Too few statements" in shown.title


def test_without_codes_and_classifier_the_exhibit_names_the_command(talks, selection):
    statements = talks.statements.assign(coded=False, quota=pd.NA, access=pd.NA)
    bare = replace(talks, statements=statements)
    chosen = replace(selection, topics=tuple(talks.codebook.topic_ids), sides=tuple(talks.codebook.side_ids))
    chosen = replace(chosen, first=talks.codebook.period[0], last=talks.codebook.period[1])
    shown = make_lines(bare, score_statements(bare, pd.DataFrame(), "codes"), chosen)
    assert "make train DOSSIER=river" in shown.sentences[0]


def test_the_table_has_labels_and_units_and_the_sources_count_their_statements(exhibit, dossier):
    headings = [column.heading for column in exhibit.table.columns]
    assert "position, codes" in headings
    assert "statements" in headings
    sources = exhibit.extra["sources"]
    poled = dossier.statements[dossier.statements["side"].isin(["russia", "japan"])]
    assert sources.rows["statements"].sum() == len(poled)
    assert len(sources.rows) == poled["source"].nunique()


def test_pictures_on_light_and_on_dark_ground_differ_in_colour_alone(dossier, scored, selection):
    light, dark = (make_lines(dossier, scored, selection, dark=one).panels[0] for one in (False, True))
    assert list_points(light.picture).keys() == list_points(dark.picture).keys()
    assert light.picture.to_dict() != dark.picture.to_dict()
    assert light.sentences == dark.sentences


def test_what_is_left_out_is_left_out_of_every_part(dossier, scored, selection):
    chosen = replace(selection, without=("weak", "act"))
    shown = make_lines(dossier, scored, chosen)
    expected = estimate_positions(dossier, scored, chosen)
    assert shown.table.rows["position"].round(9).tolist() == pytest.approx(
        expected["position"].round(9).tolist(), nan_ok=True
    )
    assert "Left out: weak sources, acts." in shown.subtitle
    evidence = make_evidence(dossier, scored, chosen, place=shown.panels[0].places[0]).table.rows
    assert not evidence["marks"].str.contains("weak").any()
    assert "act" not in set(evidence["speech"])


def test_a_change_of_a_side_that_is_all_who_spoke_is_not_named(talks):
    """The same scores twice: once one speaker changes its mind, once another speaker comes."""
    chosen, scored = default_selection(talks.codebook), PLANTED[Verdict.FIRM]
    said = make_lines(talks, scored, chosen)
    late = scored["date"] >= "2023-01-01"
    other = scored.assign(actor=scored["actor"].where(~(late & (scored["side"] == "minami")), "花子"))
    spoke = make_lines(talks, other, chosen)
    assert (said.verdict, spoke.verdict) == (Verdict.FIRM, Verdict.UNSURE)
    assert VERBS.search(said.title) and not VERBS.search(spoke.title)
    sentences = " ".join(panel.sentences[0] for panel in spoke.panels)
    assert "0.00 [" in sentences and "said differently and −2.00 from who spoke" in sentences
