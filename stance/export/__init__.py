"""A view as files: its tables, an archive that rebuilds them, and the comparison of the two.

Belongs here: what a download holds, and reading it back. Not here: the estimates, citations, download buttons.
"""

from stance.estimates.view import View
from stance.export.archive import build_archive
from stance.export.rebuilding import Rebuilt, rebuild, refuse_differences, write_comparison
from stance.export.rows import build_tables
from stance.export.view import from_json, to_json

__all__ = [
    "Rebuilt",
    "View",
    "build_archive",
    "build_tables",
    "from_json",
    "rebuild",
    "refuse_differences",
    "to_json",
    "write_comparison",
]
