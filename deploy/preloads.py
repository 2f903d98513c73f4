"""The framework's scripts that the first page needs and its index.html does not name: a browser that is told of them fetches them while
it still reads the others, not once the first script has run, opened a websocket and been told what to draw.

Belongs here: which scripts. Not here: how a browser is told (deploy/site.py).
"""

import re
from pathlib import Path

FIRST = ("PlotlyChart", "Selectbox", "Multiselect", "ButtonGroup", "Slider", "Radio", "Html")
IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')
HEAD = 20_000  # characters of a script in which its imports stand


def list_preloads(framework: Path) -> list[str]:
    """The addresses of the scripts of what the overview draws first, each before what it imports, the chart's first.

    Raises FileNotFoundError where the framework has no script of one of the names.
    """
    scripts, page = framework / "static" / "js", (framework / "index.html").read_text(encoding="utf-8")
    wanted = [_find_script(scripts, name) for name in FIRST]
    for name in wanted:  # grows as imports are found
        head = (scripts / name).read_text(encoding="utf-8")[:HEAD]
        wanted += [one for one in dict.fromkeys(IMPORTED.findall(head)) if one not in wanted]
    return [f"/static/js/{name}" for name in wanted if name not in page]


def _find_script(scripts: Path, name: str) -> str:
    found = sorted(path.name for path in scripts.glob(f"{name}.*.js"))
    if len(found) != 1:
        raise FileNotFoundError(f"The framework has {len(found)} scripts {name}.*.js, not one: {scripts}")
    return found[0]


def write_preloads(framework: Path) -> str:
    """The value of the header Link that names them."""
    return ", ".join(f"<{address}>; rel=modulepreload; crossorigin" for address in list_preloads(framework))
