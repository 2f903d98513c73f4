"""Templates: every text is escaped, a name that is not there is an error.

Belongs here: how templates are loaded, and what every one of them can use. Not here: any page.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stance.formats import format_count
from stance.markup.sheets import lay_out_table

SHARED = Path(__file__).parent / "templates"


def load_templates(folder: Path, functions: Mapping[str, Callable]) -> Environment:
    """The templates in a folder, and the shared ones; all of them can call `functions` by name."""
    templates = Environment(
        loader=FileSystemLoader([folder, SHARED]),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
    )  # fmt: skip
    templates.filters |= {"sheet": lay_out_table}
    templates.globals |= {"count": format_count, **functions}
    return templates
