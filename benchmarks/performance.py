"""The page docs/performance.md: what all benchmarks found, on which machine, and when.

Belongs here: the form of that page. Not here: running benchmarks (`benchmarks.__main__`).
"""

import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.figures import Figure, write_table
from benchmarks.servers import ROOT

PAGE = ROOT / "docs" / "performance.md"
PACKAGES = ("streamlit", "plotly", "pandas", "numpy", "scikit-learn", "pyarrow")
HEAD = """# Performance

Written by `make bench`; the command above a table measures it again alone. A baseline was measured in the same run.
One machine and one run: times of another machine differ, ratios less so.
"""


@dataclass(frozen=True)
class Outcome:
    """What a benchmark found, asked for `settings`, and the seconds it took; `failure` says why it found nothing, else ""."""

    name: str
    settings: Mapping[str, int]
    figures: Sequence[Figure]
    failure: str
    seconds: float

    @property
    def command(self) -> str:
        """The command that measures it again."""
        words = [f"--{name} {value}" for name, value in self.settings.items()]
        return " ".join(["python -m benchmarks." + self.name, *words])

    @property
    def met(self) -> bool:
        """Whether it ran and every goal is met."""
        return not self.failure and all(figure.met for figure in self.figures)


def write_page(outcomes: Iterable[Outcome]) -> str:
    """The page in Markdown."""
    return "\n".join([HEAD, describe_machine(), *map(_write_part, outcomes)])


def _write_part(outcome: Outcome) -> str:
    found = f"**It failed:** {outcome.failure}" if outcome.failure else write_table(outcome.figures)
    return f"\n## {outcome.name}\n\n`{outcome.command}` ({outcome.seconds:.0f} s)\n\n{found}\n"


def describe_machine() -> str:
    """Date, processor, memory and versions, as a sentence or two."""
    packages = ", ".join(f"{one} {version(one)}" for one in PACKAGES)
    gigabytes = psutil.virtual_memory().total / 1e9
    return (
        f"Measured on {time.strftime('%d %B %Y', time.gmtime())}: {psutil.cpu_count()} processors "
        f"({find_processor()}), {gigabytes:.0f} GB of memory, {platform.system()}, Python {platform.python_version()}, {packages}."
    )


def find_processor() -> str:
    """The name of the processor, as the system tells it; its kind where it tells none."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
