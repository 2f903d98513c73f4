"""The command that makes a new dossier, and the steps that come after it."""

import argparse
import os
import shlex
from datetime import date
from pathlib import Path

from stance.dossier.commands import write_command
from stance.dossier.loading import DATA
from stance.settings import DATA as STANCE_DATA
from stance.settings import read_folders

STEPS = """Made {folder}: {files}.
Next:
1. In codebook.toml name the sides, and write the question and the two poles of each topic.
2. In statements.csv write your own rows in place of the two examples: one row is what one actor said on one day, with its source.
   Leave a code empty where the statement does not speak to the topic, or where no one has coded it yet.
3. Run: {validate}
   When it says that the dossier is sound, open the dashboard{how} and choose it at the top of the side bar."""


def init(options: argparse.Namespace) -> None:
    """Makes a new dossier in an empty folder: a codebook with explanations, a table with two examples, a data sheet."""
    from stance.dossier.starting import TOPIC, start_dossier

    folder = options.folder.absolute()
    files = start_dossier(folder, options.title, options.topic or [TOPIC], day=date.today())
    print(
        STEPS.format(
            folder=folder,
            files=", ".join(files),
            validate=write_command("validate", folder),
            how=_explain_opening(folder),
        )
    )


def _explain_opening(folder: Path) -> str:
    """How the dashboard has to be started to find the dossier, "" where it finds it anyway."""
    roots = [one.resolve() for one in (DATA, *read_folders())]
    if folder.parent.resolve() in roots:
        return ""
    named = os.pathsep.join(map(str, [*read_folders(), folder.parent]))
    return f" ({STANCE_DATA}={shlex.quote(named)} streamlit run dashboard.py)"
