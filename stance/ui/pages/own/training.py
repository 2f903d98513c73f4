"""A classifier for a dossier of one's own, trained in a process of its own while its reader goes on.

Belongs here: whether it may be trained here, how far it is, what came of it. Not here: the process (`stance.classifier.apart`), the
measures (`stance.wording.advice`).
"""

from pathlib import Path

import streamlit as st

from stance.classifier.apart import start_training
from stance.classifier.cards import load_card
from stance.classifier.least import refuse_few
from stance.dossier.loading import Dossier, find_models
from stance.errors import ModelError, UsageError
from stance.formats import escape_markdown
from stance.limits import DEMO_TRAINED
from stance.settings import read_settings
from stance.ui.frame import shown_errors
from stance.ui.loaded import fetch_dossier
from stance.ui.pages.own.ground import Work, current_work, name_widget
from stance.ui.private import mend_words
from stance.wording.advice import describe_advice

LOOK_SECONDS = 2
ABOUT = (
    "So far the numbers come from your codes alone. A classifier that is trained on them can score the statements that have none, and shows "
    "where it disagrees with a code. It is measured on statements that it has not seen, beside the mean of the side, which reads nothing."
)
RUNNING = "Training for {seconds:.0f} seconds, {done:.0%} done. You can go to other pages meanwhile; it ends if you close or reload this tab."


def show_training(work: Work, folder: Path) -> None:
    """What the classifier of a dossier is worth, or a button that trains one, or how far that is."""
    with shown_errors(f"training_{folder.name}"):
        dossier = fetch_dossier(folder)
        if work.training and work.training.folder == folder:
            _show_progress(folder.name)
        else:
            _show_classifier(work, dossier)


def _show_classifier(work: Work, dossier: Dossier) -> None:
    try:
        card = load_card(find_models(dossier.folder), dossier)
    except ModelError:
        st.caption(ABOUT)
        label = "Train a classifier"
    else:
        st.markdown("**Its classifier**")
        st.markdown(describe_advice(card, dossier.codebook))
        label = "Train it again"
    if st.button(label, key=name_widget(f"train_{dossier.slug}")):
        begin(work, dossier)
        st.rerun()


def begin(work: Work, dossier: Dossier) -> None:
    """Starts the training of a dossier; raises ModelError or UsageError where it is refused, or another one runs."""
    check_trainable(dossier)
    if work.training and not work.training.is_over:
        raise UsageError("Your other dossier is being trained. Wait until that is done.")
    work.training = start_training(dossier.folder, dossier.folder.parent / "training.txt")


def check_trainable(dossier: Dossier) -> None:
    """Raises ModelError where too little is coded, UsageError where a dossier is too large to be trained in a public demo."""
    refuse_few(dossier)
    if read_settings().is_demo and len(dossier.statements) > DEMO_TRAINED.most:
        trouble, remedy = DEMO_TRAINED.refuse(len(dossier.statements))
        raise UsageError(f"The dossier {trouble}. {remedy}.")


@st.fragment(run_every=LOOK_SECONDS)
def _show_progress(name: str) -> None:
    """How far the training is; once it is over, the whole page runs again. A clock of the page."""
    training = current_work().training
    if training is None:
        st.rerun()
        return
    if training.is_over:
        finish(current_work())
        st.rerun()
    st.progress(training.done, text=RUNNING.format(seconds=training.seconds, done=training.done))
    if st.button("Stop", key=name_widget(f"stop_{name}")):
        training.stop()
        current_work().training = None
        st.rerun()


def finish(work: Work) -> None:
    """Takes the training that is over out of the work and keeps why it failed, where it did."""
    if work.training:
        work.answers["training_trouble"] = work.training.trouble
        work.training = None


def show_trouble(work: Work) -> None:
    """Why the last training made no classifier, once."""
    if trouble := work.answers.pop("training_trouble", ""):
        st.warning(escape_markdown(mend_words(trouble)))
