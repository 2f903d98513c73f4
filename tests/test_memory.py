"""Memory that is not needed any more goes back to the system, and one heap serves all."""

import subprocess
import sys

HELD = """
import psutil
from stance.memory import give_back
own = psutil.Process()
texts = [bytes(2_000) for _ in range(50_000)]
last = bytes(2_000)  # keeps the end of the heap
full = own.memory_info().rss
del texts
before = own.memory_info().rss
give_back()
print(full - before, full - own.memory_info().rss)
"""
HEAP = """
import pyarrow as pa
from stance.memory import use_one_heap
use_one_heap()
print(pa.default_memory_pool().backend_name)
"""


def run_alone(script: str) -> list[str]:
    """The words that a script prints in a process of its own."""
    return subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout.split()


def test_freed_memory_goes_back_to_the_system():
    by_itself, asked = map(int, run_alone(HELD))
    assert by_itself < 50_000_000 < 80_000_000 < asked


def test_arrow_takes_memory_from_the_heap_of_the_process():
    assert run_alone(HEAP) == ["system"]
