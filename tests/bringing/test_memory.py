"""The largest and the most hostile files are refused within a bound of memory that the system itself holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOM_MB = 400
PROGRAM = """
import ctypes, json, re, resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from bringing import hostile, large
from stance.bringing.reading import read_sheet
from stance.errors import StanceError

def bound(megabytes):
    ctypes.CDLL(None).malloc_trim(0)
    used = int(re.search(r"VmData:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (used + megabytes * 1_000_000, resource.RLIM_INFINITY))

def attempt(content):
    try:
        return f"read {len(read_sheet(content, 'a').rows)}"
    except (StanceError, MemoryError) as error:
        return getattr(error, "brief", "no memory left")

attempt(hostile.make_plain_book(hostile.HEADER, hostile.BODY)), attempt(hostile.write_parquet())
said = {}
for name, make in large.FILES.items():
    content = make()
    bound(int(sys.argv[1]))
    said[name] = attempt(content)
    resource.setrlimit(resource.RLIMIT_DATA, (resource.RLIM_INFINITY,) * 2)
bound(int(sys.argv[1]))
try:
    said["the bound itself"] = str(len(bytes(int(sys.argv[1]) * 1_100_000)))
except MemoryError:
    said["the bound itself"] = "no memory left"
print(json.dumps(said))
"""
EXPECTED = {
    "a million rows of CSV": "has more than 100,000 rows. Split the table",
    "a million rows": "has more than 100,000 rows. Split the table",
    "a cell of 50 MB": "row 2, column A: holds a cell of more than 100,000 characters",
    "a shared text of 50 MB": "holds a cell of more than 100,000 characters",
    "a line of 25 MB": "is a line of more than 1,000,000 characters",
    "elements without end": "holds more elements than a table needs",
    "rows without end": "holds more rows than a sheet has",
    "a tag without end": "holds a tag that does not end",
    "a row far below": "read 1",
    "a long directory": "is not a zip that can be read",
    "half a million texts": "read 1",
    "the bound itself": "no memory left",
}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    command = [sys.executable, "-c", PROGRAM, str(ROOM_MB)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_a_file_that_would_take_the_machine_down_gets_a_sentence_instead(said):
    assert set(said) == set(EXPECTED)
    assert [(name, said[name]) for name, sentence in EXPECTED.items() if sentence not in said[name]] == []
