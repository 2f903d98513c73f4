"""The months in which an actor spoke: picture, table and sentence count the same statements."""

from dataclasses import replace
from datetime import date

import makers
import pandas as pd

from stance.estimates.profile import count_months, find_silence
from stance.estimates.selection import default_selection, select_statements
from stance.exhibits.profile import narrow_selection
from stance.exhibits.silence import make_silence
from stance.wording.stances import describe_silence

WHO = "sergey-lavrov"


def test_picture_table_and_sentence_are_the_months_of_the_record(dossier, scored, selection):
    years = replace(selection, first=date(2016, 1, 1), last=date(2018, 12, 31))
    shown = make_silence(dossier, scored, years, who=WHO)
    statements = select_statements(dossier, narrow_selection(years, WHO))
    months = count_months(statements["date"], pd.Timestamp("2016-01-01"), pd.Timestamp("2018-12-31"))
    bars, crosses = shown.picture.to_dict()["data"]
    assert makers.list_numbers(bars["y"]) == months.tolist() == shown.table.rows["statements"].tolist()
    assert [day[:10] for day in bars["x"]] == [f"{day:%Y-%m-%d}" for day in shown.table.rows["month"]]
    assert len(crosses["x"]) == (months == 0).sum() > 0
    said = describe_silence("Sergey Lavrov", 36, int((months == 0).sum()), *find_silence(months))
    assert (shown.sentences, shown.alternative) == ((said,), said)


def test_a_planted_silence_is_said_with_its_length_and_its_first_month(talks):
    own = talks.statements["actor"] == "олег"
    quiet = own & talks.statements["date"].between("2021-07-01", "2022-11-30")
    hushed = replace(talks, statements=talks.statements[~quiet].reset_index(drop=True))
    shown = make_silence(hushed, pd.DataFrame(), default_selection(talks.codebook), who="олег")
    spoke = hushed.statements.loc[hushed.statements["actor"] == "олег", "date"].dt.to_period("M")
    before = max(month for month in spoke if month < pd.Period("2021-07"))
    after = min(month for month in spoke if month > pd.Period("2022-11"))
    length = (after - before).n - 1
    assert f"the longest silence is {length} months, from {before + 1:%B %Y}." in shown.sentences[0]
