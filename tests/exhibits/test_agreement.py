"""Agreement: coefficients, confusion and differences are those of the codings, and who coded is said."""

import csv
import re
from dataclasses import replace

import makers
import pandas as pd
import pytest
from makers import list_numbers

from stance.dossier.loading import load_dossier
from stance.estimates.agreement import CLASSIFIER, CODES, TOGETHER, measure_agreement, read_classifier
from stance.estimates.selection import default_selection
from stance.exhibits.agreement import make_agreement, make_differences, make_readings
from stance.limits import CODERS
from stance.wording.checks import COEFFICIENTS, NO_CODINGS, ONE_CODER, UNSCORED

DRAWS = 4


@pytest.fixture(scope="module")
def coders(dossier, scores, selection):
    return make_agreement(dossier, scores, selection, draws=DRAWS)


@pytest.fixture(scope="module")
def readings(dossier, scores, selection):
    return make_readings(dossier, scores, selection, draws=DRAWS)


@pytest.fixture
def change_codings(tmp_path, scores):
    """Makes another negotiation with changed codings; the dossier, empty scores and its default selection."""

    def change(update):
        folder = makers.make_other_dossier(tmp_path / "river")
        path = folder / "codings.csv"
        makers.write_rows(path, update(makers.read_rows(path)))
        dossier = load_dossier(folder)
        return dossier, scores.head(0), default_selection(dossier.codebook)

    return change


def _check_coefficients(panel, found: pd.DataFrame, codebook) -> None:
    rows = panel.table.rows.set_index("measure")
    assert list(rows.index) == list(COEFFICIENTS.values())
    for topic, sentence in zip(codebook.topics, panel.sentences, strict=True):
        row = found[found["topic"] == topic.id].iloc[0]
        assert sentence == (
            f"{topic.title}: {row['statements']:,} statements coded by both, {row['both']:,} given a code by both."
        )
        for name, label in COEFFICIENTS.items():
            for ending in ("", "_low", "_high"):
                assert rows.loc[label, f"{topic.id}{ending}"] == pytest.approx(row[f"{name}{ending}"])


def _find_sources(dossier):
    return dossier.statements.set_index("statement")["source"]


def test_the_numbers_of_the_coders_are_those_of_measure_agreement_with_their_intervals(coders, dossier):
    found = measure_agreement(dossier.codings, dossier.codebook, _find_sources(dossier), draws=DRAWS)
    (panel,) = coders.panels
    _check_coefficients(panel, found, dossier.codebook)
    alphas = found.set_index("topic")["alpha_level"]
    said = ", ".join(f"{topic.title} {alphas[topic.id]:.2f}" for topic in dossier.codebook.topics)
    assert coders.title == f"Ordinal alpha of coders a and b: {said}"


def test_the_numbers_of_the_classifier_are_those_of_its_cross_fitted_scores(readings, dossier, scores):
    codings = read_classifier(scores, dossier.statements, dossier.codebook)
    found = measure_agreement(codings, dossier.codebook, _find_sources(dossier), draws=DRAWS)
    (panel,) = readings.panels
    _check_coefficients(panel, found, dossier.codebook)
    assert "from a model that saw nothing of the statement’s source" in readings.sentences[0]


def test_the_number_of_draws_is_an_option(coders, dossier, scores, selection):
    (other,) = make_agreement(dossier, scores, selection, draws=DRAWS + 1).panels
    ends, values = ["sovereignty_low", "sovereignty_high"], ["sovereignty"]
    assert not other.table.rows[ends].equals(coders.panels[0].table.rows[ends])
    assert other.table.rows[values].equals(coders.panels[0].table.rows[values])


def test_who_the_coders_are_is_said_in_the_words_of_the_data_package(coders, change_codings):
    assert coders.subtitle.startswith("Who the coders are: ")
    assert "two automated passes" in coders.subtitle
    assert "No panel of human coders has validated the codes" in coders.subtitle
    other = make_agreement(*change_codings(lambda rows: rows), draws=DRAWS)
    assert other.subtitle.startswith("Who the coders are is not said in this dossier.")


def test_confusion_tables_count_every_pair_of_cells_and_their_pictures_and_words_hold_the_same(
    coders, readings, dossier, scores
):
    codings = {"coders": dossier.codings, "readings": read_classifier(scores, dossier.statements, dossier.codebook)}
    for exhibit, pair in ((coders, ["a", "b"]), (readings, [CODES, CLASSIFIER])):
        (panel,) = exhibit.panels
        for topic, shown in zip(dossier.codebook.topics, panel.panels, strict=True):
            wide = codings[exhibit.key].pivot(index="statement", columns="coder", values=topic.id)[pair]
            cells = wide.astype("Float64").astype(object).where(wide.notna(), "none")
            counts = pd.Series([(str(a).removesuffix(".0"), str(b).removesuffix(".0")) for a, b in cells.to_numpy()])
            table = shown.table.rows.set_index("given")
            listed = {(a, b): int(table.loc[a, b]) for a in table.index for b in table if table.loc[a, b]}
            assert listed == dict(counts.value_counts())
            drawn = shown.picture.to_dict()["data"][0]
            assert list_numbers(drawn["text"]) == table.to_numpy().tolist()
            same = sum(count for (a, b), count in listed.items() if a == b)
            assert shown.alternative.endswith(f"equal on {same} of {len(wide)} statements.")


def test_the_differences_are_exactly_the_cells_that_differ_with_the_rule_of_the_final_code(dossier, scores, selection):
    shown = make_differences(dossier, scores, selection, number=0)
    with (dossier.folder / "codings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = {coder: {row["statement"]: row for row in rows if row["coder"] == coder} for coder in ("a", "b")}
    titles = dossier.label_topics()
    differ = {
        (name, titles[topic], row[topic], cells["b"][name][topic])
        for name, row in cells["a"].items()
        for topic in titles
        if name in cells["b"] and row[topic] != cells["b"][name][topic]
    }
    listed = [
        (row["statement"], row["topic"], *("" if pd.isna(row[c]) else str(row[c]) for c in ("a", "b")))
        for _, row in shown.table.rows.iterrows()
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == differ
    assert [column.label for column in shown.table.columns][2:4] == ["coder a", "coder b"]
    rules = {(topic.title, level.code): level.rule for topic in dossier.codebook.topics for level in topic.levels}
    for _, row in shown.table.rows.iterrows():
        silent = pd.isna(row["final"])
        assert row["rule"] == ("does not speak to the topic" if silent else rules[row["topic"], row["final"]])
    count, statements, follows = re.match(
        r"(\d+) cells in (\d+) statements differ\. The final code follows (.*?)\. ", shown.sentences[0]
    ).groups()
    assert (int(count), int(statements)) == (len(listed), len({row[0] for row in listed}))
    assert sum(int(number) for number in re.findall(r" in (\d+)", follows)) == len(listed)


def test_where_nothing_varies_the_title_says_undefined_and_the_table_is_empty_not_0(change_codings):
    dossier, scores, selection = change_codings(lambda rows: [row | {"quota": "1", "access": ""} for row in rows])
    shown = make_agreement(dossier, scores, selection, draws=DRAWS)
    assert shown.title.endswith("Квота undefined, 通行 undefined")
    rows = shown.panels[0].table.rows.set_index("measure")
    for name in ("alpha_addressed", "alpha_level", "kappa_level"):
        assert rows.loc[COEFFICIENTS[name]].isna().all()
    assert rows.loc[COEFFICIENTS["same_code"], "quota"] == 1
    assert pd.isna(rows.loc[COEFFICIENTS["same_code"], "access"])
    assert rows.loc[COEFFICIENTS["same_cell"], "access"] == 1


def test_without_codings_or_with_one_coder_the_exhibit_says_which(change_codings, talks, scores):
    none = replace(talks, codings=talks.codings.head(0))
    whole = default_selection(talks.codebook)
    first = sorted(set(talks.codings["coder"]) - {"adjudicated"})[0]
    one = replace(talks, codings=talks.codings[talks.codings["coder"] == first])
    for dossier, reason in ((none, NO_CODINGS), (one, ONE_CODER)):
        shown = make_agreement(dossier, scores.head(0), whole, draws=DRAWS)
        assert (shown.title, shown.sentences) == ("Agreement of coders is not known", (reason,))
        assert (shown.panels, make_differences(dossier, scores.head(0), whole, number=0).sentences) == ((), (reason,))


def test_without_a_classifier_or_a_code_there_is_nothing_to_compare_with(dossier, scores, selection):
    uncoded = replace(dossier, statements=dossier.statements.assign(coded=False))
    for one, given in ((dossier, scores.head(0)), (uncoded, scores)):
        shown = make_readings(one, given, selection, draws=DRAWS)
        assert (shown.sentences, shown.panels) == ((UNSCORED,), ())


@pytest.mark.parametrize("name", ["a and b", "and", "x, y"])
def test_three_coders_of_any_name_make_three_pairs_each_with_its_own_numbers(name, change_codings):
    dossier, scores, selection = change_codings(
        lambda rows: [
            row | {"coder": coder} | ({"quota": "0"} if coder == name else {})
            for coder in (name, "zoe", "b")
            for row in rows
            if row["coder"] == rows[0]["coder"]
        ]
    )
    shown = make_agreement(dossier, scores, selection, draws=DRAWS)
    found = measure_agreement(dossier.codings, dossier.codebook, _find_sources(dossier), draws=DRAWS)
    assert len(shown.panels) == len({panel.key for panel in shown.panels}) == 3
    for number, panel in enumerate(shown.panels):
        a, b = (found.iloc[number * len(dossier.codebook.topics)][one] for one in ("a", "b"))
        _check_coefficients(panel, found[(found["a"] == a) & (found["b"] == b)], dossier.codebook)
        rows = make_differences(dossier, scores, selection, number=number)
        topic = dossier.codebook.topic_ids[0]
        wide = dossier.codings.pivot(index="statement", columns="coder", values=topic)
        differ = int((wide[a].fillna(99) != wide[b].fillna(99)).sum())
        assert (rows.table.rows["topic"] == dossier.codebook.topics[0].title).sum() == differ
        assert (differ > 0) == (name in (a, b))
    keys = [confusion.key for panel in shown.panels for confusion in panel.panels]
    assert len(set(keys)) == len(keys)


def test_of_many_coders_all_together_come_first_and_the_pairs_have_no_intervals(change_codings, monkeypatch):
    most, count = 3, 5
    for module in ("estimates.agreement", "wording.checks"):
        monkeypatch.setattr(f"stance.{module}.CODERS", replace(CODERS, most=most))
    dossier, scores, selection = change_codings(
        lambda rows: [row | {"coder": f"k{n:02d}"} for n in range(count) for row in rows if row["coder"] == rows[0]["coder"]]
    )  # fmt: skip
    shown = make_agreement(dossier, scores, selection, draws=DRAWS)
    assert shown.title.startswith(f"Ordinal alpha of all {count} coders: ")
    assert f"the pairs of the {most} with most codings; intervals of pairs are left out" in shown.sentences[0]
    assert len(shown.sentences) == 1 + len(dossier.codebook.topics)
    assert shown.table.rows["measure"].tolist() == [COEFFICIENTS[name] for name in TOGETHER]
    assert any(name.endswith("_low") for name in shown.table.shown)
    assert len(shown.panels) == 3
    assert not any(name.endswith(("_low", "_high")) for panel in shown.panels for name in panel.table.shown)
    last = make_differences(dossier, scores, selection, number=len(shown.panels) - 1)
    assert last.title == shown.panels[-1].title
