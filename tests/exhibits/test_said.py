"""What an actor said: range, extremes, firsts and pairs are those of the record, a shift is named by its verdict alone."""

from dataclasses import replace
from datetime import date

import makers
import numpy as np
import pandas as pd
import pytest

from stance.dossier.loading import load_dossier
from stance.estimates.profile import list_extremes, list_firsts
from stance.estimates.review import list_contradictions
from stance.estimates.scored import CODES, score_statements
from stance.estimates.selection import default_selection, select_statements
from stance.exhibits.profile import narrow_selection
from stance.exhibits.said import make_said
from stance.formats import format_day, format_number
from stance.wording.profile import CLEAREST, NO_CODE, NO_PAIR
from stance.wording.verdicts import Verdict

WHO = "sergey-lavrov"


@pytest.fixture(scope="module")
def years(selection):
    return replace(selection, first=date(2016, 1, 1), last=date(2018, 12, 31))


@pytest.fixture(scope="module")
def shown(dossier, scored, years):
    return make_said(dossier, scored, years, who=WHO)


@pytest.fixture(scope="module")
def statements(dossier, years):
    """The actor's statements in the chosen dates, the oldest first."""
    own = select_statements(dossier, narrow_selection(years, WHO))
    return own.sort_values(["date", "statement"]).reset_index(drop=True)


def find_part(panel, kind: str):
    """The part of a panel whose key begins so; None without one."""
    return next((part for part in panel.panels if part.key.startswith(f"{kind}_")), None)


def test_the_range_counts_the_coded_statements_and_names_both_ends(shown, dossier, statements):
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        codes = statements[topic.id].dropna()
        ends = f"{format_number(codes.min(), 0)} to {format_number(codes.max(), 0)}"
        assert panel.sentences[0] == f"Range of codes: {ends}, {len(codes)} coded statements."


def test_the_extremes_are_the_newest_statements_at_either_end(shown, dossier, statements):
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        lowest, highest = list_extremes(statements, topic)
        for kind, rows in (("highest", highest), ("lowest", lowest)):
            part, code = find_part(panel, kind), rows[topic.id].iloc[0]
            assert part.title == f"{kind.title()} code, {format_number(code, 0)}: the newest {len(rows)}"
            assert part.table.rows["statement"].tolist() == rows["statement"].tolist()
            assert set(part.table.rows["code"]) == {code}


def test_the_firsts_are_one_statement_a_code_with_day_and_text(shown, dossier, statements):
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        firsts, part = list_firsts(statements, topic), find_part(panel, "firsts")
        assert part.title.startswith(f"Firsts: {len(firsts)} code")
        assert part.table.rows["statement"].tolist() == firsts["statement"].tolist()
        row = firsts.iloc[0]
        start = f"{format_number(row['code'], 0)}, {format_day(row['date'])}: {row['text']}"
        assert part.sentences[0] == f"{start} ({row['statement']})"


def test_pairs_are_those_two_codes_apart_within_ninety_days_and_chance_is_said(shown, dossier, statements):
    for panel, topic in zip(shown.panels, dossier.codebook.topics, strict=True):
        pairs, chance = list_contradictions(statements, topic, least_steps=2, most_days=90)
        part = find_part(panel, "pairs")
        assert part.title == (
            f"{len(pairs)} pair{'s' * (len(pairs) != 1)} at least 2 codes apart within 90 days ({chance:.1f} by chance)"
        )
        if len(pairs):
            assert part.table.rows[["first", "second"]].equals(pairs[["first", "second"]])
            assert bool(part.caveats) == (len(pairs) > 5)
        else:
            assert (part.sentences, part.table) == ((NO_PAIR,), None)


def shift_scores(dossier, before: float, after: float, *, sources: int) -> pd.DataFrame:
    """Scores of the actor on security: one number up to 2017, another one from 2018, each from so many sources."""
    days = [f"{year}-0{month}-01" for year in (2017, 2018) for month in range(1, 10)]
    rows = pd.DataFrame({"date": pd.to_datetime(days).astype("datetime64[s]")})
    late = rows["date"].dt.year == 2018
    return rows.assign(
        statement=[f"s{n}" for n in range(len(rows))],
        actor=WHO,
        side="russia",
        source=[f"{day.year}-{day.month % sources}" for day in rows["date"]],
        topic="security",
        score=np.where(late, after, before) + 0.01 * (rows.index % 2),
        scored_by="coder",
        spread=0.0,
        correction=0.0,
        shared=0.0,
    )


@pytest.mark.parametrize(
    ("before", "after", "sources", "said", "verdict"),
    [
        (-0.5, -1.9, 6, "Clearest shift: Sergey Lavrov hardened: ", Verdict.CLEAR),
        (-1.9, -0.5, 6, "Clearest shift: Sergey Lavrov eased: ", Verdict.CLEAR),
        (-1.9, -0.5, 3, CLEAREST[Verdict.UNSURE], Verdict.UNSURE),
        (-1.0, -1.0, 6, CLEAREST[Verdict.NONE], Verdict.NONE),
        (-1.0, 1.0, 1, CLEAREST[Verdict.TOO_FEW], Verdict.TOO_FEW),
    ],
)
def test_a_shift_is_named_only_where_its_verdict_has_a_verb(before, after, sources, said, verdict, dossier, selection):
    planted = shift_scores(dossier, before, after, sources=sources)
    shown = make_said(dossier, planted, replace(selection, topics=("security",)), who=WHO)
    assert shown.panels[0].sentences[1].startswith(said)
    assert shown.panels[0].verdict == verdict
    assert ("Clearest" in shown.panels[0].sentences[1]) == verdict.has_verb


def write_ann(folder, *, contradicted: bool):
    """Ann speaks in the middle month by month; once at one pole, and where `contradicted` three days later at the other."""
    rows = [(f"a{n:02}", f"2020-{n:02}-20", "ann", f"paper-{n}", f"We think ({n})", "0") for n in range(1, 13)]
    ends = [("x1", "2020-05-08", "ann", "far-1", "No fund ever", "-1"), ("x2", "2020-05-11", "ann", "far-2", "Give us the fund", "1")]  # fmt: skip
    head = [("statement", "date", "actor", "source", "text", "fund")]
    table = "\n".join(map(",".join, [*head, *rows, *(ends if contradicted else ends[:1])])) + "\n"
    return load_dossier(makers.write_dossier(folder, statements=table))


def say(dossier):
    scored = score_statements(dossier, pd.DataFrame(), CODES)
    return make_said(dossier, scored, default_selection(dossier.codebook), who="ann").panels[0]


def test_a_planted_contradiction_is_found_with_its_distance_and_is_gone_without_its_other_end(tmp_path):
    part = find_part(say(write_ann(tmp_path / "both", contradicted=True)), "pairs")
    assert part.title.startswith("1 pair at least 2 codes apart within 90 days (")
    (pair,) = part.table.rows.to_dict("records")
    assert (pair["first"], pair["second"], pair["apart"]) == ("x1", "x2", "3 days and 2 codes apart")
    alone = find_part(say(write_ann(tmp_path / "one", contradicted=False)), "pairs")
    assert alone.title.startswith("0 pairs ")
    assert alone.sentences == (NO_PAIR,)


def test_where_one_code_was_reached_there_is_one_list(tmp_path):
    small = write_ann(tmp_path / "one", contradicted=False)
    middle = replace(small, statements=small.statements[small.statements["fund"] == 0].reset_index(drop=True))
    panel = say(middle)
    assert panel.sentences[0] == "Range of codes: 0, 12 coded statements."
    assert [part.key for part in panel.panels] == ["only_fund", "firsts_fund", "pairs_fund"]
    assert panel.panels[0].title == "Only code, 0: the newest 3"


def test_a_topic_without_a_code_is_silence(dossier, scored, selection):
    spoken = dossier.statements.groupby("actor")["security"].count()
    counts = dossier.statements["actor"].value_counts()
    who = next(actor for actor in counts.index if spoken[actor] == 0)
    chosen = replace(selection, topics=("security",), sides=tuple(dossier.codebook.side_ids))
    (panel,) = make_said(dossier, scored, chosen, who=who).panels
    assert (panel.sentences, panel.panels, panel.verdict) == ((NO_CODE,), (), Verdict.TOO_FEW)
