"""How far coders have come, and how far they agree so far.

Belongs here: counts of what stands in the store; agreement is measured where it is everywhere (`estimates/agreement`). Not here: which statements
differ (`settling`).
"""

import pandas as pd

from stance.coding.entries import ADJUDICATION, CODING
from stance.coding.store import Store
from stance.dossier.loading import Dossier
from stance.estimates.agreement import measure_agreement

DRAWS = 200


def read_standing(store: Store, dossier: Dossier) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What stands of codings and of adjudications (`Store.read_current`), of the statements that the dossier has."""
    topics, known = dossier.codebook.topic_ids, dossier.statements["statement"]
    frames = (store.read_current(dossier.slug, topics, purpose=purpose) for purpose in (CODING, ADJUDICATION))
    coded, settled = (rows[rows["statement"].isin(known)].reset_index(drop=True) for rows in frames)
    return coded, settled


def count_codings(current: pd.DataFrame) -> pd.DataFrame:
    """One row a coder, those with most first: coder, coded, unsure (numbers of statements), last (the time of the last one, UTC)."""
    grouped = current.groupby("coder")
    counts = pd.DataFrame({"coded": grouped.size(), "unsure": grouped["unsure"].sum(), "last": grouped["at"].max()})
    return counts.reset_index().sort_values(["coded", "coder"], ascending=[False, True], ignore_index=True)


def measure_pairs(current: pd.DataFrame, dossier: Dossier) -> pd.DataFrame:
    """`measure_agreement` of what stands, with intervals from drawing sources; pairs without a statement in common are left out."""
    sources = dossier.statements.set_index("statement")["source"]
    found = measure_agreement(current, dossier.codebook, sources, draws=DRAWS)
    return found[found["statements"] > 0].reset_index(drop=True)
