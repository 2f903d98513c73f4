"""How far people and the record agree on what people coded blind."""

from dataclasses import replace

import krippendorff
import numpy as np
import pandas as pd
import pytest

from stance.coding.samples import draw_sizes
from stance.estimates.checked import find_validated
from stance.estimates.checking import AS_CODERS, CHANCE, foresee_intervals, measure_checks


@pytest.fixture
def checks(dossier):
    """Two people who coded 60 and 30 statements of the shipped record, each with slips."""
    topics = dossier.codebook.topic_ids
    coded = dossier.statements[dossier.statements["coded"]]
    parts = []
    for name, count, every in (("ann", 60, 5), ("ben", 30, 3)):
        rows = coded.iloc[::7].head(count)[["statement", *topics]].assign(coder=name)
        slips = np.arange(count) % every == 0
        slipped = pd.Series(slips, index=rows.index)
        rows = rows.assign(**{topic: rows[topic].mask(slipped, -rows[topic]) for topic in topics})
        parts.append(rows)
    return pd.concat(parts, ignore_index=True).assign(
        draw_seed=1, draw_size=60, draw_data=dossier.record_hash, draw_codebook=dossier.codebook.version
    )


def test_alpha_is_that_of_the_krippendorff_library(dossier, checks):
    ann = checks[checks["coder"] == "ann"]
    measured = measure_checks(ann, dossier, draws=5).set_index("topic")
    record = dossier.statements.set_index("statement").loc[ann["statement"]]
    for topic in dossier.codebook.topic_ids:
        cells = np.array([one[topic].to_numpy(float, na_value=np.nan) for one in (record, ann)])
        cells = cells[:, ~np.isnan(cells).any(axis=0)]
        by_library = krippendorff.alpha(reliability_data=cells, level_of_measurement="ordinal")
        assert measured.loc[topic, "alpha_level"] == pytest.approx(by_library)
        assert by_library < 1


def test_each_person_is_compared_on_what_they_coded_and_a_source_stands_or_falls_as_a_whole(dossier, checks):
    assert measure_checks(checks, dossier, draws=5)["statements"].tolist() == [90] * 3
    ben = checks[checks["coder"] == "ben"]
    crowd = pd.concat([ben.assign(coder=f"ben-{n}") for n in range(9)])
    alone, many = (measure_checks(rows, dossier, draws=200) for rows in (ben, crowd))
    width = [rows["alpha_level_high"] - rows["alpha_level_low"] for rows in (alone, many)]
    assert np.allclose(width[0][:2], width[1][:2], rtol=0.2)  # nine who say the same are no nine times the evidence


def test_a_table_of_checks_is_summed_up(dossier, checks):
    found = find_validated(replace(dossier, validation=checks))
    assert (found.statements, found.people, found.moved, found.codebooks) == (60, 2, False, ())
    assert [one.topic for one in found.alphas] == list(dossier.label_topics().values())
    assert all(one.low <= one.alpha <= one.high for one in found.alphas)


def test_a_dossier_without_checks_is_not_validated(dossier):
    assert find_validated(dossier) is None


def test_a_check_of_what_has_no_codes_any_more_is_left_out(dossier, checks):
    first = checks["statement"].iloc[0]
    statements = dossier.statements.assign(
        coded=dossier.statements["coded"] & (dossier.statements["statement"] != first)
    )
    found = find_validated(replace(dossier, validation=checks, statements=statements))
    assert found.statements == 59


def test_codes_count_as_they_are_today(dossier, checks):
    """Were the record mended by what ann said, ann would agree with it."""
    ann, topics = checks[checks["coder"] == "ann"].set_index("statement"), dossier.codebook.topic_ids
    statements = dossier.statements.set_index("statement")
    statements = statements.assign(
        **{
            topic: ann[topic].reindex(statements.index).where(statements.index.isin(ann.index), statements[topic])
            for topic in topics
        }
    )
    mended = replace(dossier, statements=statements.reset_index(), validation=ann.reset_index())
    assert [one.alpha for one in find_validated(mended).alphas] == [1, 1, 1]


def test_a_sample_of_other_data_or_another_codebook_is_told(dossier, checks):
    other = checks.assign(draw_data="0" * 12, draw_codebook=["1", *[dossier.codebook.version] * 89])
    found = find_validated(replace(dossier, validation=other))
    assert (found.moved, found.codebooks) == (True, ("1",))


def test_a_larger_sample_is_expected_to_tell_more_closely(dossier):
    found = foresee_intervals(dossier, lambda sizes, seed: draw_sizes(dossier, sizes, seed), (30, 120))
    width = found.set_index(["sample:assumed", "sample:size", "topic"])["width"].unstack("sample:size")
    assert (width[120] < 0.75 * width[30]).all()
    both = found.set_index(["sample:assumed", "sample:size", "topic"])["both"].unstack("sample:size")
    assert (both[120] > 3 * both[30]).all()
    assert found[found["sample:assumed"] == CHANCE]["alpha"].between(0.5, 0.9).all()
    assert set(found["sample:assumed"]) == {CHANCE, AS_CODERS}


def test_without_two_coders_only_what_chance_would_do_is_foreseen(dossier):
    alone = replace(dossier, codings=dossier.codings[dossier.codings["coder"] == "a"])
    found = foresee_intervals(alone, lambda sizes, seed: draw_sizes(alone, sizes, seed), (30,))
    assert set(found["sample:assumed"]) == {CHANCE}
