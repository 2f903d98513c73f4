"""Fuzzes one target or all with atheris (coverage-guided); needs requirements-fuzz.txt (`make fuzz`).

Each input may take 10 seconds and 500 MB above what the program takes at its start. A finding is written to build/fuzz/ and
ends the run with another exit code than 0. Prints a table: target, inputs, seconds, findings.
"""

import argparse
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "fuzz"
NAMES = ("table", "codebook", "reference", "dossier", "archive", "card", "link", "score")
SECONDS_EACH, MB_EACH = 10, 500


def fuzz(name: str, seconds: int) -> None:
    """Runs one target in this process; never returns."""
    import atheris

    with atheris.instrument_imports(include=["stance"]):
        from benchmarks.fuzz.targets import TARGETS
    function, seed = TARGETS[name]
    corpus = FOLDER / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seed()):
        (corpus / f"seed-{number}").write_bytes(content)
        function(content)
    base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    limits = [f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={base + MB_EACH}", "-max_len=200000", "-print_final_stats=1"]
    where = [f"-max_total_time={seconds}", f"-artifact_prefix={FOLDER}/found-{name}-", str(corpus)]
    atheris.Setup([sys.argv[0], *limits, *where], function)
    atheris.Fuzz()


def run_apart(name: str, seconds: int) -> tuple[str, int, float, int]:
    """One target in a process of its own: its name, inputs tried, seconds, findings."""
    start, before = time.monotonic(), set(FOLDER.glob(f"found-{name}-*"))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz", name, "--seconds", str(seconds), "--here"],
        cwd=ROOT, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    tried = re.findall(r"number_of_executed_units:\s*(\d+)", done.stderr) or re.findall(r"#(\d+)\t", done.stderr)
    found = set(FOLDER.glob(f"found-{name}-*")) - before
    (FOLDER / f"{name}.log").write_text(done.stderr)
    return name, int(tried[-1]) if tried else 0, time.monotonic() - start, len(found) or int(done.returncode != 0)


def main() -> int:
    """Runs the named targets; returns 1 where one of them found anything."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], help="default: all")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if options.here:
        fuzz(options.targets[0], options.seconds)
    rows = [run_apart(name, options.seconds) for name in options.targets or NAMES]
    print(f"{'target':12}{'inputs':>10}{'seconds':>10}{'findings':>10}")
    for name, tried, seconds, found in rows:
        print(f"{name:12}{tried:>10,}{seconds:>10.0f}{found:>10}")
    return int(any(row[-1] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
