"""Share, cite, export: the link to a view, its citation, its pictures, and everything behind it as one archive."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from stance.dossier.citation import cite, write_bibtex, write_csl, write_plain
from stance.dossier.loading import Dossier
from stance.dossier.outputs import refuse_large
from stance.dossier.own_events import OWN
from stance.estimates.view import View
from stance.exhibits.exhibit import Exhibit
from stance.formats import escape_markdown
from stance.settings import describe_reach, make_public, read_settings
from stance.ui.baked import find_baked
from stance.ui.caches import fetch_framed
from stance.ui.frame import is_dark, run_alone
from stance.ui.links import NAMES, STAMP, say_above
from stance.ui.loaded import fetch_scores, fetch_stamp
from stance.wording.validation import describe_coding

PARTS = ("Link", "Citation", "Picture", "Everything")
FORMATS = {"Plain text": write_plain, "BibTeX": write_bibtex, "CSL-JSON": write_csl}
LANGUAGES = {"Plain text": None, "BibTeX": "latex", "CSL-JSON": "json"}
OLD = (
    "This link was made from other data (its stamp is {then}, that of the dossier and classifier here is {now}): numbers may "
    "differ from those that were seen. An archive that was exported with the link still holds them."
)
LINKED = "The link holds every choice and the stamp of the data; it warns where the data has changed since."
ARCHIVED = (
    "One zip: the findings of this page in words, the statements shown and all of them, positions, movement and gap under "
    "these filters, the dossier with codebook and events, the filters, versions and data hash, the citation, and the command "
    "that makes the same numbers again."
)


def warn_of_change(dossier: Dossier) -> None:
    """Says above the page that the link of this run was made from other data, where it was."""
    then, now = st.query_params.get(STAMP, ""), fetch_stamp(dossier)
    if then and then != now:
        say_above(escape_markdown(OLD.format(then=then[:40], now=now)))


def make_link(dossier: Dossier) -> str:
    """The public address of the view with every choice that differs from the default, and the stamp of the data.

    An event of the visitor's own stays out of it: nobody else has it."""
    chosen = {key: st.query_params.get_all(key) for key in st.query_params if key in NAMES and key != STAMP}
    chosen = {key: values for key, values in chosen.items() if not any(one.endswith(OWN) for one in values)}
    here = make_public(st.context.url or "", read_settings(), base=st.get_option("server.baseUrlPath"))
    return f"{here}?{urlencode(chosen | {STAMP: fetch_stamp(dossier)}, doseq=True)}"


@run_alone
def show_share(dossier: Dossier, view: View, exhibits: Sequence[Exhibit]) -> None:
    """Link, citation, pictures and archive of the view, folded away at the end of a page; the first exhibit names it.

    Nothing of it is made before it is opened; a part of the page that runs again alone.
    """
    box = st.expander("Share, cite, download", key="share", on_change="rerun")
    if not box.open:
        return
    link, title, today = make_link(dossier), exhibits[0].title, datetime.now(UTC).date()
    with box:
        part = st.segmented_control("What", PARTS, default="Link", required=True, key="share_part")
        if part == "Link":
            reach = describe_reach(link)
            st.caption(f"{LINKED} This link works {reach}." if reach else LINKED)
            st.code(link, language=None, wrap_lines=True)
            if place := find_baked(dossier):
                st.link_button("The same record as plain pages", place)
        elif part == "Citation":
            _show_citation(dossier, link, title, today)
        elif part == "Picture":
            _show_picture(dossier, exhibits, today)
        else:
            _offer_archive(dossier, view, exhibits, link, today)


def _show_citation(dossier: Dossier, link: str, title: str, today: date) -> None:
    views = {"This view": cite(dossier, url=link, title=title, day=today), "The dossier": cite(dossier, day=today)}
    what = st.segmented_control("Cite", list(views), default="This view", required=True, key="cite")
    form = st.segmented_control("Form", list(FORMATS), default="Plain text", required=True, key="cite_form")
    st.code(FORMATS[str(form)](views[str(what)]), language=LANGUAGES[str(form)], wrap_lines=True)


def _show_picture(dossier: Dossier, exhibits: Sequence[Exhibit], today: date) -> None:
    drawn = {one.key: one for exhibit in exhibits for one in exhibit.pictures}
    if not drawn:
        st.caption("This page shows no picture.")
        return
    left, right = st.columns([3, 1])
    key = left.selectbox("Picture", list(drawn), format_func=lambda one: drawn[one].headline, key="picture_of")
    form = str(right.segmented_control("Format", ["PNG", "SVG"], default="PNG", required=True, key="picture_form"))
    exhibit = drawn[key]
    subtitle = exhibit.subtitle if exhibit in exhibits else exhibits[0].subtitle
    framed = fetch_framed(exhibit, _describe_picture(dossier, exhibit.note, subtitle, today), dark=is_dark())
    options = {"format": form.lower(), "filename": f"{dossier.slug}-{key}", "scale": 1 if form == "SVG" else 2}
    size = {"width": framed.layout.width, "height": framed.layout.height}
    st.caption(f"Press the camera over the picture to save it as {form}, with finding, source and licence inside.")
    with st.container(key="picture_box"):
        st.plotly_chart(
            framed, key=f"picture_{key}_{form}", theme=None, width="content", alt=exhibit.headline,
            config={"displaylogo": False, "displayModeBar": True, "modeBarButtons": [["toImage"]], "toImageButtonOptions": options | size},
        )  # fmt: skip


def _describe_picture(dossier: Dossier, note: str, subtitle: str, today: date) -> str:
    """What a picture says of itself: its own note, unit and period, source and licence."""
    source = cite(dossier, day=today)
    licence = f" Licence: {source.licence}." if source.licence else ""
    parts = (
        note,
        subtitle,
        f"Source: {source.title}, {source.version}, from public statements. {describe_coding(dossier)}{licence}",
    )
    return " ".join(part for part in parts if part)


def _offer_archive(dossier: Dossier, view: View, exhibits: Sequence[Exhibit], link: str, today: date) -> None:
    from stance.export import build_archive

    refuse_large(len(dossier.statements), "an archive")
    st.caption(ARCHIVED)
    make = partial(build_archive, dossier, fetch_scores(dossier), view, exhibits=exhibits, url=link, day=today)
    name = f"{dossier.slug}-{view.page or 'view'}-{dossier.data_hash}.zip"
    st.download_button("Download everything (zip)", make, name, "application/zip", key="archive", on_click="ignore")
