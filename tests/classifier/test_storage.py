"""What stands in models/: fresh, safe to load, refused where it does not fit; and the commands that use it."""

import hashlib
import io
import json
import re
import shutil
import tracemalloc
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import makers
import numpy as np
import pandas as pd
import pytest
from numpy.lib import format as npy

from stance.classifier import evaluation, least, releasing, training
from stance.classifier.cards import FORMAT, TIED, hash_training, is_stale, load_card
from stance.classifier.folds import SEED, split_folds
from stance.classifier.measures import BASELINES, MEASURES
from stance.classifier.model import score_texts
from stance.classifier.releasing import score_dossier
from stance.classifier.storage import load_classifier, save_classifier
from stance.classifier.training import cross_fit, train_classifier
from stance.commands import main
from stance.dossier.loading import DATA, MODELS, load_dossier
from stance.dossier.scores import read_scores
from stance.errors import ModelError, UsageError
from stance.limits import ARRAYS_BYTES, LEAST_CODED

SLUG = "japan-russia"
FOLDER = MODELS / SLUG


def tie_files(folder):
    """Writes the hashes of the files as they are into the card, as someone would who wants to be believed."""
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    card["files"] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in TIED}
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A small dossier and the folder of its classifier, made by the command line with few repeats, and few draws for its intervals."""
    root = tmp_path_factory.mktemp("trained")
    folder = makers.make_other_dossier(root / "river")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluation, "DRAWS", 20)
        patch.setattr(least, "LEAST_CODED", replace(LEAST_CODED, most=40))
        patch.setattr(releasing, "cross_fit_all", partial(releasing.cross_fit_all, repeats=2))
        assert main(["train", str(folder), "--models", str(root / "models")]) == 0
    return folder, root / "models"


def test_the_shipped_classifier_was_trained_on_the_shipped_rows(dossier):
    card = load_card(FOLDER, dossier)
    assert card["training_hash"] == hash_training(dossier)
    assert not is_stale(card, dossier)


def test_the_shipped_scores_are_those_that_this_code_makes(dossier, monkeypatch):
    """The first of the five folds is fitted again; what follows from all folds is made from the shipped ones."""
    first = next(
        iter(
            split_folds(dossier.statements.loc[dossier.statements["coded"], "source"].reset_index(drop=True), seed=SEED)
        )
    )
    monkeypatch.setattr(training, "split_folds", lambda sources, seed: [first])
    shipped, key = read_scores(FOLDER), ["statement", "topic"]
    again = cross_fit(dossier, words=False)
    both = again.merge(shipped, on=key, suffixes=("", "_shipped"), validate="1:1")
    assert len(both) == len(again) > 300
    for name in ("addressed", "score", "text_score", "confidence"):
        assert np.allclose(both[name], both[f"{name}_shipped"], atol=0.01), name
    for name in ("sign", "abstains"):
        assert (both[name] == both[f"{name}_shipped"]).mean() > 0.99, name


def test_what_follows_from_the_cross_fitted_scores_is_shipped_with_them(dossier):
    shipped = read_scores(FOLDER)
    coded = set(dossier.statements.loc[dossier.statements["coded"], "statement"])
    fitted = shipped[shipped["statement"].isin(coded)].drop(columns=["spread", "correction", "shared"])
    again = score_dossier(dossier, load_classifier(FOLDER, dossier), fitted.reset_index(drop=True))
    assert again[["statement", "topic"]].equals(shipped[["statement", "topic"]].astype(again["topic"].dtype))
    for name in ("addressed", "score", "text_score", "confidence", "spread", "correction", "shared"):
        assert np.allclose(again[name], shipped[name], atol=0.01), name


def test_every_statement_and_topic_has_a_score(dossier):
    shipped = read_scores(FOLDER)
    assert len(shipped) == len(dossier.statements) * len(dossier.codebook.topics)
    assert shipped.notna().all(axis=None)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("statements", "had been altered by force", "was altered by force"),
        ("statements", "living without a treaty", "being without a treaty"),
        ("codings", "jr-0001,a,2,1,", "jr-0001,a,2,0,"),
        ("actors", "Akihiro Iwashita", "Akihiro Iwata"),
    ],
)
def test_a_change_of_text_coding_or_name_makes_the_classifier_stale(shipped_copy, name, old, new):
    table = shipped_copy / f"{name}.csv"
    before = load_dossier(shipped_copy)
    lines = table.read_text(encoding="utf-8").replace(old, new, 1)
    table.write_text(lines, encoding="utf-8")
    assert hash_training(load_dossier(shipped_copy)) != hash_training(before)


def test_the_card_has_every_measure_beside_its_baseline(dossier):
    card = load_card(FOLDER, dossier)
    for measures in card["measures"].values():
        assert measures["mae"] < min(measures[f"mae_{baseline}"] for baseline in BASELINES)
        assert measures["within_side_r"] > measures["within_side_r_by_actor"] > measures["within_side_r_by_side"]
        assert measures["addressed_f1"] > measures["addressed_f1_commonest"]
        assert set(measures) == set(MEASURES)
    assert {"format", "codebook", "training_hash", "counts", "measures", "intervals", "versions", "trained"} <= set(
        card
    )


def test_the_card_states_the_thresholds_under_which_the_shipped_classifier_abstains(dossier):
    heads = load_classifier(FOLDER, dossier).heads
    stated = load_card(FOLDER, dossier)["abstain_below"]
    assert stated == pytest.approx({topic: head.by_side.abstain_below for topic, head in heads.items()}, abs=1e-4)


@pytest.mark.parametrize("written", [1, FORMAT + 1, None])
def test_a_classifier_of_another_format_is_refused_with_the_command(tmp_path, dossier, written):
    shutil.copytree(FOLDER, tmp_path / SLUG)
    card = load_card(FOLDER, dossier) | {"format": written}
    (tmp_path / SLUG / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(
        ModelError, match=r"another version of this program. Run: python -m stance train japan-russia --models"
    ):
        load_classifier(tmp_path / SLUG, dossier)


def test_a_classifier_of_another_codebook_version_is_refused_with_the_command(shipped_copy):
    path = shipped_copy / "codebook.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('version = "2"', 'version = "3"'), encoding="utf-8")
    with pytest.raises(
        ModelError, match=r"version 2.*version 3.*Run: python -m stance train /\S+/japan-russia --models /\S+/models$"
    ):
        load_classifier(FOLDER, load_dossier(shipped_copy))


def test_a_missing_classifier_names_the_command(tmp_path, dossier):
    with pytest.raises(ModelError, match="There is no classifier for 'japan-russia'. Run: python -m stance train"):
        load_classifier(tmp_path, dossier)


class Payload:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_pickle_planted_in_a_file_is_refused_and_never_run(tmp_path, dossier):
    shutil.copytree(FOLDER, tmp_path / SLUG)
    planted, trace = tmp_path / SLUG / "classifier.npz", tmp_path / "was-run"
    np.savez(planted, terms=np.array([Payload(trace)], dtype=object))
    tie_files(tmp_path / SLUG)
    with pytest.raises(ModelError, match="cannot be read .*no array of this program"):
        load_classifier(tmp_path / SLUG, dossier)
    assert not trace.exists()
    with np.load(planted, allow_pickle=True) as arrays:  # who reads pickles runs it
        arrays["terms"]
    assert trace.exists()


def test_a_classifier_scores_the_same_after_it_was_saved(trained, tmp_path):
    folder, models = trained
    dossier = load_dossier(folder)
    before = replace(train_classifier(dossier), known_from=0.25)
    card = load_card(models / "river", dossier)
    save_classifier(before, card, read_scores(models / "river"), tmp_path / "river")
    after = load_classifier(tmp_path / "river", dossier)
    assert (after.known_from, after.vocabulary.texts) == (0.25, 40)
    assert (tmp_path / "river" / "scores.csv").read_bytes() == (models / "river" / "scores.csv").read_bytes()
    texts, sides = dossier.statements["text"].tolist(), dossier.statements["side"].tolist()
    pd.testing.assert_frame_equal(score_texts(before, texts, sides), score_texts(after, texts, sides))


def test_train_writes_classifier_card_and_scores_that_score_then_uses(trained, tmp_path):
    folder, models = trained
    assert {path.name for path in (models / "river").iterdir()} == {
        "classifier.npz",
        "card.json",
        "card.md",
        "scores.csv",
    }
    table = tmp_path / "table.csv"
    table.write_text("id,text,side\n007,мир и вода,\n008,水を分ける,nowhere\n", encoding="utf-8")
    out = tmp_path / "out.parquet"
    assert main(["score", str(table), "--dossier", str(folder), "--models", str(models), "--out", str(out)]) == 0
    scored = pd.read_parquet(out)
    topics = load_dossier(folder).codebook.topic_ids
    added = [
        f"{topic}_{part}" for topic in topics for part in ("addressed", "score", "text_score", "confidence", "sign")
    ]
    assert list(scored.columns) == ["id", "text", "side", "known", *added]
    assert list(scored["id"]) == ["007", "008"]


def test_the_card_holds_the_other_divisions_and_the_movement_that_scores_show(trained):
    folder, models = trained
    card = load_card(models / "river", load_dossier(folder))
    topics = load_dossier(folder).codebook.topic_ids
    assert [row["division"] for row in card["divisions"]][:3] == ["by_source", "by_actor", "by_actor_and_source"]
    assert all(list(row["measures"]) == topics for row in card["divisions"])
    assert card["method"].startswith("2 repeats") and card["divisions"][0]["repeats"] == 2
    for topic, measures in card["divisions"][0]["measures"].items():
        assert measures == {name: card["measures"][topic][name] for name in measures}
    assert list(card["shrinkage"]) == topics
    assert all(list(kinds) == ["side", "actor"] for kinds in card["shrinkage"].values())
    text = (models / "river" / "card.md").read_text(encoding="utf-8")
    assert "## How well it reads what is new" in text and "## How much movement it shows" in text


def test_score_needs_only_a_text_and_warns_of_sides_it_does_not_know(tmp_path, capsys):
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text("text,side\nThe islands must come back,japan\nThe islands must come back,mars\n", encoding="utf-8")
    assert main(["score", str(table), "--dossier", SLUG, "--out", str(out)]) == 0
    assert "the side of 1 rows is not known ('mars'; the first is row 3)" in capsys.readouterr().err
    table.write_text("text\nThe islands must come back\n", encoding="utf-8")
    assert main(["score", str(table), "--dossier", SLUG, "--out", str(out)]) == 0
    assert "no column side" in capsys.readouterr().err
    row = pd.read_csv(out).iloc[0]
    assert row["sovereignty_score"] == row["sovereignty_text_score"] > 0
    assert np.isnan(row["security_score"])
    assert 0 <= row["security_addressed"] < 0.5


def test_score_takes_the_side_from_a_known_actor_where_no_side_is_given(tmp_path):
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text("text,actor\nThe islands must come back,shinzo-abe\n", encoding="utf-8")
    main(["score", str(table), "--dossier", SLUG, "--out", str(out)])
    by_actor = pd.read_csv(out)
    table.write_text("text,side\nThe islands must come back,japan\n", encoding="utf-8")
    main(["score", str(table), "--dossier", SLUG, "--out", str(out)])
    columns = [name for name in by_actor if name.endswith("score")]
    pd.testing.assert_frame_equal(by_actor[columns], pd.read_csv(out)[columns])


def test_a_sign_is_empty_where_the_classifier_abstains_or_the_topic_is_not_addressed(tmp_path, dossier):
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    rows = dossier.statements[["text", "side"]].head(150)
    rows.to_csv(table, index=False)
    assert main(["score", str(table), "--dossier", SLUG, "--out", str(out)]) == 0
    scored = pd.read_csv(out)
    classifier = load_classifier(FOLDER, dossier)
    plain = score_texts(classifier, rows["text"].tolist(), rows["side"].tolist())
    for topic, own in plain.groupby("topic"):
        own = own.reset_index(drop=True)
        silent, abstains = own["addressed"] < 0.5, own["abstains"] == 1
        silent |= scored["known"] < classifier.known_from
        assert scored[f"{topic}_score"].isna().equals(silent)
        assert scored[f"{topic}_sign"].isna().equals(silent | abstains)
        assert (abstains & ~silent).any()
        assert scored[f"{topic}_sign"].dropna().eq(own["sign"][~(silent | abstains)]).all()


def test_score_says_which_rows_the_classifier_was_trained_on(tmp_path, capsys):
    out = tmp_path / "out.csv"
    main(["score", str(DATA / SLUG / "statements.csv"), "--dossier", SLUG, "--out", str(out)])
    assert "968 rows are statements that the classifier was trained on, by text or id" in capsys.readouterr().err
    assert len(pd.read_csv(out)) == 1153


def test_score_refuses_a_table_without_text_and_one_that_is_scored_already(tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text("words,sovereignty_score\nx,1\n", encoding="utf-8")
    assert main(["score", str(table), "--dossier", SLUG, "--out", str(tmp_path / "o.csv")]) == 11
    error = capsys.readouterr().err
    assert "table.csv, row 1, text: is missing" in error
    assert "table.csv, row 1, sovereignty_score: stands there already" in error
    assert not (tmp_path / "o.csv").exists()


def test_an_empty_text_gets_no_scores(tmp_path, capsys):
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_text('text,side\n"  ",japan\nTreaty first,russia\n', encoding="utf-8")
    main(["score", str(table), "--dossier", SLUG, "--out", str(out)])
    assert "1 rows have no text and no scores; the first is row 2" in capsys.readouterr().err
    assert pd.read_csv(out).iloc[0].filter(like="_").isna().all()


@pytest.mark.parametrize("also", [[], ["side"], ["actor", "side", "source", "date"]])
def test_evaluate_on_a_table_prints_measures_as_text_and_as_json(trained, tmp_path, capsys, monkeypatch, also):
    monkeypatch.setattr(evaluation, "DRAWS", 20)
    folder, models = trained
    rows = load_dossier(folder).statements
    test = tmp_path / "test.csv"
    topics = load_dossier(folder).codebook.topic_ids
    rows[["text", *also, *topics]].head(20).to_csv(test, index=False)
    assert main(["evaluate", str(folder), "--models", str(models), "--test", str(test), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["measures"]) == set(topics)
    assert printed["measures"][topics[0]]["rows"] == 20
    assert set(printed["intervals"][topics[0]]) == set(MEASURES)
    assert main(["evaluate", str(folder), "--models", str(models), "--test", str(test)]) == 0
    assert re.search(r"^mae_by_side ", capsys.readouterr().out, re.MULTILINE)


def test_evaluate_refuses_unknown_codes_in_the_test_table(tmp_path, capsys):
    test = tmp_path / "test.csv"
    test.write_text("text,side,sovereignty,sequencing,security\nx,japan,7,,\n", encoding="utf-8")
    assert main(["evaluate", SLUG, "--test", str(test)]) == 11
    assert "test.csv, row 2, sovereignty: '7' is not a code of this topic" in capsys.readouterr().err


def test_commands_without_a_classifier_exit_with_the_code_of_models(tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text("text\nx\n", encoding="utf-8")
    command = ["score", str(table), "--dossier", SLUG, "--models", str(tmp_path), "--out", str(tmp_path / "o.csv")]
    assert main(command) == 12
    assert "Run: python -m stance train japan-russia" in capsys.readouterr().err


def write_arrays(folder, change) -> None:
    """The shipped arrays, changed, tied to the card again."""
    with np.load(FOLDER / "classifier.npz", allow_pickle=False) as shipped:
        arrays = dict(shipped)
    change(arrays)
    np.savez(folder / "classifier.npz", allow_pickle=False, **arrays)
    tie_files(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda arrays: arrays.pop("idf"),
        lambda arrays: arrays.update(idf=arrays["idf"][:-1]),
        lambda arrays: arrays.update(idf=arrays["idf"] * np.nan),
        lambda arrays: arrays.update(centre=arrays["centre"].astype("float32")),
        lambda arrays: arrays.update(topics=arrays["side_ids"]),
        lambda arrays: arrays.update(terms=arrays["terms"][::-1].copy()),
        lambda arrays: arrays.update(names=np.full(9, 255, np.uint8)),
        lambda arrays: arrays.update({"security.levels": arrays["security.levels"][::-1].copy()}),
        lambda arrays: arrays.update({"security.addressed": arrays["security.by_text.weights"]}),
        lambda arrays: arrays.update({"security.by_side.sides": arrays["security.by_text.sides"]}),
        lambda arrays: arrays.update({"security.by_side.temperature": np.asarray(0.0)}),
        lambda arrays: arrays.update(known_from=np.asarray([0.1, 0.2])),
    ],
)
def test_arrays_that_are_not_those_of_a_classifier_are_refused(change, tmp_path, dossier):
    folder = shutil.copytree(FOLDER, tmp_path / SLUG)
    write_arrays(folder, change)
    with pytest.raises(ModelError, match="classifier.npz cannot be read .*Run: python -m stance train"):
        load_classifier(folder, dossier)


def write_header(shape: tuple[int, ...]) -> bytes:
    header = io.BytesIO()
    npy.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
    return header.getvalue()


@pytest.mark.parametrize(
    "member",
    [write_header((10**12,)), write_header((10**7, 10**7)) + bytes(80), b"no array", bytes(ARRAYS_BYTES.most + 1)],
)
def test_an_array_larger_than_its_file_or_the_limit_is_refused_before_it_is_loaded(member, tmp_path, dossier):
    folder = shutil.copytree(FOLDER, tmp_path / SLUG)
    with zipfile.ZipFile(folder / "classifier.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("idf.npy", member)
    tie_files(folder)
    tracemalloc.start()
    with pytest.raises(ModelError, match="classifier.npz cannot be read"):
        load_classifier(folder, dossier)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_a_classifier_that_cannot_be_written_whole_leaves_the_one_before(trained, tmp_path, monkeypatch):
    folder, models = trained
    place = shutil.copytree(models / "river", tmp_path / "river")
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    dossier = load_dossier(folder)

    def fill_up(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("stance.files._write_through", fill_up)
    with pytest.raises(UsageError, match="No space left"):
        save_classifier(load_classifier(place, dossier), load_card(place, dossier), read_scores(place), place)
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_scores_that_do_not_belong_to_the_card_are_not_used_and_the_message_says_so(trained, tmp_path, capsys):
    folder, models = trained
    place = shutil.copytree(models, tmp_path / "models") / "river" / "scores.csv"
    place.write_bytes(place.read_bytes()[:-40])
    words = ("positions", folder, "--models", tmp_path / "models")
    best, codes = run(capsys, *words), run(capsys, *words, "--scores", "codes")
    assert (best[0], codes[0], best[1]) == (0, 0, codes[1])
    assert "Warning: codes only." in best[2] and "scores.csv is missing, or is not the file" in best[2]
    assert codes[2] == ""
    code, out, err = run(capsys, *words, "--scores", "classifier")
    assert (code, out) == (12, "")
    assert f"Run: python -m stance train {folder} --models {tmp_path / 'models'}" in err


def test_a_stale_classifier_is_refused_for_scores_alone_and_warned_of_where_codes_count_too(trained, tmp_path, capsys):
    folder, models = trained
    changed = shutil.copytree(folder, tmp_path / "river")
    makers.edit_cell(changed / "statements.csv", 2, quota="1")
    own = tmp_path / "t.csv"
    own.write_text("text,quota,access\nTake more water,1,\n", encoding="utf-8")
    for words in (
        ("score", own, "--dossier", changed, "--out", tmp_path / "o.csv"),
        ("evaluate", changed, "--test", own),
        ("positions", changed, "--scores", "classifier"),
        ("export", changed, "--scores", "classifier", "--out", tmp_path / "o.zip"),
    ):
        code, out, err = run(capsys, *words, "--models", models)
        assert (code, out) == (12, ""), words
        command = f"python -m stance train {changed} --models {models}"
        assert err == f"Statements have changed since the classifier was trained. Run: {command}\n"
    code, out, err = run(capsys, "positions", changed, "--models", models)
    assert (code, len(out) > 1000) == (0, True)
    assert err.startswith("Warning: Statements have changed since the classifier was trained.")
