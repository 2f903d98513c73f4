"""One actor: where it stood on each topic, beside its own side.

Belongs here: positions of one actor, and whom a reader can choose. Not here: when it spoke (`silence`), what it said
(`said`), where and how (`occasions`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from stance.dossier.codebook import Topic
from stance.dossier.loading import Dossier
from stance.estimates.periods import whole_period
from stance.estimates.positions import Estimator
from stance.estimates.rules import ACTOR_WINDOW
from stance.estimates.selected import estimate_positions, make_estimator
from stance.estimates.selection import Selection, select_scored, select_statements
from stance.exhibits.drawn import style_lines
from stance.exhibits.exhibit import Column, Exhibit, Place, Table, make_empty
from stance.exhibits.groups import WHEN
from stance.exhibits.lines import COLUMNS, SILENCE
from stance.figures.base import Style, style_whole
from stance.figures.lines import Beside, plot_positions
from stance.formats import format_day
from stance.wording.profile import NO_ACTOR, NO_STATEMENT, describe_unsaid
from stance.wording.selections import describe_selection
from stance.wording.stances import describe_lines, describe_stance, judge_stance
from stance.wording.verdicts import Verdict

ALL, OWN_SIDE, HEIGHT = "all", "own side", 300
STANCES = (
    Column("topic", "topic"),
    Column("position", "position", "signed", "codes"),
    Column("low", "90 % interval from", "signed"),
    Column("high", "to", "signed"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
    Column("verdict", "verdict"),
)
NOTE = (
    "Dotted grey: all statements of the actor’s own side, this actor’s among them. Trailing {days} days, with the actor’s "
    "90 % band; the sentences cover all of the chosen dates."
)
UNIT = "Statements of one actor; positions in codes, with 90 % intervals."


@dataclass(frozen=True, eq=False)
class Shared:
    """What the profiles of all actors have in common: how actors are drawn, the estimator with its pooled variance, and by side
    the positions of all of it at every date, in the window of actors."""

    styles: Mapping[str, Style]
    estimator: Estimator
    sides: Mapping[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class _Profile:
    """The actor's own selection, its style and that of its side, its stance on each topic that it spoke to (rows with
    verdict), and the positions of both at every date."""

    who: str
    own: Selection
    styles: dict[str, Style]
    stances: pd.DataFrame
    positions: pd.DataFrame

    @property
    def name(self) -> str:
        return self.styles[self.who].name

    @cached_property
    def by_topic(self) -> dict[str, dict]:
        """The stance on each topic that the actor spoke to."""
        return {row["topic"]: row for row in self.stances.to_dict("records")}


def offer_actors(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> dict[str, str]:  # noqa: ARG001 - silent on the topics counts too
    """The labels of all actors that spoke under the filters, whomever these choose, by id; those with most statements first."""
    counts = select_statements(dossier, replace(selection, actors=()), ["actor"])["actor"].value_counts()
    labels = dossier.label_actors()
    return {str(actor): labels[actor] for actor in counts.index}


def narrow_selection(selection: Selection, who: str) -> Selection:
    """The selection of one actor alone."""
    return replace(selection, actors=(who,), by="actor")


def share_profiles(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> Shared:
    """What profiles under the selection share, for its actors, or all of them where it names none."""
    asked = dossier.actors["actor"].isin(selection.actors) if selection.actors else slice(None)
    sides = dossier.actors.loc[asked, "side"].unique()
    return Shared(
        style_lines(dossier, "actor"),
        make_estimator(dossier, scored, replace(selection, by="actor")),
        {side: _estimate_side(dossier, scored, selection, side) for side in sides},
    )


def _estimate_side(dossier: Dossier, scored: pd.DataFrame, selection: Selection, side: str) -> pd.DataFrame:
    """The positions of all of a side at every date, in the window of actors: the columns of `estimate_positions`."""
    whole = replace(selection, by="side", sides=(side,), actors=(), kinds=(), window_days=ACTOR_WINDOW)
    return estimate_positions(dossier, scored, whole).assign(group=OWN_SIDE)


def make_profile(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    who: str,
    dark: bool = False,
    shared: Shared | None = None,
) -> Exhibit:
    """Where the actor stood: a panel a topic, with the actor's line beside that of its side ("" for nobody to show).

    The title is on the topic with most statements. The table holds the positions of both lines, `extra["stances"]` the
    actor's stances over the chosen dates. Every topic has a place for these, and one for each point of the actor's line.
    `shared` is that of `share_profiles` under the same selection, where it is at hand; the numbers are the same without.
    """
    subtitle = f"{UNIT} {describe_selection(replace(selection, actors=()), dossier.actors)}"
    if not who:
        return make_empty("profile", NO_ACTOR, NO_STATEMENT, subtitle)
    found = _gather_profile(dossier, scored, narrow_selection(selection, who), shared)
    panels = [_make_panel(found, dossier.codebook.topic(topic), dark=dark) for topic in selection.topics]
    title, verdict = _find_main(dossier, found)
    return Exhibit(
        "profile",
        verdict,
        title,
        subtitle,
        sentences=tuple(sentence for panel in panels for sentence in panel.sentences),
        note=NOTE.format(days=ACTOR_WINDOW),
        table=_list_positions(dossier, found),
        panels=tuple(panels),
        extra={"stances": _list_stances(dossier, found)},
    )


def _gather_profile(dossier: Dossier, scored: pd.DataFrame, own: Selection, shared: Shared | None) -> _Profile:
    (who,) = own.actors
    shared = shared or share_profiles(dossier, scored, own)
    side = dossier.actors.set_index("actor")["side"][who]
    styles = {who: shared.styles[who], OWN_SIDE: style_whole(f"{dossier.label_sides()[side]}, all")}
    mine = estimate_positions(dossier, scored, own, shared.estimator).assign(group=who)
    positions = pd.concat([mine, shared.sides[side]], ignore_index=True)
    stances = _judge_stances(dossier, select_scored(scored, dossier, own), own, shared.estimator)
    return _Profile(who, own, styles, stances, positions)


def _judge_stances(dossier: Dossier, view: pd.DataFrame, own: Selection, estimator: Estimator) -> pd.DataFrame:
    """The position over the chosen dates on each topic with a statement in them, in the order of the topics."""
    rows = estimator.periods(view, [whole_period(own)])
    rows = rows[rows["statements"] > 0].sort_values("topic", key=lambda t: t.map(own.topics.index), ignore_index=True)
    verdicts = [judge_stance(row, dossier.codebook.topic(row["topic"])) for row in rows.to_dict("records")]
    return rows.assign(verdict=pd.Series(verdicts, index=rows.index, dtype=object))


def _find_main(dossier: Dossier, found: _Profile) -> tuple[str, Verdict]:
    """The clause and the verdict on the topic with most statements."""
    if found.stances.empty:
        return describe_unsaid(found.name), Verdict.TOO_FEW
    row = found.stances.loc[found.stances["statements"].idxmax()].to_dict()
    return describe_stance(row, dossier.codebook.topic(row["topic"]), found.name), row["verdict"]


def _make_panel(found: _Profile, topic: Topic, *, dark: bool) -> Exhibit:
    row, rows = found.by_topic.get(topic.id), found.positions[found.positions["topic"] == topic.id]
    said = describe_stance(row, topic, found.name) if row else describe_unsaid(found.name, topic)
    names = {group: style.name for group, style in found.styles.items()}
    return Exhibit(
        f"stance_{topic.id}",
        row["verdict"] if row else Verdict.TOO_FEW,
        topic.title,
        subtitle=topic.question,
        sentences=(f"{said}.",),
        more=describe_lines(rows, names, topic),
        picture=plot_positions(rows, topic, found.styles, Beside(banded=[found.who]), dark=dark, height=HEIGHT),
        places=tuple(_list_places(found, topic.id)) if row else (),
    )


def _list_places(found: _Profile, topic: str) -> Iterable[Place]:
    """The chosen dates, then the window of each point of the actor's line, the newest first."""
    yield Place((found.who, ALL), topic, found.who, found.name, WHEN, whole_period(found.own))
    own = found.positions[(found.positions["group"] == found.who) & (found.positions["topic"] == topic)]
    window = pd.Timedelta(days=found.own.rules.window_days)
    for date in own.dropna(subset="position")["date"].sort_values(ascending=False):
        when = f"{window.days} days to {format_day(date)}"
        yield Place((found.who, f"{date:%Y-%m-%d}"), topic, found.who, found.name, when, (date - window, date))


def _list_positions(dossier: Dossier, found: _Profile) -> Table:
    lines = {group: style.name for group, style in found.styles.items()}
    rows = found.positions.assign(
        line=found.positions["group"].map(lines), topic=found.positions["topic"].map(dossier.label_topics())
    )
    about = "The positions of the charts, one row a line, topic and date"
    return Table(rows, COLUMNS, about, f"{dossier.slug}-profile-positions", note=SILENCE)


def _list_stances(dossier: Dossier, found: _Profile) -> Table:
    rows = found.stances.assign(topic=found.stances["topic"].map(dossier.label_topics()))
    about = "Where the actor stood over the chosen dates, one row a topic"
    return Table(rows, STANCES, about, f"{dossier.slug}-profile-stances")
