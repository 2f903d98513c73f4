"""Who moved, and what the change is made of: words, picture, table and places come from one estimate, and are the overview's."""

import re
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from makers import list_numbers, make_scored

from stance.estimates.periods import outer_periods
from stance.estimates.selected import estimate_change, make_estimator
from stance.estimates.selection import default_selection, select_scored
from stance.estimates.split_intervals import measure_split
from stance.exhibits.evidence import make_evidence
from stance.exhibits.lines import make_lines
from stance.exhibits.split import make_split
from stance.exhibits.topic_boxes import make_topic_boxes
from stance.exhibits.who_moved import EMPTY, MOST_SENTENCES, make_who_moved
from stance.wording.changes import NO_EVIDENCE
from stance.wording.compared import OVERLAP, TURNED
from stance.wording.verdicts import Verdict

TOPIC = "sovereignty"
VERBS = re.compile(r"hardened|eased|moved towards")
EARLY = (pd.Timestamp("2021-01-01"), pd.Timestamp("2021-12-31"))
LATE = (pd.Timestamp("2022-12-31"), pd.Timestamp("2023-12-31"))
SPEAKERS = {"sever": "vera", "minami": "jiro"}


def year(number: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(number - 1, 12, 31), pd.Timestamp(number, 12, 31)


def say(side: str, when: int, scores: list[float]) -> list[tuple]:
    return [
        (f"{when}-0{n % 9 + 1}-1{n % 7}", side, f"{side}{when}{n}", score, "quota") for n, score in enumerate(scores)
    ]


def move(before: list[float], after: list[float], side: str = "minami") -> pd.DataFrame:
    scored = make_scored(say(side, 2021, before) + say(side, 2023, after))
    return scored.assign(actor=scored["side"].map(SPEAKERS))


PLANTED = {
    Verdict.FIRM: move([1.0] * 30, [-1.0] * 30),
    Verdict.CLEAR: move([1.0, 0.0] * 8, [0.0, -1.0, 0.0] * 5),
    Verdict.UNSURE: move([1.0] * 4, [-1.0] * 4),
    Verdict.NONE: move([1.0, 0.0, -1.0] * 4, [1.0, 0.0, -1.0] * 4),
    Verdict.TOO_FEW: move([1.0] * 9, [-1.0]),
}


@pytest.fixture(scope="module")
def periods(selection):
    return outer_periods(selection)


@pytest.fixture(scope="module", params=["side", "actor"])
def chosen(request, selection):
    return replace(selection, by=request.param)


@pytest.fixture(scope="module")
def shown(dossier, scored, chosen, periods):
    return make_who_moved(dossier, scored, chosen, topic=TOPIC, periods=periods)


@pytest.fixture(scope="module")
def river(talks):
    """All of the other negotiation."""
    return replace(default_selection(talks.codebook), sides=tuple(talks.codebook.side_ids))


def test_picture_table_and_list_of_the_silent_hold_every_line_once(shown, dossier, scored, chosen, periods):
    changes = estimate_change(dossier, scored, chosen, *periods)
    changes = changes[changes["topic"] == TOPIC].set_index("group")
    table = shown.table.rows.set_index("group")
    silent = list(shown.extra["silent"].rows["group"]) if "silent" in shown.extra else []
    assert sorted([*table.index, *silent]) == sorted(changes.index)
    assert changes.loc[silent, "change"].isna().all()
    assert table["change"].tolist() == pytest.approx(changes.loc[table.index, "change"].tolist())
    assert table["change"].is_monotonic_decreasing
    drawn = {trace["customdata"][0][0]: list_numbers(trace["x"]) for trace in shown.picture.to_dict()["data"]}
    assert drawn == {row.Index: pytest.approx([row.before, row.after]) for row in table.itertuples()}


def test_a_sentence_a_line_with_the_numbers_of_its_row(shown):
    rows = shown.table.rows
    assert len(shown.sentences) == len(rows)
    for sentence, row in zip(shown.sentences, rows.to_dict("records"), strict=True):
        assert row["line"] in sentence
        assert f"{row['statements_before']} and {row['statements_after']} statements" in sentence
        assert f"{abs(row['change']):.2f} [" in sentence
    assert shown.alternative.startswith(shown.sentences[0])


def test_with_many_lines_the_surest_are_said_and_the_rest_counted(dossier, scored, selection):
    halves = (
        (pd.Timestamp("2014-12-31"), pd.Timestamp("2017-06-30")),
        (pd.Timestamp("2017-06-30"), pd.Timestamp("2019-12-31")),
    )
    shown = make_who_moved(dossier, scored, replace(selection, by="actor"), topic=TOPIC, periods=halves)
    rows = shown.table.rows
    assert len(rows) > MOST_SENTENCES
    assert len(shown.sentences) == MOST_SENTENCES + 1
    number, said = re.fullmatch(r"(\d+) more lines?: (.*)\.", shown.sentences[-1]).groups()
    assert int(number) == len(rows) - MOST_SENTENCES
    assert sum(map(int, re.findall(r"\d+", said))) == int(number)
    said = rows["line"].map(lambda line: any(f" {line}: " in f" {sentence}" for sentence in shown.sentences))
    order = rows["verdict"].map(list(Verdict).index)
    assert said.sum() == MOST_SENTENCES
    assert order[said].max() <= order[~said].min()
    weakest = order[said].max()
    assert rows["strength"][said & (order == weakest)].min() >= rows["strength"][~said & (order == weakest)].max()


def check_overview(book, scored, chosen) -> int:
    """On how many topics the overview has a verb for its two periods; Movement has the same verdict, sentence and verb there."""
    lines, boxes, verbs = make_lines(book, scored, chosen), make_topic_boxes(book, scored, chosen), 0
    for panel, topic in zip(lines.panels, chosen.topics, strict=False):
        moved = make_who_moved(book, scored, chosen, topic=topic, periods=outer_periods(chosen))
        here = moved.table.rows.set_index("group")["verdict"] if moved.table else pd.Series(dtype=object)
        there = boxes.table.rows[boxes.table.rows["topic"] == book.codebook.topic(topic).title].set_index("group")[
            "verdict"
        ]
        both = there.index.intersection(here.index)
        assert here[both].tolist() == there[both].tolist()
        assert set(there.drop(both)) <= {Verdict.TOO_FEW}
        overview = panel.sentences[0].split(" Surest swing:")[0].lower()
        for group, sentence in zip(here.index, moved.sentences, strict=False):
            assert group not in both or sentence.rstrip(".").lower() in overview
        verb = bool(VERBS.search(overview))
        assert verb <= bool(VERBS.search(moved.title))
        assert set(here.index) > set(both) or verb == bool(VERBS.search(moved.title))
        verbs += verb
    return verbs


@pytest.mark.parametrize(("by", "first", "verbs"), [("side", 2015, 0), ("side", 2017, 0), ("actor", 2015, 0)])
def test_what_the_overview_says_of_two_periods_is_the_same_verdict_and_verb(
    by, first, verbs, dossier, scored, selection
):
    chosen = replace(selection, by=by, first=date(first, 1, 1))
    assert check_overview(dossier, scored, chosen) == verbs


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_overview_of_another_negotiation_has_a_verb_where_movement_has_one(verdict, talks, river):
    assert check_overview(talks, PLANTED[verdict], replace(river, topics=("quota",))) == verdict.has_verb


@pytest.mark.parametrize("verdict", list(Verdict))
def test_title_sentence_and_table_of_each_verdict_say_the_same(verdict, talks, river):
    shown = make_who_moved(talks, PLANTED[verdict], river, topic="quota", periods=(EARLY, LATE))
    assert shown.verdict == verdict
    said = f"{shown.title} {' '.join(shown.sentences)}"
    assert bool(VERBS.search(shown.title)) == verdict.has_verb == bool(VERBS.search(said))
    assert ("clearly eased" in shown.title) == (verdict == Verdict.FIRM) == ("clearly eased" in shown.sentences[0])
    assert ("sure enough to name" in shown.title) == (verdict == Verdict.UNSURE) == (": unsure" in shown.sentences[0])
    assert ("No clear change" in shown.title) == (verdict == Verdict.NONE) == ("No clear change" in shown.sentences[0])
    assert ("Too few" in shown.title) == (verdict == Verdict.TOO_FEW) == (shown.sentences == (EMPTY,))
    assert "квота" in shown.title.lower()
    if shown.table:
        assert shown.table.rows["verdict"].tolist() == [verdict]


def test_a_title_with_a_verb_gives_interval_and_n_of_both_ends_and_when(talks, river):
    shown = make_who_moved(talks, PLANTED[Verdict.FIRM], river, topic="quota", periods=(EARLY, LATE))
    assert len(re.findall(r"[+−]1\.0 \[[^\]]+\], 30 statements", shown.title)) == 2
    assert shown.title.endswith(", 2 January 2021 to 31 December 2021, then January 2023 to December 2023")
    whole = make_who_moved(talks, PLANTED[Verdict.FIRM], river, topic="quota", periods=(year(2021), year(2023)))
    assert whole.title.endswith(", 2021 to 2023")


def test_periods_the_wrong_way_round_are_turned_and_it_is_said(dossier, scored, selection):
    there = make_who_moved(dossier, scored, selection, topic=TOPIC, periods=(year(2015), year(2019)))
    back = make_who_moved(dossier, scored, selection, topic=TOPIC, periods=(year(2019), year(2015)))
    assert (there.title, there.sentences, there.subtitle) == (back.title, back.sentences, back.subtitle)
    pd.testing.assert_frame_equal(there.table.rows, back.table.rows)
    assert (there.caveats, back.caveats) == ((), (TURNED,))


def test_periods_that_overlap_are_said_to(dossier, scored, selection):
    half = (pd.Timestamp("2018-06-30"), pd.Timestamp("2019-06-30"))
    assert make_who_moved(dossier, scored, selection, topic=TOPIC, periods=(half, year(2019))).caveats == (OVERLAP,)
    assert make_who_moved(dossier, scored, selection, topic=TOPIC, periods=(year(2019), half)).caveats == (
        TURNED,
        OVERLAP,
    )


def test_other_periods_give_other_changes_and_stand_in_the_subtitle(dossier, scored, selection, periods):
    first, other = (
        make_who_moved(dossier, scored, selection, topic=TOPIC, periods=two).table.rows.set_index("line")["change"]
        for two in (periods, (year(2016), year(2019)))
    )
    assert first["Japan"] != pytest.approx(other["Japan"])
    shown = make_who_moved(dossier, scored, selection, topic=TOPIC, periods=(year(2016), year(2019)))
    assert "in January 2016 to December 2016 and in January 2019 to December 2019, in codes" in shown.subtitle


def test_both_ends_of_every_line_have_a_place_and_its_statements_make_the_position(shown, dossier, scored, chosen):
    marks = {tuple(mark) for trace in shown.picture.to_dict()["data"] for mark in trace["customdata"]}
    assert marks <= {place.mark for place in shown.places}
    for row in shown.table.rows.head(2).to_dict("records"):
        for end in ("before", "after"):
            place = shown.find_place([row["group"], end])
            rows = make_evidence(dossier, scored, chosen, place=place).table.rows
            assert (rows["weight"] * rows["score"]).sum() == pytest.approx(row[end])
            assert len(rows) == row[f"statements_{end}"]
            assert rows["date"].between(place.period[0] + pd.Timedelta(days=1), place.period[1]).all()


def test_a_line_of_which_nothing_can_be_said_is_counted_and_leads_to_what_there_is(dossier, scored, selection, periods):
    chosen = replace(selection, by="actor")
    shown = make_who_moved(dossier, scored, chosen, topic=TOPIC, periods=periods)
    silent = shown.extra["silent"]
    assert f"{len(silent.rows)} lines with too few statements" in silent.about
    assert not set(silent.rows["group"]) & set(shown.table.rows["group"])
    one = silent.rows[(silent.rows["statements_before"] == 1) & (silent.rows["statements_after"] == 0)].iloc[0]
    before, after = (shown.find_place([one["group"], end]) for end in ("before", "after"))
    assert NO_EVIDENCE in make_evidence(dossier, scored, chosen, place=before).title
    nothing = make_evidence(dossier, scored, chosen, place=after)
    assert nothing.table is None
    assert nothing.title.startswith(f"No statement of {one['line']} on Sovereignty in this period: silence")


def test_the_parts_of_a_side_add_up_to_its_change(dossier, scored, selection, periods):
    moved = make_who_moved(dossier, scored, selection, topic=TOPIC, periods=periods).table.rows.set_index("group")
    split = make_split(dossier, scored, selection, topic=TOPIC, periods=periods)
    own, estimator = select_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    assert [panel.key for panel in split.panels] == [f"split_{side}" for side in selection.sides]
    for panel, side in zip(split.panels, selection.sides, strict=True):
        rows = panel.table.rows
        assert rows["said"].sum() + rows["spoke"].sum() == pytest.approx(moved.loc[side, "change"])
        expected = measure_split(own[own["topic"] == TOPIC], side, periods, estimator)
        for name in ("said", "said_low", "spoke", "spoke_high"):
            listed = rows.set_index("actor")[name].sort_index()
            assert listed.tolist() == pytest.approx(expected.parts[name].tolist(), nan_ok=True)
        numbers = [float(number.replace("−", "-")) for number in re.findall(r"[+−]?\d\.\d\d", panel.sentences[0])]
        names = ["said", "said_low", "said_high", "spoke", "spoke_low", "spoke_high"]
        wanted = [moved.loc[side, "change"], *(expected.whole[name] for name in names)]
        assert numbers == [pytest.approx(number, abs=0.0051) for number in wanted]
        when = rows["when"].value_counts()
        both = int(when["both periods"])
        assert f"{(rows['weight_before'] > 0).sum()} speakers before, " in panel.sentences[0]
        assert panel.sentences[0].endswith(f"{both + when['the one after only']} after, {both} in both).")
        assert len({column.heading for column in panel.table.columns}) == len(panel.table.columns)


def test_a_side_of_whose_change_nothing_can_be_said_has_no_parts(talks, river):
    split = make_split(talks, PLANTED[Verdict.TOO_FEW], river, topic="quota", periods=(EARLY, LATE))
    assert split.panels == ()
    assert "No side has enough statements" in split.sentences[0]
    enough = make_split(talks, PLANTED[Verdict.NONE], replace(river, by="actor"), topic="quota", periods=(EARLY, LATE))
    assert [panel.title for panel in enough.panels] == ["南 by speaker"]
