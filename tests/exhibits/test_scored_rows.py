"""Many statements as an exhibit: every count is that of the rows, every score has its error, what has no number says why."""

import re

import numpy as np
import pandas as pd
import pytest

from stance.classifier.batch import list_added
from stance.classifier.given import Given, Scored, TypicalError
from stance.classifier.tallies import Found, Tally
from stance.exhibits.scored_rows import Reading, make_scored_rows

KNOWN = {"below": 0.28, "false_alarms": 0.015}
# known, addressed, score and sign on the first topic, whether it was trained on, whether its side is known
ROWS = [
    (0.40, 0.9, -1.21, -1.0, False, True),
    (0.40, 0.9, 0.62, np.nan, False, False),
    (0.40, 0.8, 1.44, 1.0, True, True),
    (0.40, 0.8, 0.04, 0.0, False, True),
    (0.40, 0.2, np.nan, np.nan, False, True),
    (0.10, 0.9, np.nan, np.nan, False, True),
    (np.nan, np.nan, np.nan, np.nan, False, True),
]
TEXTS = ["Ours.", "Perhaps.", "Theirs.", "Neither.", "Fish.", "#REF!", ""]


def make_scored(talks, rows: list[tuple] = ROWS, texts: list[str] = TEXTS) -> Scored:
    """Rows that were scored on the first topic alone; the others are not addressed."""
    first, *others = talks.codebook.topic_ids
    index = pd.RangeIndex(2, len(rows) + 2)
    added = pd.DataFrame(np.nan, index, list_added(talks.codebook.topic_ids))
    known, addressed, score, sign, trained, sided = (list(column) for column in zip(*rows, strict=True))
    read = [one is not None and one >= KNOWN["below"] for one in known]
    added["known"] = known
    added[f"{first}_addressed"], added[f"{first}_score"], added[f"{first}_sign"] = addressed, score, sign
    for topic in talks.codebook.topic_ids:
        added[f"{topic}_text_score"] = [0.1 if one else np.nan for one in read]
    for topic in others:
        added[f"{topic}_addressed"] = [0.1 if one else np.nan for one in read]
    given = Given("mine.csv", pd.DataFrame({"said": texts, "no": "7"}, index=index, dtype="str"), "said")
    return Scored(given, added, Tally(), np.array(trained), np.array(sided))


@pytest.fixture
def errors(talks):
    return dict.fromkeys(talks.codebook.topic_ids, TypicalError(0.42, 0.81))


@pytest.fixture
def shown(talks, errors):
    return make_scored_rows(Reading(talks, make_scored(talks), KNOWN, errors))


def test_the_title_counts_what_speaks_and_each_sentence_one_kind_of_the_rest(shown):
    assert shown.title == "4 of 7 statements speak to a topic"
    silent, unknown, empty, trained = shown.sentences
    assert silent == "1 speaks to no topic of this dossier."
    assert re.match(r"1 is unfamiliar and not scored: too little of the words is known \(0\.28 is needed\)", unknown)
    assert unknown.endswith("Of coded statements that the classifier had not seen, 1.5% had less than is needed.")
    assert empty == "1 has no text."
    assert trained.startswith("1 is among those that the classifier was trained on")


def test_how_many_would_get_no_score_is_said_where_the_card_has_it(talks, errors):
    known = KNOWN | {"unscored": 0.0401}
    said = make_scored_rows(Reading(talks, make_scored(talks), known, errors)).sentences[1]
    assert said.endswith("1.5% had less than is needed, and 4.0% would have got no score.")


def test_every_score_has_its_error_by_whether_the_side_is_known_and_an_unsure_one_no_direction(shown, talks):
    cells = shown.table.rows[talks.codebook.topic_ids[0]].tolist()
    assert cells == ["−1.2 ± 0.4", "+0.6 ± 0.8, no direction", "+1.4 ± 0.4", "0.0 ± 0.4", "", "", ""]
    assert set(shown.table.rows[talks.codebook.topic_ids[1]]) == {""}
    assert shown.extra["whole"].rows[f"{talks.codebook.topic_ids[0]}_error"].tolist()[:4] == [0.42, 0.81, 0.42, 0.42]


def test_every_row_without_a_number_says_why_and_one_that_was_trained_on_says_so(shown):
    rows = shown.table.rows
    assert rows["about"].tolist() == [
        *("", "", "trained on: no test", ""),
        *("speaks to no topic", "not scored: unfamiliar", "no text"),
    ]
    assert rows["row"].tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert rows["text"].tolist() == TEXTS


def test_bars_and_their_table_count_the_scores_by_the_nearest_code(shown, talks):
    panel, silent = shown.panels
    (bar,) = panel.picture.to_dict()["data"]
    assert (bar["x"], bar["y"]) == (["−1", "0", "+1"], [1, 1, 2])
    assert panel.table.rows["statements"].tolist() == [1, 1, 2]
    assert panel.title == f"{talks.codebook.topics[0].title}: 4 of 7"
    assert panel.sentences == (
        "4 speak to it: 1 leans to −, 1 leans to +, 1 lies in the middle, 1 without a sure direction.",
    )
    assert "−1: 1, 0: 1, +1: 2" in panel.alternative
    assert (silent.picture, silent.sentences) == (None, ("None speaks to it.",))


def test_the_table_to_take_away_keeps_the_readers_own_columns_first(shown, talks):
    columns = list(shown.extra["whole"].shown)
    assert columns[:3] == ["said", "no", "known"]
    assert columns[2:-3] == list_added(talks.codebook.topic_ids)
    assert shown.extra["whole"].shown["said"].tolist() == TEXTS


@pytest.mark.parametrize(("sided", "said"), [(True, ["with the side"]), (False, ["without the side"]), (None, ["with the side", "without the side"])])  # fmt: skip
def test_only_errors_of_scores_that_are_there_are_said(sided, said, talks, errors):
    rows = ROWS if sided is None else [(*row[:5], sided) for row in ROWS]
    note = make_scored_rows(Reading(talks, make_scored(talks, rows), KNOWN, errors)).note
    assert re.findall(r"with(?:out)? the side", note) == said


def test_an_error_that_was_not_measured_is_said_so(talks):
    missing = dict.fromkeys(talks.codebook.topic_ids, TypicalError(np.nan, np.nan))
    shown = make_scored_rows(Reading(talks, make_scored(talks), KNOWN, missing))
    assert (
        shown.table.rows.iloc[0, 3] == "−1.2 error not measured" or "error not measured" in shown.table.rows.to_string()
    )
    assert "not measured" in shown.note


def test_sides_that_are_not_known_are_a_caveat(talks, errors):
    scored = make_scored(talks)
    odd = Scored(scored.given, scored.added, Tally(unsided=Found(2, 3), sides=("'x'",)), scored.trained, scored.sided)
    (caveat,) = make_scored_rows(Reading(talks, odd, KNOWN, errors)).caveats
    assert caveat.startswith("mine.csv: the side of 2 rows is not known ('x'; the first is row 3)")
