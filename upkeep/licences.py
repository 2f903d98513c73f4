"""The licences of all packages that the dashboard needs: prints those that are not allowed; with --write makes docs/licences.md.

Run as `python -m upkeep.licences`; ends with 1 where a package has a licence that is neither allowed nor an exception with a reason.
"""

import json
import re
import subprocess
import sys

from packaging.utils import canonicalize_name

from upkeep.packages import ROOT, list_needed

DOCUMENT = ROOT / "docs" / "licences.md"
# What a licence may be called, in any case; where a package may be used under one or under another, one of them is enough.
ALLOWED = re.compile(
    r"(0bsd|apache( software)?( license)?([ -]2\.0)?|(3-clause |new )?bsd([ -][23]-clause)?( license)?|cc0-1\.0|isc( license)?( \(iscl\))?|mit(-0|-cmu)?( license)?"
    r"|mozilla public license 2\.0 \(mpl 2\.0\)|mpl-2\.0|psf-2\.0|python software foundation license|zlib)",
    re.IGNORECASE,
)
EXCEPTIONS = {
    "krippendorff": "GPL, version 3 or later: installed beside this program and not part of it. Who passes both on as one work does so under the GPL.",
}
HEAD = """# Licences

The packages that the dashboard needs to run, with all that they need in turn, and the licences that they state. Made by
`make licences`; `make check` refuses a licence that is neither allowed there nor an exception with a reason. Tools of the tests are
not among them: nothing of them is passed on.

| package | licence | note |
| --- | --- | --- |
"""


def read_licences() -> dict[str, str]:
    """The licence of every needed package as the package states it, by name, in order."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--with-system"]
    done = subprocess.run([*command, "--packages", *list_needed()], capture_output=True, text=True, check=True)
    found = {
        str(canonicalize_name(one["Name"])): one["License"].strip().splitlines()[0] for one in json.loads(done.stdout)
    }
    return {name: found.get(name, "not stated") for name in list_needed()}


def is_allowed(licence: str) -> bool:
    """Whether each part of a licence is allowed, of those that stand for choice ("A OR B") one."""
    plain = re.sub(r"\(([^()]* OR [^()]*)\)", r"\1", licence)
    parts = re.split(r"\s+AND\s+|;\s*", plain)
    return all(any(ALLOWED.fullmatch(one.strip()) for one in part.split(" OR ")) for part in parts)


def list_refused(licences: dict[str, str]) -> list[str]:
    """A line for each package whose licence is neither allowed nor an exception."""
    refused = {
        name: licence for name, licence in licences.items() if name not in EXCEPTIONS and not is_allowed(licence)
    }
    return [
        f"{name}: {licence} is not allowed. Take another package, or name it in EXCEPTIONS of upkeep/licences.py."
        for name, licence in refused.items()
    ]


def write_document(licences: dict[str, str]) -> str:
    """docs/licences.md."""
    return HEAD + "".join(
        f"| {name} | {licence} | {EXCEPTIONS.get(name, '')} |\n" for name, licence in licences.items()
    )


def main() -> int:
    """Checks or writes; returns 1 where a licence is refused."""
    licences = read_licences()
    if "--write" in sys.argv[1:]:
        DOCUMENT.write_text(write_document(licences), encoding="utf-8")
    refused = list_refused(licences)
    print("\n".join(refused) or f"{len(licences)} packages, every licence allowed or explained in docs/licences.md.")
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main())
