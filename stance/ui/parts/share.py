"""Share, cite, export: the link to a view, its citation, its pictures, and everything behind it as one archive."""

from datetime import UTC, date, datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from stance.classifier.storage import SCORES
from stance.dossier.citation import cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import Dossier, hash_files
from stance.export import View, build_archive
from stance.figures import frame_picture
from stance.formats import escape_markdown
from stance.ui.caches import fetch_scores, find_models
from stance.ui.frame import DRAWN, SUBTITLE, TITLE, is_dark

PARTS = ("Link", "Citation", "Picture", "Everything")
STAMP = "data"
FORMATS = {"Plain text": write_plain, "BibTeX": write_bibtex, "CSL-JSON": write_csl}
LANGUAGES = {"Plain text": None, "BibTeX": "latex", "CSL-JSON": "json"}
OLD = (
    "This link was made from other data (its stamp is {then}, that of the dossier and classifier here is {now}): numbers may "
    "differ from those that were seen. An archive that was exported with the link still holds them."
)


def stamp_data(dossier: Dossier) -> str:
    """What a link carries of the data: the hash of the dossier, and six digits of that of the classifier's scores."""
    return f"{dossier.data_hash}-{hash_files([find_models(dossier) / SCORES])[:6]}"


def warn_of_change(dossier: Dossier) -> None:
    """A warning where the link of this run was made from other data."""
    then, now = st.query_params.get(STAMP, ""), stamp_data(dossier)
    if then and then != now:
        st.warning(escape_markdown(OLD.format(then=then[:40], now=now)))


def write_link(dossier: Dossier) -> str:
    """The address of the view with every choice that differs from the default, and the stamp of the data."""
    chosen = {key: st.query_params.get_all(key) for key in st.query_params if key != STAMP}
    return f"{st.context.url or ''}?{urlencode(chosen | {STAMP: stamp_data(dossier)}, doseq=True)}"


def show_share(dossier: Dossier, view: View) -> None:
    """Link, citation, pictures and archive of the view, folded away at the end of a page."""
    link, title = write_link(dossier), st.session_state[TITLE]
    today = datetime.now(UTC).date()
    with st.expander("Share, cite, download", key="share"):
        part = st.segmented_control("What", PARTS, default="Link", required=True, key="share_part")
        if part == "Link":
            st.caption(
                "The link holds every choice and the stamp of the data; it warns where the data has changed since."
            )
            st.code(link, language=None, wrap_lines=True)
        elif part == "Citation":
            _show_citation(dossier, link, title, today)
        elif part == "Picture":
            _show_picture(dossier)
        else:
            _offer_archive(dossier, view, link, title, today)


def _show_citation(dossier: Dossier, link: str, title: str, today: date) -> None:
    views = {"This view": cite(dossier, url=link, title=title, day=today), "The dossier": cite(dossier, day=today)}
    what = st.segmented_control("Cite", list(views), default="This view", required=True, key="cite")
    form = st.segmented_control("Form", list(FORMATS), default="Plain text", required=True, key="cite_form")
    st.code(FORMATS[str(form)](views[str(what)]), language=LANGUAGES[str(form)], wrap_lines=True)


def _show_picture(dossier: Dossier) -> None:
    drawn = st.session_state[DRAWN]
    if not drawn:
        st.caption("This page shows no picture.")
        return
    left, right = st.columns([3, 1])
    said = {key: finding for key, (finding, *_) in drawn.items()}
    key = left.selectbox("Picture", list(said), format_func=said.__getitem__, key="picture_of")
    form = right.segmented_control("Format", ["PNG", "SVG"], default="PNG", required=True, key="picture_form")
    finding, figure, note = drawn[key]
    framed = frame_picture(figure, finding, _write_note(dossier, note), dark=is_dark())
    options = {"format": str(form).lower(), "filename": f"{dossier.slug}-{key}", "scale": 1 if form == "SVG" else 2}
    size = {"width": framed.layout.width, "height": framed.layout.height}
    st.caption(f"Press the camera over the picture to save it as {form}, with finding, source and licence inside.")
    with st.container(key="picture_box"):
        st.plotly_chart(
            framed, key=f"picture_{key}_{form}", theme=None, width="content", alt=finding,
            config={"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]], "toImageButtonOptions": options | size},
        )  # fmt: skip


def _write_note(dossier: Dossier, note: str) -> str:
    """What a picture says of itself: its own note, the subtitle of the page, source and licence."""
    source = cite(dossier, day=datetime.now(UTC).date())
    licence = f" Licence: {source.licence}." if source.licence else ""
    parts = (
        note,
        st.session_state[SUBTITLE],
        f"Source: {source.title}, {source.version}, from public statements.{licence}",
    )
    return " ".join(part for part in parts if part)


def _offer_archive(dossier: Dossier, view: View, link: str, title: str, today: date) -> None:
    st.caption(
        "One zip: the statements shown and all of them, positions, movement and gap under these filters, the dossier with codebook "
        "and events, the filters, versions and data hash, the citation, and the command that makes the same numbers again. Terms, groups, "
        "maps and changes around events have downloads of their own on the page."
    )
    make = partial(build_archive, dossier, fetch_scores(dossier), view, url=link, title=title, day=today)
    name = f"{dossier.slug}-{view.page or 'view'}-{dossier.data_hash}.zip"
    st.download_button("Download everything (zip)", make, name, "application/zip", key="archive", on_click="ignore")
