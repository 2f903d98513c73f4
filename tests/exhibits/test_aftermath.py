"""What followed an event: sentences, table and places of one estimate; verbs only by verdict; followed, never caused."""

import re
from collections.abc import Callable
from dataclasses import replace

import makers
import pandas as pd
import pytest

from stance.dossier.loading import Dossier, load_dossier
from stance.estimates.aftermath import estimate_aftermath, prepare_aftermath, surround_day
from stance.estimates.scored import score_statements
from stance.estimates.selected import make_estimator
from stance.estimates.selection import default_selection, select_scored
from stance.exhibits.aftermath import make_aftermath
from stance.exhibits.drawn import list_drawn
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Exhibit
from stance.formats import format_number
from stance.wording.changes import NO_EVIDENCE
from stance.wording.events import NO_DAY, PAST_PERIOD
from stance.wording.verdicts import Verdict, judge_change

VERBS = re.compile(r"hardened|eased|moved towards|widened|closed|leans|firmly")
CAUSES = re.compile(r"caused by|led to|because|effect of|due to", re.IGNORECASE)
EVENT = "event,date,date_precision,title\ntalks,2021-06-01,day,Talks\nseason,2021-06-01,month,Season\nlate,2022-12-20,day,Late\n"


def find_day(dossier: Dossier, day: str) -> str:
    return dossier.events.loc[dossier.events["date"] == day, "event"].iloc[0]


@pytest.fixture(scope="module")
def exhibit(dossier, scored, selection) -> Exhibit:
    return make_aftermath(dossier, scored, selection, event=find_day(dossier, "2019-01-22"), days=90)


@pytest.fixture
def follow(tmp_path) -> Callable[..., Exhibit]:
    """What followed an event of a small dossier, in which South says these codes from 2021-03 on, then those from 2021-06 on."""

    def make(before: list[int], after: list[int], *, event: str = "talks", days: int = 90) -> Exhibit:
        starts = {"b": pd.Timestamp("2021-03-10"), "a": pd.Timestamp("2021-06-02")}
        rows = [
            f"{name}{n},{starts[name] + pd.Timedelta(days=7 * n):%Y-%m-%d},cid,south,{name}-paper{n},Text,{code}"
            for name, codes in (("b", before), ("a", after))
            for n, code in enumerate(codes)
        ]
        statements = "\n".join(["statement,date,actor,side,source,text,fund", *rows])
        folder = makers.write_dossier(
            tmp_path / "small", makers.CODEBOOK + makers.TWO_SIDES, statements=statements, events=EVENT
        )
        small = load_dossier(folder)
        scored = score_statements(small, pd.DataFrame(columns=["statement", "topic", "addressed"]), "codes")
        return make_aftermath(small, scored, default_selection(small.codebook), event=event, days=days)

    return make


def read_said(exhibit: Exhibit) -> str:
    return " ".join(sentence for panel in exhibit.panels for sentence in panel.sentences)


def test_the_title_names_the_event_and_its_day_and_has_no_verb_of_change(exhibit, dossier):
    event = dossier.events.set_index("event").loc[find_day(dossier, "2019-01-22")]
    assert exhibit.title == f"What followed: {event['title']}, 22 January 2019"
    assert "24 October 2018 to 21 January 2019" in exhibit.subtitle
    assert "22 January 2019 to 21 April 2019" in exhibit.subtitle


def test_the_table_is_the_estimate_around_the_day_with_its_rank_and_verdict(exhibit, dossier, scored, selection):
    day, shown = pd.Timestamp("2019-01-22"), exhibit.table.rows
    period = (pd.Timestamp("2014-12-31"), pd.Timestamp("2019-12-31"))
    view, how = select_scored(scored, dossier, selection), make_estimator(dossier, scored, selection)
    expected = estimate_aftermath(prepare_aftermath(view, how, 90, period), day)
    pd.testing.assert_frame_equal(shown[expected.columns.drop("topic")], expected.drop(columns="topic"))
    assert shown["verdict"].tolist() == [judge_change(row) for row in expected.to_dict("records")]
    assert shown["rank"].notna().all()


def test_each_sentence_has_the_change_interval_and_counts_of_its_row(exhibit, dossier):
    assert len(exhibit.table.rows) == 6
    for row in exhibit.table.rows.to_dict("records"):
        (panel,) = [one for one in exhibit.panels if one.title == f"{row['topic']}, followed by"]
        (said,) = [one for one in panel.sentences if row["line"] in one]
        if pd.isna(row["change"]):
            assert NO_EVIDENCE in said
            continue
        numbers = [format_number(row[name], 2) for name in ("change", "low", "high")]
        assert f"{numbers[0]} [{numbers[1]}, {numbers[2]}]" in said
        assert f"{row['statements_before']} and {row['statements_after']} statements" in said
        as_clear = round(row["rank"] * (1 + row["placebos"])) - 1
        assert said.endswith(f"as clear on {as_clear} of {row['placebos']} other days")


@pytest.mark.parametrize(
    ("before", "after", "verdict", "words"),
    [
        ([-1] * 7, [1] * 7, Verdict.FIRM, "South clearly hardened: +2.00"),
        ([1] * 7, [-1] * 7, Verdict.FIRM, "South clearly eased: −2.00"),
        ([0, 1, -1, 0, 1, -1, 0], [0, 1, -1, 0, 1, -1, 0], Verdict.NONE, "No clear change for south: 0.00"),
        ([-1, -1, -1], [1, 1, 1], Verdict.UNSURE, "South: unsure, +2.00"),
        ([1], [-1] * 7, Verdict.TOO_FEW, f"South: {NO_EVIDENCE} (1 and 7 statements from 1 and 7 sources)"),
    ],
    ids=["hardened", "eased", "no change", "unsure", "too few"],
)
def test_a_verb_stands_only_where_the_verdict_has_one(before, after, verdict, words, follow):
    shown = follow(before, after)
    assert shown.verdict == verdict
    assert read_said(shown).startswith(words)
    assert bool(VERBS.search(read_said(shown))) == verdict.has_verb
    assert not VERBS.search(shown.title)


def test_it_says_followed_by_and_never_caused_by(exhibit):
    assert all(panel.title.endswith(", followed by") for panel in exhibit.panels)
    assert exhibit.note.startswith("“Followed by” is not “caused by”")
    said = " ".join([exhibit.title, exhibit.subtitle, read_said(exhibit), exhibit.note.split(":", 1)[1]])
    assert not CAUSES.search(said)


def test_behind_each_change_stand_the_statements_of_both_windows(exhibit, dossier, scored, selection):
    windows = dict(zip(("before", "after"), surround_day(pd.Timestamp("2019-01-22"), 90), strict=True))
    names = {topic.id: topic.title for topic in dossier.codebook.topics}
    rows = exhibit.table.rows.set_index(["topic", "group"])
    assert len(exhibit.places) == 2 * len(rows)
    assert len({place.mark for place in exhibit.places}) == len(exhibit.places)
    for place in exhibit.places:
        end = place.mark[-1]
        assert place.period == windows[end]
        assert place.when == {"before": "90 days before", "after": "90 days from it on"}[end]
        behind = make_evidence(dossier, scored, selection, place=place).table
        count = len(behind.rows) if behind else 0
        assert count == rows.loc[(names[place.topic], place.group), f"statements_{end}"]


def test_an_event_without_a_known_day_is_not_compared(follow):
    shown = follow([-1] * 7, [1] * 7, event="season")
    assert shown.title == "What followed: Season, June 2021"
    assert (shown.sentences, shown.table, shown.places, shown.panels) == ((NO_DAY,), None, (), ())


def test_a_window_past_the_period_is_said_and_has_no_rank(follow):
    assert follow([-1] * 7, [1] * 7).caveats == ()
    shown = follow([-1] * 7, [1] * 7, event="late", days=600)
    assert shown.caveats == (PAST_PERIOD,)
    assert shown.table.rows["rank"].isna().all()


def test_too_few_days_to_compare_with_are_said(follow):
    said = read_said(follow([-1] * 7, [1] * 7))
    assert said.endswith("not compared with other days")


@pytest.mark.parametrize("chosen", [(), slice(5, 7)], ids=["leading", "chosen"])
def test_the_lines_are_those_that_the_selection_draws(chosen, dossier, scored, selection):
    ranked = dossier.statements.query("side in @selection.sides")["actor"].value_counts().index
    own = replace(selection, by="actor", actors=tuple(ranked[chosen]) if chosen else ())
    shown = make_aftermath(dossier, scored, own, event=find_day(dossier, "2019-01-22"), days=700)
    drawn = set(list_drawn(dossier, own))
    assert len(drawn) == (2 if chosen else 4)
    assert set(shown.table.rows["group"]) == {place.group for place in shown.places} == drawn
