"""How much must be coded before a classifier is trained at all.

Belongs here: the refusal of too little, which pages ask before they begin. Not here: the numbers (`stance.limits`), training (`releasing`).
"""

from stance.dossier.loading import Dossier
from stance.errors import ModelError
from stance.limits import LEAST_CODED, LEAST_CODED_SOURCES


def refuse_few(dossier: Dossier) -> None:
    """Raises ModelError where too few statements are coded, or those of too few sources, and says what is missing of each.

    How the least was chosen: docs/decisions/few.md.
    """
    coded = dossier.statements[dossier.statements["coded"]]
    counts = ((LEAST_CODED, len(coded)), (LEAST_CODED_SOURCES, coded["source"].nunique()))
    said = [". ".join(limit.refuse(found)) for limit, found in counts if found < limit.most]
    if said:
        raise ModelError(f"'{dossier.slug}' {'. It '.join(said)}.")
