"""A dossier as static pages that any web server or file host carries: an address for every topic, actor, event and statement.

Belongs here: which pages there are, what stands on each, and writing them. Not here: what is found, words for it, pictures.
"""

from stance.site.addresses import locate_page
from stance.site.baking import Baked, bake_site

__all__ = ["Baked", "bake_site", "locate_page"]
