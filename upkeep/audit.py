"""Asks pip-audit for known faults of the packages that the dashboard needs; without a network it says so and lets the check go on.

Run as `python -m upkeep.audit`; ends with 1 where a package has a known fault.
"""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from upkeep.packages import list_needed

SECONDS = 45
OFFLINE = "not audited: offline, no list of known faults can be reached"


def ask_service() -> list[dict[str, Any]]:
    """What pip-audit found of each package; [] where no service of vulnerabilities answered in time."""
    pins = "\n".join(f"{name}=={version(name)}" for name in list_needed())
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / "needed.txt"
        wanted.write_text(pins, encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(wanted), "--disable-pip", "--no-deps"]
        command += ["--format", "json", "--progress-spinner", "off", "--timeout", "5"]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
            return json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return []


def describe_findings(found: list[dict[str, Any]]) -> tuple[list[str], int]:
    """What to print of a list of pip-audit's, and the exit code: 1 for a known fault, else 0."""
    asked = [one for one in found if "skip_reason" not in one]
    faults = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}"
        for one in asked
        for fault in one["vulns"]
    ]
    if not asked:
        return [OFFLINE], 0
    unknown = [f"not audited, unknown to the service: {one['name']}" for one in found if "skip_reason" in one]
    return [*faults, *unknown, f"{len(asked)} packages audited, {len(faults)} known faults."], int(bool(faults))


def main() -> int:
    """Prints the findings; returns the exit code."""
    lines, code = describe_findings(ask_service())
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
