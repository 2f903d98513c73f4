"""An archive of a view: its findings and rows, the dossier and scores they come from, how to cite and how to rebuild it.

Belongs here: what the archive holds, which of it can be made again, and the checksums of the rest. Not here: its README
(see `readme`), reading it back (see `rebuilding`).
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from stance import __version__
from stance.dossier.citation import cite, write_bibtex, write_csl
from stance.dossier.loading import TABLES, Dossier
from stance.dossier.outputs import refuse_large
from stance.dossier.scores import guard_scores
from stance.dossier.spellings import CSV, PARQUET
from stance.dossier.tables import to_csv_bytes
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.export.findings import FILE as FINDINGS
from stance.export.findings import write_findings, write_tables
from stance.export.readme import FILE as README
from stance.export.readme import write_readme
from stance.export.rows import NAMES, build_tables
from stance.export.view import FILE, Origin, write_view

DOSSIER_FILES = (
    "codebook.toml",
    *(f"{name}{CSV}" for name in TABLES),
    "README.md",
    "datapackage.json",
    "reference.toml",
    *(f"{name}{PARQUET}" for name in TABLES),
)
SCORES, SUMS = "models/scores.csv", "SHA256SUMS"
ROWS = {name: f"rows/{name}.csv" for name in NAMES}
BIBTEX, CSL = "CITATION.bib", "CITATION.json"
PAPERS = (README, BIBTEX, CSL)
OLDEST = (1980, 1, 1, 0, 0, 0)


def build_archive(
    dossier: Dossier, scores: pd.DataFrame, view: View, *, exhibits: Sequence[Exhibit], url: str, day: date
) -> bytes:
    """The zip of a view; the same bytes for the same arguments.

    `exhibits` are those that the page showed, the one that names it first; `url` is the link to it, "" for none; `day` is
    that of the export. Raises UsageError where the dossier is too large.
    """
    refuse_large(len(dossier.statements), "an archive")
    finding = exhibits[0].title if exhibits else ""
    origin = Origin(__version__, dossier.slug, dossier.data_hash, url, day, finding)
    files = {f"dossier/{name}": (dossier.folder / name) for name in DOSSIER_FILES}
    kept = {name: path.read_bytes() for name, path in files.items() if path.is_file()}
    kept |= write_tables(exhibits)
    kept |= {
        FINDINGS: write_findings(exhibits).encode(),
        SCORES: to_csv_bytes(guard_scores(scores), guard=False),
        FILE: write_view(origin, view),
    }
    sums = write_sums({name: hashlib.sha256(content).hexdigest() for name, content in kept.items()})
    rows = {ROWS[name]: to_csv_bytes(table) for name, table in build_tables(dossier, scores, view).items()}
    return _zip_members(kept | rows | write_papers(dossier, view, origin, day) | {SUMS: sums})


def write_papers(dossier: Dossier, view: View, origin: Origin, day: date) -> dict[str, bytes]:
    """README and citations by file; all that they say comes from these arguments. `day` is that of the export."""
    named = replace(dossier, slug=origin.dossier)
    cited = cite(named, url=origin.url, title=origin.finding, day=day)
    citation = replace(cited, program_version=origin.program)
    texts = write_readme(named, view, citation), write_bibtex(citation), write_csl(citation)
    return {name: text.encode() for name, text in zip(PAPERS, texts, strict=True)}


def write_sums(sums: Mapping[str, str]) -> bytes:
    """SHA256SUMS of the files that are not made again (name to checksum), as `sha256sum -c` reads it."""
    return "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def _zip_members(members: dict[str, bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in sorted(members):
            member = zipfile.ZipInfo(name, OLDEST)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(member, members[name])
    return whole.getvalue()
