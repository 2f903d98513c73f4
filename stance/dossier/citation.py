"""How to cite a dossier, or a view of it: in words, for BibTeX, and as CSL-JSON for reference managers.

Belongs here: who, what, which version, and the three forms of it. Not here: what a view shows, or where it is offered.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stance import __version__
from stance.dossier.loading import Dossier
from stance.dossier.package import Entry, read_package
from stance.settings import describe_reach

PROGRAM = "Stance tracker"
LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
UNSAFE_IN_URL = re.compile(r"[\s{}\\^~<>\"]")


@dataclass(frozen=True)
class Citation:
    """What is cited: a dossier in one version; `finding` and `url` name a view of it, "" for the whole; `accessed` is None where each reader adds the day. `program_version` is that of
    the program that made the numbers."""

    key: str
    title: str
    authors: tuple[str, ...]
    licence: str
    codebook_version: str
    coded_by: str
    data_hash: str
    finding: str
    url: str
    issued: date
    accessed: date | None
    program_version: str = __version__

    @property
    def version(self) -> str:
        """The versions of codebook and data, in words."""
        return f"codebook version {self.codebook_version}, data {self.data_hash}"

    @property
    def reach(self) -> str:
        """For whom the link works, as a clause, where that is not everyone; "" where it is, or there is none."""
        found = describe_reach(self.url)
        return f"this link works {found}" if found else ""


def cite(dossier: Dossier, *, url: str = "", title: str = "", day: date) -> Citation:
    """The citation of a dossier as it was seen on `day`; `title` is the finding of a view and `url` its link.

    Authors, licence and day of issue come from datapackage.json. Where it names none, the authors are the curators of
    the dossier, the licence is "" and the day of issue is `day`.
    """
    package = read_package(dossier.folder)
    return Citation(
        key=_make_key(dossier),
        title=_join_words(dossier.codebook.title),
        authors=tuple(_list_texts(package.contributors, "title")) or (f"The curators of {dossier.slug}",),
        licence="; ".join(_list_texts(package.licenses, "name", "title")),
        codebook_version=_join_words(dossier.codebook.version),
        coded_by=dossier.codebook.coded_by,
        data_hash=dossier.data_hash,
        finding=_join_words(title),
        url=url.strip(),
        issued=package.created or day,
        accessed=day,
    )


def _make_key(dossier: Dossier) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", dossier.slug).strip("-")
    return f"{plain or 'dossier'}-{dossier.data_hash}"


def _join_words(text: str) -> str:
    return " ".join(text.split())


def _list_texts(entries: Iterable[Entry], *keys: str) -> list[str]:
    """Of each entry, the text under the first of the keys that holds one."""
    texts = [[_join_words(entry[key]) for key in keys if key in entry] for entry in entries]
    return [found[0] for found in (list(filter(None, text)) for text in texts) if found]


def write_plain(citation: Citation) -> str:
    """The citation as one paragraph."""
    day = f"{citation.accessed.day} {citation.accessed:%B %Y}" if citation.accessed else ""
    parts = [
        f"{', '.join(citation.authors)} ({citation.issued.year}). {citation.title} [Data set].",
        f"{citation.version[0].upper()}{citation.version[1:]}.",
        citation.coded_by,
        f"“{citation.finding}.”" if citation.finding else "",
        f"Made with {PROGRAM} {citation.program_version}.",
        _write_access(citation, day),
        f"Licence: {citation.licence}." if citation.licence else "",
    ]
    return " ".join(filter(None, parts))


def _write_access(citation: Citation, day: str) -> str:
    """The address with its reach and the day of access, as far as they are known."""
    accessed = f"accessed {day}" if day else ""
    if not citation.url:
        return f"Accessed {day}." if day else ""
    known = "; ".join(filter(None, [citation.reach, accessed]))
    return f"{citation.url} ({known})." if known else f"{citation.url}."


def write_bibtex(citation: Citation) -> str:
    """The citation as a BibTeX entry; every field may stand in LaTeX as it is, unicode is kept."""
    fields = {
        "author": " and ".join(f"{{{_escape_latex(author)}}}" for author in citation.authors),
        "title": f"{{{_escape_latex(citation.title)}}}",
        "year": str(citation.issued.year),
        "version": _escape_latex(citation.version),
        "howpublished": "Data set",
        "publisher": PROGRAM,
        "note": _escape_latex(_write_note(citation)),
        "url": UNSAFE_IN_URL.sub(_quote_sign, citation.url),
        "urldate": citation.accessed.isoformat() if citation.url and citation.accessed else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{citation.key},", *lines, "}", ""])


def _escape_latex(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in text)


def _quote_sign(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _write_note(citation: Citation) -> str:
    finding = f"Finding: “{citation.finding}”. " if citation.finding else ""
    licence = f" Licence: {citation.licence}." if citation.licence else ""
    made = f"{citation.version[0].upper()}{citation.version[1:]}, made with {PROGRAM} {citation.program_version}."
    codes = f" {citation.coded_by}" if citation.coded_by else ""
    reach = f" {citation.reach.capitalize()}." if citation.reach else ""
    return f"{finding}{made}{codes}{licence}{reach}"


def write_csl(citation: Citation) -> str:
    """The citation as CSL-JSON: a list of one item of the type dataset."""
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": author} for author in citation.authors],
        "version": citation.version,
        "issued": _write_date(citation.issued),
        "accessed": _write_date(citation.accessed) if citation.accessed else None,
        "publisher": PROGRAM,
        "URL": citation.url,
        "note": _write_note(citation),
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def _write_date(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}
