"""Two groups in their common months, in words: the verb hangs on the verdict, and the months are named."""

import pytest

from stance.dossier.codebook import Level, Topic
from stance.wording.groups import describe_difference, judge_difference
from stance.wording.verdicts import Verdict

FISH = Topic("fish", "Fish", "?", "No", "Yes", (Level(-2, ""), Level(2, "")))


def row(difference: float, half: float = 0.2, *, sources: int = 9, months: int = 3) -> dict:
    counts = {f"{name}_{end}": sources for name in ("statements", "sources") for end in ("common", "against")}
    ends = {"difference_low": difference - half, "difference_high": difference + half}
    names = {"part": "Crews", "against": "Ports", "months": months}
    return names | {"common": difference + 0.5, "common_against": 0.5, "difference": difference} | ends | counts


@pytest.mark.parametrize(
    ("one", "verdict", "said"),
    [
        (row(-1.0), Verdict.FIRM, "In 3 common months Crews stood clearly nearer to “No” than Ports: "),
        (row(0.4), Verdict.CLEAR, "In 3 common months Crews stood nearer to “Yes” than Ports: "),
        (row(0.25), Verdict.UNSURE, "In 3 common months it is unsure whether Crews stood apart from Ports: "),
        (row(1.0, sources=4), Verdict.UNSURE, "In 3 common months it is unsure whether Crews stood apart from Ports: "),
        (row(0.1, months=1), Verdict.NONE, "In 1 common month Crews shows no clear difference from Ports: "),
    ],
)
def test_the_words_follow_the_verdict_and_name_the_common_months(one, verdict, said):
    assert judge_difference(one) == verdict
    assert describe_difference(one, FISH).startswith(said)


def test_both_positions_the_difference_its_interval_and_n_are_said():
    assert describe_difference(row(-1.0) | {"statements_common": 12}, FISH).endswith(
        ": −0.50 against +0.50, difference −1.00 [−1.20, −0.80] (12 and 9 statements, 9 and 9 sources)."
    )


def test_too_little_in_common_is_said_with_its_count_and_without_a_number():
    nothing = row(float("nan")) | {"statements_common": 2}
    said = describe_difference(nothing, FISH)
    assert said == "In 3 common months with Ports: too few statements to say (2 and 9 statements, 9 and 9 sources)."
    none = describe_difference(row(float("nan"), months=0), FISH)
    assert none.startswith("There is no month in which Crews and Ports both spoke: too few statements to say")
