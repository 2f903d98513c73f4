"""The command line: values to standard output or a file, everything else to standard error, an exit code for each end."""

import io

import makers
import pandas as pd
import pytest

from stance.__main__ import main
from stance.dossier.loading import MODELS, load_dossier
from stance.dossier.scores import read_scores
from stance.estimates.positions import Rules, estimate_positions, list_dates
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
        "japan-russia: 836 statements (702 coded) by 211 actors in 628 sources, 113 events, 31 figures."
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
    expected = estimate_positions(scored, list_dates(*dossier.codebook.period), by="actor", rules=Rules(200))
    assert (code, err, list(table)) == (0, "", COLUMNS)
    assert table["group"].tolist() == expected["group"].tolist()
    assert (table["position"] - expected["position"].round(4)).abs().max() == 0
    assert table["position"].isna().equals(expected["position"].isna())


@pytest.mark.parametrize(("by", "days"), [("side", 180), ("actor", 365)])
def test_the_default_windows_are_those_of_the_pages(dossier, scores, capsys, by, days):
    _, out, _ = run(capsys, "positions", "japan-russia", "--by", by)
    expected = estimate_positions(
        score_statements(dossier, scores), list_dates(*dossier.codebook.period), by=by, rules=Rules(days)
    )
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


def test_a_window_of_no_days_is_refused(capsys):
    try:
        code = main(["positions", "japan-russia", "--window", "-5"])
    except SystemExit as refused:
        code = refused.code
    assert code == 2
    assert capsys.readouterr().out == ""


def test_validating_and_estimating_write_nothing_into_the_dossier(shipped_copy, tmp_path, capsys):
    before = {path.name: path.read_bytes() for path in shipped_copy.iterdir()}
    run(capsys, "validate", shipped_copy)
    run(capsys, "positions", shipped_copy, "--out", tmp_path / "out.csv")
    assert {path.name: path.read_bytes() for path in shipped_copy.iterdir()} == before
    assert len(load_dossier(shipped_copy).statements) == 836
