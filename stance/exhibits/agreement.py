"""How far codings agree: coder with coder, the classifier with the codes, and the cells on which coders differ."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.dossier.package import describe_table
from stance.estimates.agreement import (
    CLASSIFIER,
    CODES,
    DRAWS,
    TOGETHER,
    count_codings,
    is_many,
    list_differences,
    list_pairs,
    measure_agreement,
    measure_together,
    pair_codings,
    read_classifier,
    tabulate_pair,
)
from stance.estimates.selection import Selection
from stance.exhibits.exhibit import Column, Exhibit, Table, make_empty
from stance.figures.checks import plot_confusion
from stance.wording.checks import (
    COEFFICIENTS,
    CONFUSED,
    NO_CODER,
    NO_CODINGS,
    ONE_CODER,
    PERFECT,
    READ_AS_CODER,
    UNKNOWN_AGREEMENT,
    UNSCORED,
    describe_alphas,
    describe_coders,
    describe_coverage,
    describe_differences,
    describe_many,
    describe_same,
    describe_shared,
)
from stance.wording.validation import describe_people, describe_record
from stance.wording.verdicts import Verdict

READINGS = "readings"
DIFFERING = (
    Column("statement", "statement"),
    Column("topic", "topic"),
    Column("final", "final code", "count"),
    Column("steps", "steps apart", "count"),
    Column("settled", "final code follows"),
    Column("rule", "rule of the final code"),
    Column("text", "text"),
    Column("note", "note"),
)


def make_agreement(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, draws: int = DRAWS, dark: bool = False  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """The agreement of the coders of the whole dossier: a panel for each pair of them, with its
    coefficients as the table and a panel a topic for which codes are confused. Of many coders the table has the coefficients of all
    together, and a sentence says which pairs have panels."""
    measured = measure_agreement(dossier.codings, dossier.codebook, _find_sources(dossier), draws=draws)
    told = describe_table(dossier.folder, "codings")
    if measured.empty:
        return make_empty("coders", UNKNOWN_AGREEMENT, _explain_empty(dossier), describe_record(dossier, told))
    pairs = tuple(
        make_pair(dossier, dossier.codings, rows, str(number), (f"coder {a}", f"coder {b}"), dark=dark)
        for number, ((a, b), rows) in enumerate(measured.groupby(["a", "b"], sort=False))
    )
    alphas = measured["alpha_level"].head(len(dossier.codebook.topics))
    whole = Exhibit(
        "coders",
        Verdict.NONE,
        _title_alphas(dossier, f"coders {pairs[0].title}", alphas),
        " ".join(filter(None, (describe_coders(told), describe_people(dossier)))),
        note=NO_CODER,
        panels=pairs,
    )
    return _add_together(dossier, whole, draws) if is_many(dossier.codings) else whole


def _title_alphas(dossier: Dossier, whose: str, alphas: pd.Series) -> str:
    return describe_alphas(whose, dict(zip(dossier.label_topics().values(), alphas, strict=True)))


def _add_together(dossier: Dossier, whole: Exhibit, draws: int) -> Exhibit:
    """The exhibit of many coders, headed by what all of them have in common."""
    found = measure_together(dossier.codings, dossier.codebook, _find_sources(dossier), draws=draws).set_index("topic")
    count, counts = len(count_codings(dossier.codings)), found[["statements", "both"]].astype(int)
    labels = dossier.label_topics().items()
    return replace(
        whole,
        title=_title_alphas(dossier, f"all {count:,} coders", found["alpha_level"]),
        sentences=(describe_many(count), *(describe_shared(label, *counts.loc[topic]) for topic, label in labels)),
        table=_list_coefficients(dossier, found, f"all {count:,} coders", TOGETHER),
    )


def make_readings(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, draws: int = DRAWS, dark: bool = False  # noqa: ARG001
) -> Exhibit:  # fmt: skip
    """The agreement of the classifier with the codes: one panel, as those of `make_agreement`."""
    title = "Classifier and codes"
    if scores.empty or not dossier.statements["coded"].any():
        return make_empty("readings", title, UNSCORED)
    codings = read_classifier(scores, dossier.statements, dossier.codebook)
    measured = measure_agreement(codings, dossier.codebook, _find_sources(dossier), draws=draws)
    ordered = measured.assign(a=CODES, b=CLASSIFIER)  # the pair is in order of the alphabet
    panel = make_pair(dossier, codings, ordered, READINGS, ("final code", "classifier"), dark=dark)
    return Exhibit("readings", Verdict.NONE, title, sentences=(READ_AS_CODER,), note=PERFECT, panels=(panel,))


def _find_sources(dossier: Dossier) -> pd.Series:
    return dossier.statements.set_index("statement")["source"]


def _explain_empty(dossier: Dossier) -> str:
    return NO_CODINGS if dossier.codings.empty else ONE_CODER


def make_pair(
    dossier: Dossier, codings: pd.DataFrame, measured: pd.DataFrame, name: str, names: tuple[str, str], *, dark: bool
) -> Exhibit:
    """Coefficients of two codings on every topic, and which codes are confused."""
    pair, confusions = measured["pair"].iloc[0], _make_confusions(dossier, codings, measured, names, dark=dark)
    rows, labels = measured.set_index("topic"), dossier.label_topics()
    counts = rows[["statements", "both"]].astype(int)
    return Exhibit(
        f"pair_{name}",
        Verdict.NONE,
        pair,
        sentences=tuple(describe_coverage(label, *counts.loc[topic]) for topic, label in labels.items()),
        note=CONFUSED,
        table=_list_coefficients(dossier, rows, pair),
        panels=tuple(replace(one, key=f"confusion_{name}_{one.key}") for one in confusions),
    )


def _list_coefficients(
    dossier: Dossier, measured: pd.DataFrame, whose: str, names: Iterable[str] = tuple(COEFFICIENTS)
) -> Table:
    """One row a coefficient; for each topic its value and, where it was drawn, its interval; missing where it is not defined."""
    labels, names = dossier.label_topics(), list(names)
    endings = {"": "", "_low": "90 % interval from", "_high": "to"} if f"{names[0]}_low" in measured else {"": ""}
    cells = {
        f"{topic}{end}": [measured.loc[topic].get(f"{name}{end}") for name in names]
        for topic in labels
        for end in endings
    }
    numbers = {name: pd.Series(column, dtype=float) for name, column in cells.items()}
    rows = pd.DataFrame({"measure": [COEFFICIENTS[name] for name in names], **numbers})
    columns = [
        Column(f"{topic}{end}", heading or label, "number")
        for topic, label in labels.items()
        for end, heading in endings.items()
    ]
    about = f"How far two codings agree: {whose}" if len(names) > len(TOGETHER) else f"How far codings agree: {whose}"
    return Table(rows, (Column("measure", "measure"), *columns), about, f"{dossier.slug}-agreement")


def _make_confusions(
    dossier: Dossier, codings: pd.DataFrame, measured: pd.DataFrame, names: tuple[str, str], *, dark: bool
) -> Iterator[Exhibit]:
    labels, (a, b) = dossier.label_topics(), measured[["a", "b"]].iloc[0]
    for topic in dossier.codebook.topics:
        table = tabulate_pair(pair_codings(codings, a, b, topic.id), topic.codes)
        same = sum(int(table.iloc[i, i]) for i in range(len(table)))
        figure = plot_confusion(table, rows=names[0], columns=names[1], dark=dark)
        yield Exhibit(
            topic.id,
            Verdict.NONE,
            labels[topic.id],
            sentences=(describe_same(labels[topic.id], names, same, int(table.to_numpy().sum())),),
            picture=figure,
            table=_list_confusion(dossier, table, topic, names),
        )


def _list_confusion(dossier: Dossier, table: pd.DataFrame, topic: Topic, names: tuple[str, str]) -> Table:
    rows = table.rename_axis(index="given", columns=None).reset_index()
    columns = (
        Column("given", f"{names[0]} ↓ {names[1]} →"),
        *(Column(str(code), str(code), "count") for code in table),
    )
    return Table(rows, columns, f"{names[0]} against {names[1]}", f"{dossier.slug}-confusion-{topic.id}")


def make_differences(
    dossier: Dossier, scores: pd.DataFrame, selection: Selection, *, number: int  # noqa: ARG001 - of the whole dossier
) -> Exhibit:  # fmt: skip
    """The cells on which the coders of a panel of `make_agreement` (its number) differ, the farthest apart first."""
    pairs = list_pairs(dossier.codings)
    if not pairs:
        return make_empty("differences", UNKNOWN_AGREEMENT, _explain_empty(dossier))
    a, b = pairs[number]
    rows = list_differences(dossier.codings, dossier.statements, dossier.codebook, a, b)
    said = describe_differences(len(rows), rows["statement"].nunique(), rows["settled"])
    texts = dossier.statements[["statement", "text", "note"]]
    shown = rows.merge(texts, on="statement", how="left").assign(topic=rows["topic"].map(dossier.label_topics()))
    columns = (
        *DIFFERING[:2], Column("a", f"coder {a}", "count"), Column("b", f"coder {b}", "count"), *DIFFERING[2:]
    )  # fmt: skip
    table = Table(shown, columns, "Cells on which the two coders differ", f"{dossier.slug}-differences")
    return Exhibit("differences", Verdict.NONE, f"{a} and {b}", sentences=(said,), table=table)
