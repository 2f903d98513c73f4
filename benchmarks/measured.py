"""A command run in a small process of its own, and what it took: seconds, seconds of the processor, memory at its peak.

Linux counts the memory of the process that starts a command to the command's peak; hence the small one between.
"""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

START = """
import resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.monotonic() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode)
print(((done.stderr or done.stdout).decode(errors="replace").strip().splitlines() or [""])[-1])
"""


class Used(NamedTuple):
    """Seconds by the clock and of the processor, MB of the largest process at its peak, the exit code, the last line that was said."""

    seconds: float
    processor: float
    peak: float
    code: int
    said: str


def run_measured(command: Sequence[str], *, timeout: float | None = None, env: Mapping[str, str] | None = None) -> Used:
    """What a command took, with all that it started and waited for; raises TimeoutExpired after `timeout` seconds."""
    small = [sys.executable, "-S", "-c", START, *command]
    done = subprocess.run(small, capture_output=True, text=True, check=True, timeout=timeout, env=env)
    numbers, _, said = done.stdout.partition("\n")
    seconds, processor, peak, code = numbers.split()
    return Used(float(seconds), float(processor), int(peak) / 1_000, int(code), said.strip())
