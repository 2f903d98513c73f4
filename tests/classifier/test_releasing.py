"""What a classifier needs at the least before it is trained: coded statements, and sources of them."""

from dataclasses import replace

import makers
import pytest

from stance.classifier.releasing import refuse_few
from stance.commands import main
from stance.dossier.loading import Dossier, load_dossier
from stance.errors import ModelError
from stance.limits import LEAST_CODED, LEAST_CODED_SOURCES


def take(dossier: Dossier, statements: int, sources: int) -> Dossier:
    """The dossier with so many coded statements, from so many sources in turn; the others are not coded."""
    own = dossier.statements[dossier.statements["coded"]].head(statements)
    named = own.assign(source=[f"s{number % sources}" for number in range(len(own))])
    return replace(dossier, statements=named)


def test_as_much_as_is_needed_is_not_refused(dossier):
    refuse_few(take(dossier, LEAST_CODED.most, LEAST_CODED_SOURCES.most))


@pytest.mark.parametrize(
    ("statements", "sources", "said"),
    [
        (
            99,
            20,
            "has 99 statements that are coded; a classifier needs at least 100 statements. Code more, and use codes only until then.",
        ),
        (
            100,
            19,
            "has coded statements from 19 sources; a classifier needs at least 20 sources. Code statements of more sources",
        ),
    ],
)
def test_one_less_is_refused_with_how_much_there_is_and_how_much_is_needed(dossier, statements, sources, said):
    with pytest.raises(ModelError) as caught:
        refuse_few(take(dossier, statements, sources))
    assert said in str(caught.value)
    assert ("sources" in str(caught.value)) is (sources < 20)


def test_what_is_missing_of_both_is_said_at_once(dossier):
    with pytest.raises(ModelError, match=r"has 5 statements that are coded.* It has coded statements from 2 sources"):
        refuse_few(take(dossier, 5, 2))


def test_uncoded_statements_do_not_count(dossier):
    with pytest.raises(ModelError, match="has 0 statements"):
        refuse_few(replace(dossier, statements=dossier.statements.assign(coded=False)))


def test_the_command_refuses_a_handful_with_12_and_writes_nothing(tmp_path, capsys):
    folder = makers.make_other_dossier(tmp_path / "river")
    before = sorted(tmp_path.rglob("*"))
    assert main(["train", str(folder)]) == 12
    assert capsys.readouterr().err.startswith(
        "'river' has 40 statements that are coded; a classifier needs at least 100 statements."
    )
    assert sorted(tmp_path.rglob("*")) == before
    assert load_dossier(folder).statements["coded"].sum() == 40
