"""The command line: values to standard output or a file, everything else to standard error, an exit code for each end."""

import io

import makers
import pandas as pd
import pytest

from stance.commands import main
from stance.dossier.loading import MODELS, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.periods import list_dates
from stance.estimates.positions import Estimator
from stance.estimates.rules import Rules
from stance.estimates.scored import score_statements

COLUMNS = ["group", "topic", "date", "position", "low", "high", "statements", "sources"]


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_validate_counts_what_is_sound(dossier, capsys):
    code, out, err = run(capsys, "validate", "japan-russia")
    assert (code, err) == (0, "")
    assert out.startswith(
        "japan-russia: 1153 statements (968 coded) by 275 actors in 881 sources, 113 events, 31 figures."
    )
    assert f"Sound. Data {dossier.data_hash}." in out


def test_validate_takes_a_path(other_dossier, capsys):
    code, out, _ = run(capsys, "validate", other_dossier)
    assert code == 0
    assert "river: 44 statements (40 coded) by 5 actors in 25 sources, 2 events, 0 figures" in out


def test_positions_are_those_of_the_functions(dossier, scores, capsys):
    code, out, err = run(capsys, "positions", "japan-russia", "--by", "actor", "--scores", "codes", "--window", 200)
    table = pd.read_csv(io.StringIO(out))
    scored = score_statements(dossier, scores, "codes")
    expected = Estimator("actor", Rules(200)).positions(scored, list_dates(*dossier.codebook.period))
    assert (code, err, list(table)) == (0, "", COLUMNS)
    assert table["group"].tolist() == expected["group"].tolist()
    assert (table["position"] - expected["position"].round(4)).abs().max() == 0
    assert table["position"].isna().equals(expected["position"].isna())


@pytest.mark.parametrize(("by", "days"), [("side", 180), ("actor", 365)])
def test_the_default_windows_are_those_of_the_pages(dossier, scores, capsys, by, days):
    _, out, _ = run(capsys, "positions", "japan-russia", "--by", by)
    scored = score_statements(dossier, scores)
    expected = Estimator(by, Rules(days)).positions(scored, list_dates(*dossier.codebook.period))
    assert pd.read_csv(io.StringIO(out))["statements"].tolist() == expected["statements"].tolist()


@pytest.mark.parametrize("name", ["positions.csv", "new/folder/positions.parquet"])
def test_a_file_holds_what_standard_output_shows(tmp_path, capsys, name):
    _, shown, _ = run(capsys, "positions", "japan-russia")
    code, out, _ = run(capsys, "positions", "japan-russia", "--out", tmp_path / name)
    read = pd.read_parquet if name.endswith("parquet") else pd.read_csv
    assert (code, out) == (0, "")
    pd.testing.assert_frame_equal(read(tmp_path / name), pd.read_csv(io.StringIO(shown)), check_dtype=False)


def test_positions_of_another_scale_are_cut_at_its_ends(other_dossier, tmp_path, capsys):
    code, out, _ = run(capsys, "positions", other_dossier, "--window", 400, "--models", tmp_path)
    table = pd.read_csv(io.StringIO(out))
    assert code == 0
    assert table["position"].notna().sum() > 20
    assert table["low"].min() == -1
    assert table["high"].max() == 1


def test_scores_of_a_trained_classifier_count_where_no_one_coded(dossier, capsys):
    best, codes = (
        pd.read_csv(io.StringIO(run(capsys, "positions", "japan-russia", "--scores", source)[1]))
        for source in ("best", "codes")
    )
    assert len(read_scores(MODELS / "japan-russia")) > 0
    assert best["statements"].sum() > codes["statements"].sum() > 0


def test_a_fault_of_the_data_ends_with_11_and_nothing_on_standard_output(tmp_path, capsys):
    folder = makers.write_dossier(tmp_path, statements=makers.STATEMENTS.replace("2020-01-02", "soon"))
    for command in ("validate", "positions"):
        code, out, err = run(capsys, command, folder)
        assert (code, out) == (11, "")
        assert err.startswith("1 problem to fix:\nstatements.csv, row 2, date: 'soon' is not a date.")


def test_a_fault_of_the_codebook_ends_with_10(tmp_path, capsys):
    folder = makers.write_dossier(tmp_path, makers.CODEBOOK.replace("period", "perios"))
    code, out, err = run(capsys, "positions", folder)
    assert (code, out) == (10, "")
    assert "codebook.toml, period: is not two dates in order." in err


def test_a_folder_without_codebook_ends_with_10(tmp_path, capsys):
    assert run(capsys, "validate", tmp_path)[0] == 10


@pytest.mark.parametrize("command", ["validate", "positions", "train", "evaluate"])
def test_an_unknown_dossier_ends_with_2(capsys, command):
    code, out, err = run(capsys, command, "nowhere")
    assert (code, out) == (2, "")
    assert err.startswith("There is no dossier 'nowhere'.")


@pytest.mark.parametrize("words", [[], ["fly"], ["positions"], ["positions", "japan-russia", "--by", "country"]])
def test_a_wrong_command_ends_with_2_and_tells_the_usage(capsys, words):
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert "usage: python -m stance" in capsys.readouterr().err


@pytest.mark.parametrize("days", ["-5", "36501", "9" * 18, "9" * 5000, "x", "１２"])
def test_a_window_of_no_days_or_too_many_is_refused(capsys, days):
    with pytest.raises(SystemExit) as refused:
        main(["positions", "japan-russia", f"--window={days}"])
    assert refused.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "argument --window: must be 0 to 36,500 days" in shown.err


def test_validating_and_estimating_write_nothing_into_the_dossier(shipped_copy, tmp_path, capsys):
    before = {path.name: path.read_bytes() for path in shipped_copy.iterdir()}
    run(capsys, "validate", shipped_copy)
    run(capsys, "positions", shipped_copy, "--out", tmp_path / "out.csv")
    assert {path.name: path.read_bytes() for path in shipped_copy.iterdir()} == before
    assert len(load_dossier(shipped_copy).statements) == 1153


def test_a_score_never_goes_onto_its_own_input_by_whatever_path(tmp_path, monkeypatch, capsys):
    table = tmp_path / "t.csv"
    pd.DataFrame({"text": ["Take more water", "It rains"]}).to_csv(table, index=False)
    (tmp_path / "inside").mkdir()
    (tmp_path / "link.csv").symlink_to(table)
    (tmp_path / "hard.csv").hardlink_to(table)
    monkeypatch.chdir(tmp_path)
    before = table.read_bytes()
    for given, out in (
        ("t.csv", table),
        (table, "t.csv"),
        ("t.csv", "inside/../t.csv"),
        ("t.csv", "link.csv"),
        ("link.csv", "t.csv"),
        ("t.csv", "hard.csv"),
    ):
        code, shown, err = run(capsys, "score", given, "--dossier", "japan-russia", "--out", out)
        assert (code, shown, err) == (2, "", f"{out} is a file that the command reads. Choose another name.\n")
        assert table.read_bytes() == before


def test_a_table_of_positions_never_goes_onto_the_dossier_or_its_scores(other_dossier, tmp_path, capsys):
    scores = tmp_path / "models" / other_dossier.name / "scores.csv"
    scores.parent.mkdir(parents=True)
    scores.write_text("statement,topic\n")
    for out in (other_dossier / "statements.csv", other_dossier / "events.csv", scores):
        before = out.read_bytes()
        words = ("positions", other_dossier, "--models", tmp_path / "models", "--scores", "codes", "--out", out)
        code, _, err = run(capsys, *words)
        assert (code, out.read_bytes()) == (2, before)
        assert "is a file that the command reads. Choose another name." in err


def test_an_archive_is_not_rebuilt_into_a_dossier_or_onto_itself(other_dossier, tmp_path, capsys):
    archive = tmp_path / "archive.csv"
    archive.write_bytes(b"no zip")
    code, _, err = run(capsys, "rebuild", archive, "--out", other_dossier)
    assert (code, err) == (2, f"{other_dossier} lies in the dossier {other_dossier}. Choose a place outside of it.\n")
    code, _, err = run(capsys, "rebuild", archive, "--out", tmp_path / "x" / "..")
    assert (code, "is a file" in err) == (11, False)  # no such folder yet: what is wrong is the archive
    code, _, err = run(capsys, "rebuild", archive, "--out", tmp_path)
    assert (code, err) == (2, f"{tmp_path} holds a file that the command reads. Name another folder.\n")
    assert archive.read_bytes() == b"no zip"


def test_endings_are_the_same_in_any_case(tmp_path, capsys):
    code, _, err = run(capsys, "positions", "japan-russia", "--scores", "codes", "--out", tmp_path / "P.PARQUET")
    assert (code, err) == (0, "")
    assert len(pd.read_parquet(tmp_path / "P.PARQUET")) > 0


def test_a_row_with_a_blank_side_is_scored_as_its_actors_side(tmp_path, capsys):
    actor = "shinzo-abe"
    outs = []
    for number, side in enumerate(["", "japan", "russia"]):
        path = tmp_path / f"in-{number}.csv"
        pd.DataFrame({"text": ["The islands must come back"], "actor": [actor], "side": [side]}).to_csv(
            path, index=False
        )
        out = tmp_path / f"out-{number}.csv"
        code, _, err = run(capsys, "score", path, "--dossier", "japan-russia", "--out", out)
        assert (code, "side of" in err) == (0, False)
        outs.append(pd.read_csv(out).drop(columns="side"))
    pd.testing.assert_frame_equal(outs[0], outs[1])
    assert not outs[0].equals(outs[2])


def test_a_parquet_table_keeps_its_columns_and_gets_the_new_ones(tmp_path, capsys):
    frame = pd.DataFrame(
        {
            "text": ["The islands must come back", "It rains"],
            "tags": [["a", "b"], []],
            "n": pd.array([1, None], "Int64"),
        },
        index=pd.Index(["id-7", "id-8"], name="key"),
    )
    frame.to_parquet(tmp_path / "t.parquet")
    words = ("score", tmp_path / "t.parquet", "--dossier", "japan-russia", "--out")
    assert run(capsys, *words, tmp_path / "o.parquet")[0] == 0
    scored = pd.read_parquet(tmp_path / "o.parquet")
    assert list(scored.index) == ["id-7", "id-8"]
    assert list(scored.columns)[:4] == ["text", "tags", "n", "known"]
    assert scored["tags"].map(list).tolist() == [["a", "b"], []]
    assert scored["sovereignty_score"].notna().tolist() == [True, False]
    assert run(capsys, *words, tmp_path / "o.csv")[0] == 0
    written = pd.read_csv(tmp_path / "o.csv", keep_default_na=False)
    assert written["tags"].tolist() == ['["a", "b"]', "[]"]
    assert written["key"].tolist() == ["id-7", "id-8"]
