"""Where each page of a site lies, and the view of the dashboard that shows the same.

Belongs here: paths and addresses. Not here: what stands on a page.
"""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
LONGEST = 40


def name_file(name: str) -> str:
    """A file name of its own for an id: the id itself where it is plain, else its plain letters and eight digits of its hash.

    Only a name with a hash holds a point, so that no two ids share a name; none leads out of its folder.
    """
    if PLAIN.fullmatch(name):
        return name
    letters = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST]
    return f"{letters or 'id'}.{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def locate_page(kind: str, name: str) -> str:
    """The path of the page of a topic, actor, event or statement (`kind` is the name of its folder: "topics" and so on)."""
    return f"{kind}/{name_file(name)}.html"


@dataclass(frozen=True)
class Addresses:
    """Where the dashboard runs and where the site will lie, "" for not known.

    A link to the dashboard does not name the data that the page has: else every page changed with any cell of a dossier.
    """

    live: str = ""
    site: str = ""
    dossier: str = ""

    def find_view(self, page: str, **chosen: str) -> str:
        """The address of a page of the dashboard with these choices; "" where no dashboard is known."""
        if not self.live:
            return ""
        return f"{self.live.rstrip('/')}/{page}?{urlencode({'dossier': self.dossier, **chosen})}"

    def find_page(self, path: str) -> str:
        """The whole address of a file of the site; "" where it is not known where the site will lie."""
        return f"{self.site.rstrip('/')}/{quote(path)}" if self.site else ""
