"""Your own dossier: from a spreadsheet with faults to every page, in the session of its visitor alone, and gone without a trace."""

import csv
import gc
import io
import shutil
import weakref
import zipfile
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from streamlit.runtime.caching.cache_utils import CachedFunc

from stance.dossier.loading import load_dossier
from stance.dossier.scores import make_no_scores
from stance.export import build_archive, rebuild
from stance.limits import DEMO_OWN_FILE_MB, DEMO_TRAINED, LEAST_CODED, OWN_DOSSIERS, OWN_FILE_MB
from stance.report import write_report
from stance.ui import own_folders
from stance.ui.pages.own.opening import zip_folder
from stance.ui.parts.own import DOSSIER_KEPT, FORGOTTEN
from stance.ui.parts.share import PRIVATE
from stance.ui.private import LOST, MARK, MENDED_HERE, RESULTS, ROOT
from stance.ui.watching.runs import describe_view

from . import builders
from .conftest import PAGES, View, read_markdown
from .test_demo import _leave

TITLE = "Переговоры о реке / 川の交渉"
HEADERS = {
    "statement": "No.",
    "date": "When",
    "actor": "Speaker",
    "side": "Camp",
    "source": "Published in",
    "text": "What was said",
}
TEXT = "text/csv"


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch) -> Path:
    """A place for folders of visitors that no other test uses."""
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(own_folders, "MEMORY", place)
    monkeypatch.setattr(own_folders, "ROOM_BYTES", 0)
    monkeypatch.setattr(own_folders, "_home", own_folders._Home())
    return place


def write_table(*, mend=None, without: tuple[str, ...] = ()) -> bytes:
    """The river's statements under a reader's own headers; `mend` changes the rows."""
    rows = builders.list_rows(side_column=True)
    if mend:
        mend(rows)
    out = io.StringIO()
    names = {name: HEADERS.get(name, name) for name in rows[0] if name not in without}
    writer = csv.writer(out)
    writer.writerow(names.values())
    writer.writerows([row[name] for name in names] for row in rows)
    return out.getvalue().encode()


def break_rows(rows: list[dict]) -> None:
    """Six faults of five kinds, two of them alike."""
    rows[0]["date"] = "2021-13-40"
    rows[1]["side"] = rows[6]["side"] = "северр"
    rows[2]["water"] = "5"
    rows[3]["actor"] = ""
    rows[4]["text"] = ""


def give(view: View, content: bytes, name: str = "river.csv", *, box: int = 0) -> View:
    view.app.get("file_uploader")[box].upload(name, content, TEXT).run()
    view.check_runs()
    return view


def press(view: View, label: str) -> View:
    (button,) = [one for one in view.app.button if one.label.startswith(label)]
    button.click().run()
    view.check_runs()
    return view


def write_codebook(view: View, folder: Path) -> View:
    """Gives the river's codebook.toml in step 3."""
    builders.write_codebook(folder, sides=True)
    pick(view, "Codebook", "From a file codebook.toml")
    return give(view, (folder / "codebook.toml").read_bytes(), "codebook.toml", box=1)


def pick(view: View, label: str, option: str) -> View:
    (box,) = [one for one in view.app.selectbox if one.label == label]
    box.set_value(option).run()
    view.check_runs()
    return view


def states(view: View) -> list[str]:
    """What the badges of the steps say."""
    return [
        read_markdown(one.value)
        for one in view.app.markdown
        if ":green-badge[" in one.value or ":gray-badge[" in one.value
    ]


def step(view: View, number: int) -> str:
    return states(view)[number - 1].split("[", 1)[1].removesuffix("]")


@pytest.fixture
def opened(open_page, tmp_path) -> View:
    """A visitor whose table of the river is open."""
    view = write_codebook(give(open_page("own"), write_table()), tmp_path)
    return press(view, "Open 60 statements")


def test_at_first_every_step_says_what_it_waits_for_and_where_things_lie(open_page):
    view = open_page("own")
    view.check_runs()
    assert [step(view, number) for number in range(1, 6)] == [
        "none yet",
        *(f"after step {number}" for number in range(1, 5)),
    ]
    assert "gone when you close or reload this tab" in view.texts
    assert ROOT not in view.app.session_state


def test_the_worked_example_is_open_in_two_clicks(open_page):
    view = press(open_page("own"), "Open the worked example")
    assert step(view, 4) == "none"
    press(view, "Open 40 statements")
    assert view.app.selectbox(key="dossier").value in {folder.name for folder in view.app.session_state[ROOT].iterdir()}
    assert len(view.turn_to("overview").charts) > 0


def test_every_page_runs_on_a_dossier_that_was_brought_and_nothing_of_it_is_shared(opened, monkeypatch):
    shared: list[str] = []
    call = CachedFunc.__call__

    def keep(self, *arguments, **named):
        shared.append(named.get("key", "held"))
        return call(self, *arguments, **named)

    monkeypatch.setattr(CachedFunc, "__call__", keep)
    for page in PAGES:
        opened.turn_to(page).check_runs()
        assert [error for error in opened.errors if MENDED_HERE not in error] == [], page
        assert opened.app.selectbox(key="dossier").value == "переговоры-о-реке-川の交渉"
    assert set(shared) == {"held"}
    assert opened.app.session_state[RESULTS]
    assert opened.cards == [] and set(opened.turn_to("overview").charts) == {"chart_water", "chart_toll"}
    assert opened.cards and not [part for part in opened.html.split("<a ")[1:] if "statements?" in part]


def test_a_table_with_faults_is_refused_with_all_of_them_and_mended_in_place(open_page, tmp_path):
    view = write_codebook(give(open_page("own"), write_table(mend=break_rows)), tmp_path)
    assert step(view, 4) == "6 faults to mend"
    faults = view.frame("row", "column", "value", "trouble", "remedy")
    assert set(faults["column"]) == {"When", "Camp", "water", "Speaker", "What was said"}
    assert set(faults["row"]) == {2, 3, 4, 5, 6, 8}
    assert not [one for one in view.app.button if one.label.startswith("Open 60")]
    written = {
        "When, row 2": "2021-01-01",
        "Camp, rows 3, 8": "север",
        "water, row 4": "-",
        "Speaker, row 5": "田中",
        "What was said, row 6": "Оса говорила.",
    }
    for label, text in written.items():
        (box,) = [one for one in view.app.text_input if one.label.startswith(label)]
        box.set_value(text)
    press(view, "Mend these cells")
    left = (
        [f"{row.column} {row.row}: {row.trouble}" for row in view.frame("row", "trouble").itertuples()]
        if "to mend" in step(view, 4)
        else []
    )
    assert left == []
    press(view, "Open 60 statements")
    folder = view.app.session_state[ROOT] / view.app.selectbox(key="dossier").value
    texts = load_dossier(folder).statements
    assert "Оса говорила." in set(texts["text"])
    assert texts.set_index("statement")["water"].isna().to_dict()["р-002"]


def test_what_was_mended_counts_again_in_the_same_file_not_in_a_mended_one_and_can_be_taken_back(open_page, tmp_path):
    def misspell(rows):
        rows[0]["date"] = "2021-13-40"

    view = write_codebook(give(open_page("own"), write_table(mend=misspell)), tmp_path)
    (box,) = [one for one in view.app.text_input if one.label.startswith("When, row 2")]
    box.set_value("2021-02-02")
    press(view, "Mend these cells")
    assert step(view, 4) == "none"
    assert step(give(view, write_table(mend=misspell), "again.csv"), 4) == "none"
    assert "Mended by you: 1 cell" in [one.label for one in view.app.expander]
    pick(view, "Your column for “Date”", "No.")
    pick(view, "Your column for “Date”", "When")
    assert step(view, 4) == "none"
    give(view, write_table(), "mended.csv")
    assert "Mended by you: 0 cells" in [one.label for one in view.app.expander]
    assert view.app.session_state[DOSSIER_KEPT].made[1].files["statements.csv"].decode("utf-8").count("2021-02-02") == 0
    press(give(view, write_table(mend=misspell), "again.csv"), "Take back")
    assert step(view, 4) == "1 fault to mend"


def test_a_codebook_is_written_in_the_form_from_what_the_table_tells(open_page):
    view = give(open_page("own"), write_table())
    assert step(view, 3) == "not complete yet"
    values = {box.label: box.value for box in view.app.text_input}
    assert values["Title of the dossier"] == "River"
    assert [values[f"Side {number}"] for number in (1, 2, 3)] == ["minami", "север", "observers"]
    assert [values[f"Topic {number}"] for number in (1, 2)] == ["water", "toll"]
    assert [str(box.value) for box in view.app.main.date_input] == ["2021-01-01", "2022-12-31"]
    for number in (1, 2):
        for part in ("the question", "what the minus pole holds", "what the plus pole holds"):
            (box,) = [one for one in view.app.text_input if one.label == f"Topic {number}: {part}"]
            box.set_value(f"{part} {number}")
    view.app.run()
    assert [step(view, number) for number in (3, 4)] == ["3 sides, 2 topics", "none"]
    press(view, "Open 60 statements")
    assert view.turn_to("overview").app.session_state[ROOT].joinpath("river", "codebook.toml").is_file()


def test_answers_and_table_are_still_there_after_a_visit_to_another_page(open_page):
    view = give(open_page("own"), write_table())
    (box,) = [one for one in view.app.text_input if one.label == "Title of the dossier"]
    box.set_value("The river").run()
    view.turn_to("overview").turn_to("own").check_runs()
    assert step(view, 1).startswith("river.csv: 60 rows")
    assert [one.value for one in view.app.text_input if one.label == "Title of the dossier"] == ["The river"]


def test_a_table_is_read_once_and_assembled_once_however_often_the_page_runs(open_page, tmp_path, monkeypatch):
    from stance.ui.pages.own import faults, file, form

    calls: list[str] = []
    for module, name in ((file, "read_sheet"), (form, "suggest_topics"), (faults, "assemble")):
        real = getattr(module, name)
        monkeypatch.setattr(
            module, name, lambda *given, real=real, name=name, **named: (calls.append(name), real(*given, **named))[1]
        )
    view = give(open_page("own"), write_table())
    view.app.run()
    write_codebook(view, tmp_path)
    before = len(calls)
    for _ in range(3):
        view.app.run()
    assert before == len(calls)
    assert [calls.count(name) for name in ("read_sheet", "suggest_topics")] == [1, 1]


def make_zip(folder: Path, extra: dict[str, bytes] | None = None) -> bytes:
    packed = io.BytesIO(zip_folder(folder))
    with zipfile.ZipFile(packed, "a") as archive:
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_a_zip_of_a_dossier_is_open_at_once_and_comes_out_as_it_went_in(open_page, tmp_path):
    folder = builders.make_full(tmp_path / "made")
    view = give(open_page("own"), make_zip(folder), "river.zip")
    assert view.app.selectbox(key="dossier").value == "river"
    own = view.app.session_state[ROOT] / "river"
    with zipfile.ZipFile(io.BytesIO(zip_folder(own))) as archive:
        back = {name: archive.read(name) for name in archive.namelist()}
    assert back == {f"river/{path.name}": path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("member", ["../../evil.csv", "/etc/evil.csv", "river/inner.zip"])
def test_a_hostile_zip_is_refused_with_a_sentence_and_writes_nothing(member, open_page, tmp_path, own_place):
    view = give(open_page("own"), make_zip(builders.make_smallest(tmp_path / "made"), {member: b"x"}), "river.zip")
    assert step(view, 1) == "river.zip cannot be read"
    assert view.frame("trouble", "remedy")["trouble"].str.contains("leads out of the zip|an archive within").all()
    assert [path.name for path in own_place.rglob("*") if path.name not in ("lock",)][2:] == []


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.csv", "a\0b.csv", "x" * 300 + ".csv", "Переговоры.csv", "<img src=x>.csv", "..", ".zip"],
)
def test_a_hostile_name_of_a_file_is_harmless(name, open_page, tmp_path, own_place):
    content = make_zip(builders.make_smallest(tmp_path / "made")) if name.endswith("zip") else write_table()
    view = give(open_page("own"), content, name)
    if ROOT in view.app.session_state:
        root = view.app.session_state[ROOT]
        assert all(
            len(path.name) < 100 and path.resolve().is_relative_to(own_place.resolve()) for path in root.rglob("*")
        )
    assert view.errors == [] and "<img" not in view.html


def test_what_is_no_table_is_a_sentence_and_what_is_open_stays(opened):
    give(opened, b"%PDF-1.7 nothing", "river.pdf")
    assert step(opened, 1) == "river.pdf cannot be read"
    assert opened.turn_to("overview").charts


def test_a_file_over_the_limit_is_refused_before_it_is_read(open_page):
    view = open_page("own")
    assert view.app.get("file_uploader")[0].proto.max_upload_size_mb == OWN_FILE_MB.most
    give(view, b"a,b\n" * (OWN_FILE_MB.most * 300_000), "large.csv")
    assert list(view.frame("trouble")["trouble"]) == [f"is larger than {OWN_FILE_MB.amount}"]


def test_a_demo_takes_smaller_files(open_page, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    view = open_page("own")
    assert view.app.get("file_uploader")[0].proto.max_upload_size_mb == DEMO_OWN_FILE_MB.most < OWN_FILE_MB.most
    give(view, b"a,b\n" * (DEMO_OWN_FILE_MB.most * 300_000), "large.csv")
    assert list(view.frame("trouble")["trouble"]) == [f"is larger than {DEMO_OWN_FILE_MB.amount}"]


def test_a_visitor_has_so_many_dossiers_and_no_more(open_page, tmp_path):
    view = open_page("own")
    content = make_zip(builders.make_smallest(tmp_path / "made"))
    for number in range(OWN_DOSSIERS.most):
        give(view, content, f"river {number}.zip")
    give(view, content, "one more.zip")
    assert any(f"the limit is {OWN_DOSSIERS.amount}" in error for error in view.errors)
    assert len(list(view.app.session_state[ROOT].glob("*/codebook.toml"))) == OWN_DOSSIERS.most


def test_no_other_session_sees_it_and_a_link_to_it_says_that_it_is_not_here(opened, open_page):
    label = next(one for one in opened.app.selectbox(key="dossier").options if MARK in one)
    other = open_page("overview", dossier=label)
    other.check_runs()
    assert MARK not in "".join(other.app.selectbox(key="dossier").options)
    assert any("is not among the choices here" in said for said in other.warnings)
    assert other.app.selectbox(key="dossier").value != opened.app.selectbox(key="dossier").value
    assert ROOT not in other.app.session_state


def test_two_sessions_with_files_of_one_name_do_not_meet(open_page, tmp_path):
    contents = []
    for number, codes in enumerate(("1", "-1")):
        folder = builders.make_smallest(tmp_path / str(number))
        rows = [row | {"water": codes, "toll": codes} for row in builders.list_rows(side_column=True)]
        builders.write_rows(folder / "statements.csv", rows)
        contents.append(make_zip(folder))
    first, second = (give(open_page("own"), content, "river.zip") for content in contents)
    assert first.app.session_state[ROOT] != second.app.session_state[ROOT]
    shown = [
        set(view.turn_to("statements").frame("statement", "water: code")["water: code"].dropna())
        for view in (first, second)
    ]
    assert shown == [{1}, {-1}]


def test_forgetting_removes_folder_results_and_boxes_and_gives_the_memory_back(opened):
    opened.turn_to("overview").turn_to("own")
    root = opened.app.session_state[ROOT]
    kept = [
        weakref.ref(one)
        for group in opened.app.session_state[RESULTS].values()
        for one in group.values()
        if hasattr(one, "__weakref__")
    ]
    assert root.is_dir() and kept
    press(opened, "Forget everything")
    assert not root.exists()
    assert step(opened, 1) == "none yet"
    assert ROOT not in opened.app.session_state and RESULTS not in opened.app.session_state
    for page in PAGES:
        opened.turn_to(page).check_runs()
    gc.collect()
    assert [one() for one in kept if one() is not None] == []


def test_a_demo_forgets_it_after_the_time_without_use(open_page, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_DEMO", "1")
    view = give(open_page("own"), make_zip(builders.make_smallest(tmp_path / "made")), "river.zip")
    root = view.app.session_state[ROOT]
    _leave(view, 29)
    assert root.is_dir() and FORGOTTEN not in view.messages
    _leave(view, 31)
    assert not root.exists() and FORGOTTEN in view.messages
    assert step(view, 1) == "none yet"


def test_a_folder_that_is_gone_is_said_and_no_page_fails(opened):
    shutil.rmtree(opened.app.session_state[ROOT])
    opened.turn_to("overview").check_runs()
    assert any(LOST in said for said in opened.warnings)
    assert ROOT not in opened.app.session_state
    opened.turn_to("own").check_runs()
    assert not any(LOST in said for said in opened.warnings)
    assert press(opened, "Open 60 statements").app.session_state[ROOT].is_dir()


def test_no_link_to_it_is_offered_and_its_citation_and_archive_name_no_address(opened):
    opened.turn_to("overview")
    opened.app.session_state["share"] = True
    opened.app.run()
    opened.check_runs()
    assert PRIVATE in opened.messages and not opened.app.code
    opened.app.button_group(key="share_part").set_value("Citation").run()
    (cited,) = opened.app.code
    assert "http" not in cited.value


def test_its_archive_names_no_link_and_rebuilds_to_the_same_numbers_and_its_zip_gives_a_report(
    opened, monkeypatch, tmp_path
):
    calls = []

    def keep(function, *given, **named):
        call = partial(function, *given, **named)
        calls.extend([call] if function is build_archive else [])
        return call

    monkeypatch.setattr("stance.ui.parts.share.partial", keep)
    opened.turn_to("overview")
    opened.app.session_state["share"] = True
    opened.app.run()
    opened.app.button_group(key="share_part").set_value("Everything").run()
    opened.check_runs()
    path = tmp_path / "view.zip"
    path.write_bytes(calls[-1]())
    made = rebuild(path)
    assert made.comparison["cells"].sum() > 100 and made.comparison["different"].sum() == 0
    assert not made.comparison["trouble"].any() and not made.files["trouble"].any()
    with zipfile.ZipFile(path) as archive:
        assert "link          none" in archive.read("README.txt").decode()
    folder = opened.app.session_state[ROOT] / opened.app.selectbox(key="dossier").value
    dossier = load_dossier(folder)
    assert dossier.codebook.title in write_report(dossier, make_no_scores(), day=date(2026, 1, 1))


def test_the_log_holds_nothing_of_what_its_visitor_named(opened, heard):
    opened.turn_to("positions")
    views = [run.view for run in heard.runs if run.view]
    assert all("%D0" not in view and "own" not in view for view in views)
    assert describe_view is not None


def test_no_place_on_the_server_is_told_where_a_classifier_is_missing(opened):
    for page in ("score", "method"):
        opened.turn_to(page)
        said = " ".join([*opened.messages, *(read_markdown(one.value) for one in opened.app.sidebar.caption)])
        assert MENDED_HERE in said
        assert "memory" not in said and "python -m" not in said


def test_a_training_is_begun_shown_and_its_refusal_told(opened, monkeypatch):
    from stance.classifier import apart
    from stance.ui.pages.own import training

    class Waiting:
        returncode = 1

        def __init__(self):
            self.over = False

        def poll(self):
            return 1 if self.over else None

    def start(folder, said):
        said.write_text("cross-fitting:  40%|##  | 2/5 [0:1<]")
        return apart.Training(folder, Waiting(), said)

    monkeypatch.setattr(training, "start_training", start)
    monkeypatch.setattr(training, "refuse_few", lambda _: None)
    press(opened, "Train a classifier")
    running = opened.app.session_state[DOSSIER_KEPT].training
    assert [bar.proto.value for bar in opened.app.get("progress")] == [20]
    running.said.write_text("refused: It has 2 that are coded.")
    running.process.over = True
    opened.app.run()
    opened.check_runs()
    opened.app.run()
    assert opened.app.session_state[DOSSIER_KEPT].training is None


def test_too_few_codes_are_refused_before_anything_is_begun(opened):
    press(opened, "Train a classifier")
    assert any(
        f"has 60 statements that are coded; a classifier needs at least {LEAST_CODED.amount}" in error
        for error in opened.errors
    )
    assert opened.app.session_state[DOSSIER_KEPT].training is None


def test_a_demo_trains_on_small_dossiers_alone(opened, monkeypatch):
    from dataclasses import replace

    from stance.ui.pages.own import training

    monkeypatch.setenv("STANCE_DEMO", "1")
    monkeypatch.setattr(training, "refuse_few", lambda _: None)
    monkeypatch.setattr(training, "DEMO_TRAINED", replace(DEMO_TRAINED, most=59))
    press(opened, "Train a classifier")
    assert any("has 60 statements; a public demo trains on at most 59 statements" in error for error in opened.errors)
