"""One act of coding: who gave a statement which codes, when, by which codebook.

Belongs here: the act as a value, and codings as rows of a table. Not here: where acts are kept (`store`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal["coding", "adjudication", "validation"]
CODING: Purpose = "coding"
ADJUDICATION: Purpose = "adjudication"
VALIDATION: Purpose = "validation"
PURPOSES: tuple[Purpose, ...] = (CODING, ADJUDICATION, VALIDATION)


@dataclass(frozen=True)
class Entry:
    """A coder's codes of one statement: by topic, None where it does not speak to the topic; every topic of the codebook is there.

    purpose: "coding" (a coder's own, blind), "adjudication" (the final code after a comparison), "validation" (a drawn sample, coded
    blind to check the record). codebook: its version. control: it was drawn at random from what is uncoded, so that such acts tell of
    all of it; aided: the coder had the classifier's reading on the page. withdrawn: the act takes the coder's former one of this statement and purpose
    back and gives none.
    """

    dossier: str
    codebook: str
    statement: str
    coder: str
    codes: Mapping[str, int | None] = field(default_factory=dict)
    purpose: Purpose = CODING
    unsure: bool = False
    note: str = ""
    withdrawn: bool = False
    control: bool = False
    aided: bool = False
