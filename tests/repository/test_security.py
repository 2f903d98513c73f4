"""What SECURITY.md promises is so: its tests exist, tables have one writer, packages are audited, the network is shut out."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from upkeep import audit, licences, packages

from .test_project import ROOT, list_code, name_of, read

TESTS = ROOT / "tests"
WRITERS = ("to_csv", "to_excel", "ExcelWriter", "writerow", "writerows", "DictWriter", "Workbook")
# Where tables are written: the guarded writer, and that of workbooks; scores with guarded ids; the bytes of a hash, which no one opens.
HOMES = [
    "stance/bringing/writing.py: Workbook",
    "stance/classifier/cards.py: to_csv",
    "stance/classifier/storage.py: to_csv",
    "stance/dossier/tables.py: to_csv",
]


def test_every_test_that_the_threat_list_names_exists_and_every_threat_names_one():
    rows = [line for line in read(ROOT / "SECURITY.md").splitlines() if line.startswith("| ")][2:]
    assert len(rows) >= 15
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)`", row.split(" | ")[-1])
        assert named, row
        assert [name for name in named if not (TESTS / name).is_file()] == []


def _list_writers(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in WRITERS:
                yield f"{name_of(path)}: {name}"


def test_every_table_goes_through_the_writer_that_guards_formulas():
    product = [path for path in list_code() if not name_of(path).startswith(("benchmarks/", "upkeep/"))]
    assert sorted(one for path in product for one in _list_writers(path)) == HOMES
    required = read(ROOT / "requirements.txt")
    assert not re.search(r"xlsxwriter|xlwt|odfpy", required, re.IGNORECASE)


@pytest.mark.parametrize(("words", "address"), [((), "127.0.0.1"), (("ADDRESS=0.0.0.0",), "0.0.0.0")])
def test_make_run_listens_on_the_loopback_interface_unless_told_otherwise(words, address):
    done = subprocess.run(["make", "--dry-run", "run", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    assert f"streamlit run dashboard.py --server.address {address} " in done.stdout


@pytest.mark.parametrize("path", [".streamlit/secrets.toml", "roles.toml", "data/a/codings.db"])
def test_secrets_roles_and_codings_in_the_making_are_kept_out_of_the_repository(path):
    assert subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0
    assert subprocess.run(["git", "ls-files", "--error-unmatch", path], cwd=ROOT, capture_output=True).returncode != 0


def test_the_examples_of_secrets_hold_no_secret():
    found = re.findall(r'^(?:client_secret|cookie_secret) = "(.*)"', read(ROOT / "deploy/signing.md"), re.MULTILINE)
    assert len(found) >= 2
    assert [one for one in found if not re.fullmatch(r"[A-Z0-9 -]+", one)] == []


def test_no_line_of_the_program_that_logs_or_prints_knows_who_signed_in():
    knowing = [path for path in list_code() if re.search(r"\bst\.user\b|\bidentify\(|Person\b", read(path))]
    assert {name_of(path) for path in knowing} == {"stance/coding/persons.py", "stance/ui/signing.py"}
    assert [name_of(path) for path in knowing if re.search(r"logging|getLogger|logger|print\(", read(path))] == []


def test_every_required_package_is_in_the_list_of_licences():
    listed = re.findall(r"^\| ([\w-]+) \|", read(ROOT / "docs/licences.md"), re.MULTILINE)
    assert len(packages.list_required()) > 10
    assert set(packages.list_required()) - set(listed) == set()
    assert {"jinja2", "uvicorn", "certifi"} <= set(packages.list_needed()) <= {*listed, "colorama"}


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("BSD License", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0", False),
        ("UNKNOWN", False),
        ("not stated", False),
        ("Proprietary; MIT", False),
        ("MIT-like, but not", False),
    ],
)
def test_a_licence_is_allowed_by_each_of_its_parts(licence, allowed):
    assert licences.is_allowed(licence) is allowed
    refused = licences.list_refused({"some-package": licence})
    assert [line.split(":")[0] for line in refused] == ([] if allowed else ["some-package"])


def test_an_exception_is_one_with_a_reason_and_is_needed():
    assert all(len(reason) > 40 for reason in licences.EXCEPTIONS.values())
    assert set(licences.EXCEPTIONS) <= set(packages.list_needed())


SOUND = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
SKIPPED = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "lines", "code"),
    [
        ([], [audit.OFFLINE], 0),
        ([SKIPPED], [audit.OFFLINE], 0),
        ([SOUND], ["1 packages audited, 0 known faults."], 0),
        ([SOUND, FAULTY], ["b 2: PYSEC-1, mended in 2.1", "2 packages audited, 1 known faults."], 1),
        ([SOUND, SKIPPED], ["not audited, unknown to the service: c", "1 packages audited, 0 known faults."], 0),
    ],
)
def test_a_known_fault_fails_the_check_and_being_offline_does_not(found, lines, code):
    assert audit.describe_findings(found) == (lines, code)
