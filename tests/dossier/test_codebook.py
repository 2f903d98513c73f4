"""The codebook is read right, and every fault in it is reported at once."""

from datetime import date

import makers
import pytest

from stance.dossier.codebook import Codebook, Side, load_codebook
from stance.errors import CodebookError

OWN_LEVELS = """
title = "T"
version = "1"
period = ["2020-01-01", "2022-12-31"]

[[topic]]
id = "fund"
question = "q"
minus = "a"
plus = "b"
level = [{code = 10, rule = "yes"}, {code = -3, rule = "no"}, {code = 4, rule = "perhaps"}]
"""

FAULTY = """
title = ""
version = 2
period = ["2022-01-01", "2020-01-01"]
levels = [1]

[[side]]
id = "north"
pole = "up"

[[side]]
id = "north"

[[topic]]
id = "date"
question = "q"
minus = "a"

[[topic]]
id = "a fund"
question = "q"
minus = "a"
plus = "b"
level = [{code = "1"}, {code = 2}]
"""


def load(folder, text: str) -> Codebook:
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    return load_codebook(folder)


def read_faults(folder, text: str) -> str:
    with pytest.raises(CodebookError) as caught:
        load(folder, text)
    return str(caught.value)


def test_the_shipped_codebook_is_read_right(dossier):
    book = dossier.codebook
    assert book.title == "Japan-Russia peace-treaty talks"
    assert book.version == "2"
    assert book.period == (date(2015, 1, 1), date(2019, 12, 31))
    assert book.side_ids == ["russia", "japan", "third"]
    assert book.topic_ids == ["sovereignty", "sequencing", "security"]
    assert {topic.codes for topic in book.topics} == {(-2, -1, 0, 1, 2)}
    assert len(book.coding_rules) == 15


def test_every_level_of_the_shipped_codebook_has_a_rule(dossier):
    rules = [level.rule for topic in dossier.codebook.topics for level in topic.levels]
    assert len(rules) == 15
    assert all(rules)


def test_the_shipped_sides_own_one_pole_each(dossier):
    minus, plus = dossier.codebook.poled_sides
    assert (minus.id, plus.id) == ("russia", "japan")


def test_a_topic_and_a_side_are_found_by_their_id(dossier):
    assert dossier.codebook.topic("security").title == "Security"
    assert dossier.codebook.side("third") == Side("third", "Third parties", "")


def test_sides_may_be_none(tmp_path):
    book = load(tmp_path, makers.CODEBOOK)
    assert book.sides == (Side("all", "All actors"),)
    assert book.poled_sides is None


def test_two_sides_at_one_pole_have_no_gap_between_them(tmp_path):
    book = load(tmp_path, makers.CODEBOOK + makers.TWO_SIDES.replace("plus", "minus"))
    assert len(book.sides) == 2
    assert book.poled_sides is None


def test_levels_may_be_any_whole_numbers_and_run_upwards(tmp_path):
    book = load(tmp_path, OWN_LEVELS)
    assert book.topic("fund").codes == (-3, 4, 10)
    assert [level.rule for level in book.topic("fund").levels] == ["no", "perhaps", "yes"]
    assert book.scales == {"fund": (-3, 10)}


def test_every_topic_has_its_own_scale(tmp_path):
    more = OWN_LEVELS.split("[[topic]]")[1].replace("fund", "dues").replace("-3", "-9").replace("10", "5")
    assert load(tmp_path, OWN_LEVELS + "[[topic]]" + more).scales == {"fund": (-3, 10), "dues": (-9, 5)}


def test_topics_share_the_levels_of_the_codebook(tmp_path):
    assert load(tmp_path, makers.CODEBOOK).topic("fund").codes == (-1, 0, 1)


def test_a_title_that_is_not_given_is_the_id(tmp_path):
    book = load(tmp_path, makers.CODEBOOK + makers.TWO_SIDES)
    assert book.topic("fund").title == "fund"
    assert book.side("north").title == "north"


@pytest.mark.parametrize("title", ["", "  "])
def test_a_blank_title_is_the_id(tmp_path, title):
    sided = makers.TWO_SIDES.replace('id = "north"', f'id = "north"\ntitle = "{title}"')
    book = load(tmp_path, makers.CODEBOOK.replace('id = "fund"', f'id = "fund"\ntitle = "{title}"') + sided)
    assert (book.topic("fund").title, book.side("north").title) == ("fund", "north")


def test_former_titles_of_topics_and_sides_are_read(tmp_path):
    text = makers.CODEBOOK + 'aliases = ["Means", "Purse"]\n' + makers.TWO_SIDES + 'aliases = ["Lowland"]\n'
    book = load(tmp_path, text)
    assert book.topic("fund").aliases == ("Means", "Purse")
    assert [side.aliases for side in book.sides] == [(), ("Lowland",)]


@pytest.mark.parametrize("value", ['"Purse"', "[1]", '["Purse", " "]', "7"])
def test_former_titles_that_are_no_list_of_texts_are_reported_with_their_place(tmp_path, value):
    aliases = f"aliases = {value}\n"
    message = read_faults(tmp_path, makers.CODEBOOK + aliases + makers.TWO_SIDES + aliases)
    for place in ("topic fund, aliases", "side south, aliases"):
        assert f"codebook.toml, {place}: '" in message
    assert message.count("is not a list of texts. Write a list of texts.") == 2


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert load(tmp_path, "\ufeff" + makers.CODEBOOK).title == "Small talks"


def test_every_kind_of_fault_is_reported_at_once(tmp_path):
    message = read_faults(tmp_path, FAULTY)
    for claim in (
        "title: is missing",
        "version: is missing or not a text",
        "period: '['2022-01-01', '2020-01-01']' is not two dates in order",
        "side, id: 'north' stands twice",
        "side north, pole: 'up' is not known. Use 'minus', 'plus' or leave it out",
        "topic, id: 'date' is the name of a column",
        "topic, id: 'a fund' has other signs",
        "topic date, plus: is missing",
        "topic date, levels: '[1]' are not two or more",
        "topic a fund, levels: '['1', 2]' are not two or more different whole numbers",
    ):
        assert f"codebook.toml, {claim}" in message
    assert message.startswith("10 problems")


def test_a_codebook_without_topics_is_refused(tmp_path):
    message = read_faults(tmp_path, makers.CODEBOOK.split("[[topic]]")[0])
    assert "topic: is missing. Describe at least one topic" in message


@pytest.mark.parametrize("levels", ["[0, 0]", "[1]", "[]", '["a", "b"]', "[0.5, 1]", "[true, false]", '"-1 to 1"'])
def test_levels_that_are_no_scale_are_refused(tmp_path, levels):
    message = read_faults(tmp_path, makers.CODEBOOK.replace("[-1, 0, 1]", levels))
    assert "topic fund, levels" in message
    assert "different whole numbers" in message


def test_a_topics_own_levels_must_agree_with_the_shared_ones(tmp_path):
    message = read_faults(tmp_path, OWN_LEVELS.replace("\n[[topic]]", "levels = [-3, 4]\n[[topic]]"))
    assert "differ from levels = [-3, 4]. Make the two lists the same" in message


def test_shared_levels_of_mixed_kinds_are_reported_beside_a_topics_own(tmp_path):
    message = read_faults(tmp_path, OWN_LEVELS.replace("\n[[topic]]", 'levels = [-3, "a"]\n[[topic]]'))
    assert "topic fund, levels" in message


@pytest.mark.parametrize("period", ['["2020-01-01"]', '["2020-01-01", "soon"]', "5", '"2020"', "[]"])
def test_a_period_that_is_not_two_days_is_refused(tmp_path, period):
    message = read_faults(tmp_path, makers.CODEBOOK.replace('["2020-01-01", "2022-12-31"]', period))
    assert "is not two dates in order. Write period =" in message


def test_a_codebook_that_is_not_toml_is_one_sentence(tmp_path):
    assert "is not TOML" in read_faults(tmp_path, "title = ")


def test_a_codebook_in_another_encoding_is_one_sentence(tmp_path):
    (tmp_path / "codebook.toml").write_bytes("title = 'Север'".encode("cp1251"))
    with pytest.raises(CodebookError, match="codebook.toml: is not UTF-8"):
        load_codebook(tmp_path)


def test_a_missing_codebook_is_one_sentence(tmp_path):
    with pytest.raises(CodebookError, match=r"codebook\.toml: is missing\. Put codebook\.toml into"):
        load_codebook(tmp_path)


def test_single_tables_where_lists_belong_are_reported(tmp_path):
    message = read_faults(tmp_path, makers.CODEBOOK.replace("[[topic]]", "[topic]"))
    assert "Write each one under a line [[topic]]" in message


@pytest.mark.parametrize("taken", ["statement", "date", "actor", "side", "source", "text", "coder", "note"])
def test_a_topic_may_not_take_the_name_of_a_column(tmp_path, taken):
    message = read_faults(tmp_path, makers.CODEBOOK.replace('"fund"', f'"{taken}"'))
    assert f"'{taken}' is the name of a column" in message
