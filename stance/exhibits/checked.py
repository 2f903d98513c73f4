"""A check of the record by people: how far they agree with the codes, where they differ, and how closely a sample can be expected to tell."""

from dataclasses import replace

import pandas as pd

from stance.coding.samples import SIZES, count_minutes, draw_sizes
from stance.dossier.codebook import Codebook
from stance.dossier.loading import Dossier
from stance.estimates.agreement import CODES, DRAWS, list_differences
from stance.estimates.checked import find_validated, keep_coded
from stance.estimates.checking import foresee_intervals, measure_checks, pair_checks
from stance.estimates.selection import Selection
from stance.exhibits.agreement import make_pair
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.wording.checking import CASES, DEPARTURES, NOBODY, TWICE, WIDTHS, WIDTHS_NOTE, describe_departures
from stance.wording.checks import PERFECT
from stance.wording.validation import describe_check
from stance.wording.verdicts import Verdict

TITLE = "People and codes"
NAMES = ("final code", "people")
SILENT = "does not speak to the topic"
DEPARTING = (
    Column("statement", "statement"),
    Column("topic", "topic"),
    Column("person", "person"),
    Column("a", "person’s code", "count"),
    Column("b", "record’s code", "count"),
    Column("steps", "steps apart", "count"),
    Column("own", "rule of the person’s code"),
    Column("rule", "rule of the record’s code"),
    Column("text", "text"),
)


def make_checked(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, draws: int = DRAWS, dark: bool = False  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """The agreement of the people of validation.csv with the codes of today: one panel, as those of `make_agreement`."""
    validated, checks = find_validated(dossier), keep_coded(dossier.validation, dossier)
    if validated is None:
        return make_empty("checked", TITLE, NOBODY)
    measured = measure_checks(checks, dossier, draws=draws)
    panel = make_pair(dossier, pair_checks(checks, dossier)[0], measured, "checked", NAMES, dark=dark)
    said = (describe_check(validated), *((TWICE,) if validated.people > 1 else ()))
    return Exhibit("checked", Verdict.NONE, TITLE, sentences=said, note=PERFECT, panels=(replace(panel, title=TITLE),))


def make_departures(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """The cells in which a person of validation.csv and the record differ, the farthest apart first, with the rules of both codes."""
    checks = keep_coded(dossier.validation, dossier)
    if checks.empty:
        return make_empty("departures", DEPARTURES, NOBODY)
    parts = [_list_departures(rows, dossier).assign(person=name) for name, rows in checks.groupby("coder")]
    order = {"by": ["steps", "statement"], "ascending": [False, True], "na_position": "last"}
    rows = pd.concat(parts).sort_values(**order, ignore_index=True)
    shown = rows.assign(topic=rows["topic"].map(dossier.label_topics()), own=_find_rules(rows, dossier.codebook))
    shown = shown.merge(dossier.statements[["statement", "text"]], on="statement", how="left")
    table = Table(shown, DEPARTING, "Cells in which a person and the record differ", f"{dossier.slug}-departures")
    said = describe_departures(len(rows), rows["statement"].nunique())
    return Exhibit("departures", Verdict.NONE, DEPARTURES, sentences=(said,), table=table)


def _list_departures(checks: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The differences of one person from the codes; a is the person."""
    topics, person = dossier.codebook.topic_ids, checks["coder"].iloc[0]
    record = dossier.statements[["statement", *topics]].assign(coder=CODES)
    both = pd.concat([checks[["statement", "coder", *topics]], record])
    return list_differences(both, dossier.statements, dossier.codebook, person, CODES)


def _find_rules(rows: pd.DataFrame, codebook: Codebook) -> list[str]:
    """The rule of each person's code."""
    rules = {(topic.id, level.code): level.rule for topic in codebook.topics for level in topic.levels}
    cells = zip(rows["topic"], rows["a"], strict=True)
    return [SILENT if pd.isna(code) else rules.get((topic, code), "") for topic, code in cells]


def make_foreseen(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """How closely a sample of each of `SIZES` can be expected to tell how far people and codes agree, topic by topic."""
    coded = int(dossier.statements["coded"].sum())
    sizes = [size for size in SIZES if size <= coded] or [coded]
    found = foresee_intervals(dossier, lambda some, seed: draw_sizes(dossier, some, seed), sizes)
    found = found.assign(half=found["width"] / 2)
    wide = found.pivot(index=["sample:assumed", "sample:size"], columns="topic", values="half")
    rows = wide.reindex(columns=dossier.codebook.topic_ids).reset_index()
    rows = rows.assign(
        **{
            "sample:minutes": rows["sample:size"].map(count_minutes),
            "sample:assumed": rows["sample:assumed"].map(CASES),
        }
    )
    labels = [Column(topic, f"{label}, ±", "number") for topic, label in dossier.label_topics().items()]
    columns = (
        Column("sample:assumed", "differs"),
        Column("sample:size", "statements", "count"),
        Column("sample:minutes", "minutes", "count"),
        *labels,
    )
    table = Table(
        rows,
        columns,
        "Expected half width of the interval, by size of the sample",
        f"{dossier.slug}-widths",
        WIDTHS_NOTE,
    )
    return Exhibit("foreseen", Verdict.NONE, WIDTHS, table=table)
