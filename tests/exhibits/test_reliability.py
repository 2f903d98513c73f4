"""Reliability: the curves are those of the cross-fitted scores, and their numbers are in the alternative text."""

import re

import numpy as np
import pytest
from makers import list_numbers

from stance.classifier.measures import measure_reliability
from stance.exhibits.reliability import ADDRESSED, SIGN, make_reliability


def test_the_curves_draw_the_bins_of_the_cross_fitted_scores(dossier, scores, selection):
    panels = {panel.key: panel for panel in make_reliability(dossier, scores, selection).panels}
    assert len(panels) == 2 * len(dossier.codebook.topics)
    for topic in dossier.codebook.topics:
        coded = dossier.statements.loc[dossier.statements["coded"], ["statement", topic.id]]
        rows = scores[scores["topic"] == topic.id].merge(coded, on="statement")
        spoken = rows[rows[topic.id].notna()]
        right = spoken["sign"] == np.sign(spoken[topic.id].astype(float) - topic.middle)
        for name, stated, truth in (
            (ADDRESSED, rows["addressed"], rows[topic.id].notna()),
            (SIGN, spoken["confidence"], right),
        ):
            bins = measure_reliability(stated.to_numpy(float), truth.to_numpy(float))
            panel = panels[f"reliability_{topic.id}_{name}"]
            drawn = panel.picture.to_dict()["data"][1]
            assert list_numbers(drawn["x"]) == pytest.approx(list(bins["stated"]))
            assert list_numbers(drawn["y"]) == pytest.approx(list(bins["right"]))
            assert sum(int(text) for text in drawn["text"]) == len(stated)
            assert panel.table.rows.equals(bins)


def test_the_alternative_text_has_the_numbers_of_every_marker(dossier, scores, selection):
    for panel in make_reliability(dossier, scores, selection).panels:
        count = len(panel.table.rows)
        assert f": stated against right in {count} groups of statements." in panel.alternative
        pairs = re.findall(r"Stated (\d+)%, right (\d+)%", panel.alternative, re.I)
        assert len(pairs) == count
        rounded = [(f"{s:.0%}"[:-1], f"{r:.0%}"[:-1]) for s, r, _ in panel.table.rows.itertuples(index=False)]
        assert pairs == rounded
