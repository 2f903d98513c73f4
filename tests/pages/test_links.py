"""Links and boxes: a link names exactly one thing, and a box always shows what the page shows."""

import pytest

from stance.dossier.loading import load_dossier

from . import builders


def _name_alike(folder) -> None:
    """Two actors of one name, of different sides."""
    actors = [
        {"actor": actor, "name": "Иванов" if actor in ("Иванова", "田中") else actor, "side": side, "kind": "leader", "aliases": alias}
        for (actor, side), alias in zip(builders.ACTORS.items(), ("", "", "", "Рыбаки ; 漁協", ""), strict=True)
    ]  # fmt: skip
    builders.write_rows(folder / "actors.csv", actors)


@pytest.fixture
def alike(data):
    """A dossier with two actors of one name."""
    folder = builders.make_full(data)
    _name_alike(folder)
    return load_dossier(folder)


def test_two_actors_of_one_name_are_two_choices_and_two_links(alike, open_page):
    labels = alike.label_actors()
    assert labels["Иванова"] != labels["田中"]
    for actor in ("Иванова", "田中"):
        view = open_page("statements", actor=labels[actor], side=["Северяне", "南の国"])
        view.check_runs()
        assert view.app.multiselect(key="actor").value == [actor]
        own = alike.statements[alike.statements["actor"] == actor]
        assert set(view.frame("statement", "text")["statement"]) == set(own["statement"])


def test_a_bare_name_that_two_actors_share_opens_neither_and_is_said(alike, open_page):
    view = open_page("statements", actor="Иванов")
    assert view.app.multiselect(key="actor").value == []
    assert any("“Иванов” of the link is not here" in warning for warning in view.warnings)


@pytest.mark.parametrize("spelling", ["漁業組合", "Рыбаки"])
def test_an_id_and_a_former_name_in_a_link_are_understood(spelling, alike, open_page):
    view = open_page("statements", actor=spelling, side=["Северяне", "南の国"])
    assert view.app.multiselect(key="actor").value == ["漁業組合"]
    assert not [warning for warning in view.warnings if "of the link" in warning]


@pytest.mark.parametrize(("topic", "chosen"), [("water", ["water"]), ("Старая вода", ["water"]), ("Вода", ["water"])])
def test_a_renamed_topic_is_found_by_its_id_and_its_former_title(topic, chosen, data, open_page):
    folder = builders.make_full(data)
    book = folder / "codebook.toml"
    text = book.read_text(encoding="utf-8").replace('title = "Вода"', 'title = "Вода"\naliases = ["Старая вода"]')
    book.write_text(text, encoding="utf-8")
    view = open_page("overview", topic=topic)
    assert view.app.button_group(key="topic").value == chosen
    assert list(view.charts) == ["chart_water"]
    assert not [warning for warning in view.warnings if "of the link" in warning]


def test_what_a_link_names_and_is_not_here_is_said_on_every_filter(open_page):
    view = open_page("statements", actor="Shinzo Abee", side="Rusia", topic="Securty", kind="leadr")
    for word in ("Shinzo Abee", "Rusia", "Securty", "leadr"):
        assert any(f"“{word}” of the link is not here" in warning for warning in view.warnings), word


def test_a_link_of_an_earlier_version_opens_its_point(open_page):
    new = open_page("overview", point_topic="Sovereignty", point_line="Japan", point_when="180 days to 30 June 2018")
    old = open_page("overview", point_topic="Sovereignty", point_line="Japan", point_date="30 June 2018")
    assert old.cards == new.cards
    assert "30 June 2018" in old.texts


def test_a_choice_that_is_gone_is_replaced_in_the_box_too_and_said(open_page):
    view = open_page("positions", by="Actors", actor=["Taro Kono", "Shinzo Abe"])
    view.app.selectbox(key="point_line").set_value("taro-kono").run()
    assert "Taro Kono on" in view.texts
    view.app.multiselect(key="actor").set_value(["shinzo-abe"]).run()
    view.check_runs()
    assert view.app.selectbox(key="point_line").value == "shinzo-abe"
    assert "Shinzo Abe on" in view.texts
    assert any("“Taro Kono” is not among the choices here: “Shinzo Abe” is shown" in one for one in view.warnings)
