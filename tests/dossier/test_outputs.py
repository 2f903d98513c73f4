"""What a command writes never lands on what it reads, nor in a dossier, by any spelling or link."""

import makers
import pytest

from stance.dossier.outputs import check_file, check_folder
from stance.errors import UsageError

CSV = (".csv", ".parquet")


@pytest.fixture
def place(tmp_path):
    """A dossier in data/, a table beside it, and links of every kind onto both."""
    makers.write_dossier(tmp_path / "data" / "talks")
    (tmp_path / "t.csv").write_text("text\n")
    (tmp_path / "inside").mkdir()
    (tmp_path / "link.csv").symlink_to("t.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "t.csv")
    (tmp_path / "road").symlink_to("data/talks")
    (tmp_path / "into.csv").symlink_to("data/talks/new.csv")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "card.json").write_text("{}")
    return tmp_path


@pytest.mark.parametrize("out", ["t.csv", "inside/../t.csv", "./t.csv", "link.csv", "hard.csv"])
def test_an_input_is_no_output(place, out):
    with pytest.raises(UsageError, match="is a file that the command reads"):
        check_file(place / out, [place / "t.csv"], CSV)


@pytest.mark.parametrize(
    "out",
    [
        "data/talks/new.csv",
        "data/talks/deeper/new.csv",
        "road/new.csv",
        "road/../talks/new.csv",
        "into.csv",
        "models/new.csv",
    ],
)
def test_nothing_is_written_into_a_dossier_or_beside_a_card(place, out):
    with pytest.raises(
        UsageError, match="lies in the (dossier|folder of a classifier) .+ Choose a place outside of it"
    ):
        check_file(place / out, [], CSV)


@pytest.mark.parametrize("out", ["data/talks", "road", "data/talks/new", "models"])
def test_no_folder_of_tables_is_written_there_either(place, out):
    with pytest.raises(UsageError, match="Choose a place outside of it"):
        check_folder(place / out, [])


def test_a_folder_that_holds_the_input_is_refused(place):
    with pytest.raises(UsageError, match="holds a file that the command reads"):
        check_folder(place / "inside" / "..", [place / "t.csv"])


def test_other_places_are_free(place):
    for out in ("new.csv", "data/new.csv", "not/yet/there.parquet"):
        check_file(place / out, [place / "t.csv"], CSV)
    check_folder(place / "inside", [place / "t.csv"])


@pytest.mark.parametrize("out", ["inside", "pipe.csv", "new.txt"])
def test_a_folder_a_device_and_another_ending_are_no_files_to_write(place, out):
    (place / "pipe.csv").symlink_to("/dev/null")
    with pytest.raises(UsageError, match="does not end in .csv or .parquet|is a folder or no plain file"):
        check_file(place / out, [], CSV)
