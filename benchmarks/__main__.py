"""Every benchmark of speed and hosting, one after the other, and what they found as docs/performance.md.

`python -m benchmarks [--quick] [--only load rerun] [--soak 1800]` runs each in a process of its own. One that fails is
said to have failed; the exit code is 1 then, and where a goal is missed. The page is written when all have run; with
`--quick` (a look whether they run, not for figures) and with `--only` it stays as it is.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence

from benchmarks.figures import write_table
from benchmarks.performance import PAGE, Outcome, write_page
from benchmarks.running import run_each
from stance.files import write_whole

QUICK: Mapping[str, Mapping[str, int]] = {  # every benchmark, in order, with what it is asked for in a quick run
    "interaction": {"runs": 2, "visits": 1},
    "rerun": {"runs": 2},
    "beside": {"runs": 1},
    "watching": {"count": 200},
    "load": {"visitors": 10, "seconds": 15},
    "soak": {"seconds": 20, "visitors": 5},
    "first_visit": {"visits": 1},
    "baked": {"visits": 1},
    "scale": {"rows": 9000},
    "million": {"statements": 20000},
}
SOAK = 120  # seconds; the goal is set for 1800


def choose_settings(name: str, *, quick: bool, soak: int) -> Mapping[str, int]:
    """What a benchmark is asked for."""
    if quick:
        return QUICK[name]
    return {"seconds": soak} if name == "soak" else {}


def report_outcome(outcome: Outcome) -> None:
    """Prints the table of a benchmark, or why there is none."""
    print(f"\n{outcome.command} ({outcome.seconds:.0f} s)\n", flush=True)
    print(f"FAILED: {outcome.failure}" if outcome.failure else write_table(outcome.figures), flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints every table and writes the page; exit code 1 where a benchmark failed or a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="little of each, and no page")
    parser.add_argument("--only", nargs="+", choices=QUICK, default=list(QUICK), help="these alone, and no page")
    parser.add_argument("--soak", type=int, default=SOAK, help="seconds that visitors come and go")
    options = parser.parse_args(arguments)
    outcomes = []
    for outcome in run_each(
        {name: choose_settings(name, quick=options.quick, soak=options.soak) for name in options.only}
    ):
        report_outcome(outcome)
        outcomes.append(outcome)
    if not options.quick and options.only == list(QUICK):
        write_whole(PAGE, write_page(outcomes).encode())
    return 0 if all(outcome.met for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
