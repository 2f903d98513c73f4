"""No statement vanishes because its side is not one that the codebook knows."""

import makers
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.dossier.loading import load_dossier
from stance.dossier.sides import check_one_side
from stance.errors import StanceError

ONE_SIDE = '\n[[side]]\nid = "north"\n'
BOOKS = {"none": "", "one": ONE_SIDE, "two": makers.TWO_SIDES}


def with_sides(sides: list[str]) -> str:
    head, *rows = makers.STATEMENTS.strip().splitlines()
    return "\n".join([f"{head},side", *(f"{row},{side}" for row, side in zip(rows, sides, strict=True))]) + "\n"


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(BOOKS)),
    st.lists(st.sampled_from(["", "north", "south", "east", "North"]), min_size=3, max_size=3),
    st.sampled_from([None, "north", "south", ""]),
)
def test_every_statement_is_on_a_side_of_the_codebook_or_the_dossier_is_refused(
    tmp_path_factory, book, sides, of_actors
):
    actors = {} if of_actors is None else {"actors": "".join(f"{one},{of_actors}\n" for one in ("ann", "bob", "cid"))}
    tables = {name: f"actor,side\n{rows}" for name, rows in actors.items()}
    folder = makers.write_dossier(
        tmp_path_factory.mktemp("d"), makers.CODEBOOK + BOOKS[book], statements=with_sides(sides), **tables
    )
    try:
        loaded = load_dossier(folder)
    except StanceError as error:
        assert "side" in str(error)
        return
    assert len(loaded.statements) == 3
    assert set(loaded.statements["side"]) <= set(loaded.codebook.side_ids)
    given = [one for one in sides if one]
    assert set(given) <= set(loaded.statements["side"])


def refuse(tmp_path, book: str, sides: list[str], **tables) -> str:
    folder = makers.write_dossier(tmp_path, makers.CODEBOOK + book, statements=with_sides(sides), **tables)
    with pytest.raises(StanceError) as caught:
        load_dossier(folder)
    return str(caught.value)


def test_sides_where_the_codebook_has_none_are_one_problem(tmp_path):
    message = refuse(tmp_path, "", ["north", "south", "north"])
    assert message.startswith("1 problem to fix:")
    assert "statements.csv, row 2, side: 'north, south' stands in a column of sides" in message
    assert "Describe the sides there, or delete the column" in message


def test_another_side_than_the_only_one_is_named_with_its_row(tmp_path):
    assert "statements.csv, row 3, side: 'south' is not known. Use one of 'north'" in refuse(
        tmp_path, ONE_SIDE, ["north", "south", ""]
    )


def test_a_side_that_contradicts_actors_is_named(tmp_path):
    actors = "actor,side\nann,north\nbob,south\ncid,south\n"
    message = refuse(tmp_path, makers.TWO_SIDES, ["south", "", "south"], actors=actors)
    assert "statements.csv, row 2, side: 'south' differs from the side of 'ann' in actors.csv" in message
    assert message.startswith("1 problem")


def test_sides_of_actors_where_the_codebook_has_none_are_refused(tmp_path):
    folder = makers.write_dossier(tmp_path, actors="actor,side\nann,north\nbob,\ncid,\n")
    with pytest.raises(StanceError, match="actors.csv, row 2, side: 'north' stands in a column of sides"):
        load_dossier(folder)


def test_an_actor_of_two_sides_is_told_at_the_rarer_one_and_an_unknown_side_spoils_no_other_row():
    table = pd.DataFrame(
        {"actor": ["Oak"] * 5, "side": ["nroth", "south", "north", "north", "nroth"]}, index=range(2, 7), dtype="str"
    )
    found = check_one_side("statements.csv", table, ["north", "south"])
    assert [(one.row, one.value) for one in found] == [(3, "south")]
    assert "differs from the side of 'Oak' in other rows" in str(found[0])
    assert [one.row for one in check_one_side("statements.csv", table.iloc[1:3])] == [
        4
    ]  # as many of each: the first holds
