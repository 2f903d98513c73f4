"""A picture of an exhibit on a page without a server: named by what the exhibit says, alone of its kind."""

import pytest

from stance.exhibits.exhibit import Exhibit
from stance.exhibits.on_page import draw_figure, load_script
from stance.figures.picture import Picture, scatter
from stance.wording.verdicts import Verdict


def test_the_figure_has_the_alternative_text_of_its_exhibit_and_brings_no_script():
    picture = Picture([scatter(x=[1], y=[2])], {"height": 260})
    shown = Exhibit("one", Verdict.NONE, "Title", sentences=("It rose < fell.",), picture=picture)
    drawn = draw_figure(shown, key="a-b")
    assert f'aria-label="{shown.alternative.replace("<", "&lt;")}"' in drawn
    assert 'id="figure-a-b"' in drawn
    assert len(drawn) < 10_000 < len(load_script())


def test_an_exhibit_without_a_picture_is_no_figure():
    with pytest.raises(AssertionError):
        draw_figure(Exhibit("one", Verdict.NONE, "Title"), key="a")
