"""What people checked of a record: on how many statements, how far they agree with its codes, what has changed since.

Belongs here: the check of a dossier in a few numbers. Not here: how agreement is measured (`checking`, which loads what the first screen
does without), the draw (`coding/samples`). Codes of the record count as they are today, whatever they were when the sample was drawn.
The sample counts as drawn, without weights: alpha is a ratio of disagreements seen and expected, small strata get only a few places more
than their share, and what is shown stays what any other program computes from the same table.
"""

from dataclasses import dataclass

import pandas as pd

from stance.dossier.loading import Dossier


@dataclass(frozen=True)
class TopicAlpha:
    """The ordinal alpha of people and record on a topic with its 90 % interval, NaN where nothing varies; both: codes that both gave."""

    topic: str
    both: int
    alpha: float
    low: float
    high: float


@dataclass(frozen=True)
class Validated:
    """What people checked: how many statements and people, how far they agree with the record, and what has changed since.

    moved: the data changed after a sample was drawn. codebooks: versions by which people coded that are not the present one.
    """

    statements: int
    people: int
    alphas: tuple[TopicAlpha, ...] = ()
    moved: bool = False
    codebooks: tuple[str, ...] = ()


def find_validated(dossier: Dossier) -> Validated | None:
    """What validation.csv tells of the record; None where it holds no check of a statement that has codes."""
    checks = keep_coded(dossier.validation, dossier)
    if checks.empty:
        return None
    from stance.estimates.checking import measure_checks

    return Validated(
        checks["statement"].nunique(),
        checks["coder"].nunique(),
        list_alphas(measure_checks(checks, dossier), dossier.label_topics()),
        bool((checks["draw_data"] != dossier.record_hash).any()),
        tuple(sorted(set(checks["draw_codebook"]) - {dossier.codebook.version, ""})),
    )


def keep_coded(checks: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """The checks of statements that the record has codes of today."""
    if checks.empty:
        return checks
    coded = dossier.statements.loc[dossier.statements["coded"], "statement"]
    return checks[checks["statement"].isin(set(coded))].reset_index(drop=True)


def list_alphas(measured: pd.DataFrame, labels: dict[str, str]) -> tuple[TopicAlpha, ...]:
    """The ordinal alphas of a measurement of one pair, topic by topic, under their labels."""
    names = ["both", "alpha_level", "alpha_level_low", "alpha_level_high"]
    rows = measured.set_index("topic")[names]
    return tuple(
        TopicAlpha(labels[topic], int(row.both), *map(float, row[names[1:]])) for topic, row in rows.iterrows()
    )
