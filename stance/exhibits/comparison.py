"""Any two lines side by side: sides, groups of speakers, actors, each over days of its own."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from stance.dossier.loading import Dossier
from stance.estimates.comparison import Spell, compare_spells
from stance.estimates.periods import Period
from stance.estimates.selected import make_estimator
from stance.estimates.selection import Selection, select_actors, select_scored
from stance.exhibits.evidence import make_evidence
from stance.exhibits.exhibit import Column, Exhibit, Place, Table
from stance.wording.comparison import NOTE, SAME, describe_comparison, describe_days, describe_shared
from stance.wording.lines import name_topic
from stance.wording.selections import describe_selection
from stance.wording.verdicts import judge_change

SIDE, VOICE, ACTOR = "side", "voice", "actor"
COLUMNS = (
    Column("line", "line"),
    Column("days", "days"),
    Column("position", "position", "signed", "codes"),
    Column("low", "90 % band from", "signed"),
    Column("high", "to", "signed"),
    Column("statements", "statements", "count"),
    Column("sources", "sources", "count"),
)
KEY = "comparison"


def offer_lines(dossier: Dossier, scored: pd.DataFrame, selection: Selection) -> dict[str, str]:
    """The lines that can be compared, by key: the chosen sides, their groups of speakers, and their actors with a statement."""
    sides, actors = dossier.label_sides(), dossier.label_actors()
    chosen = select_actors(dossier.actors, selection)
    voices = dossier.voices
    parts = {f"{VOICE}:{side}:{voices[actor]}": f"{voices[actor]}, {sides[side]}"
             for actor, side in chosen[["actor", "side"]].itertuples(index=False, name=None) if side in selection.sides}  # fmt: skip
    spoken = set(scored["actor"])
    people = {f"{ACTOR}:{actor}": actors[actor] for actor in chosen["actor"] if actor in spoken}
    whole = {f"{SIDE}:{side}": sides[side] for side in selection.sides}
    return (
        whole
        | dict(sorted(parts.items(), key=lambda item: item[1]))
        | dict(sorted(people.items(), key=lambda item: item[1]))
    )


def _find_spell(dossier: Dossier, key: str, period: Period) -> Spell:
    kind, _, rest = key.partition(":")
    if kind != VOICE:
        return Spell(kind, rest, period)
    side, _, title = rest.partition(":")
    return Spell(SIDE, side, period, frozenset(actor for actor, voice in dossier.voices.items() if voice == title))


def make_comparison(
    dossier: Dossier,
    scored: pd.DataFrame,
    selection: Selection,
    *,
    topic: str,
    lines: tuple[str, str],
    periods: tuple[Period, Period],
) -> Exhibit:
    """Two lines (keys of `offer_lines`) on a topic, each over its period: positions, difference, verdict; a place a line."""
    about, titles = dossier.codebook.topic(topic), offer_lines(dossier, scored, selection)
    first, second = (_find_spell(dossier, key, period) for key, period in zip(lines, periods, strict=True))
    rows = select_scored(scored, dossier, selection)
    estimator = make_estimator(dossier, scored, selection)
    found = compare_spells(rows[rows["topic"] == topic], first, second, estimator)
    names = (titles[lines[0]], titles[lines[1]])
    same = lines[0] == lines[1] and periods[0] == periods[1]
    warned = SAME if same else describe_shared(int(found["shared"]))
    said = describe_comparison(found, about, names, periods)
    return Exhibit(
        KEY,
        judge_change(found),
        said,
        f"Two lines on {name_topic(about)}, in codes. {describe_selection(selection, dossier.actors)}",
        sentences=(f"{said}.",),
        note=NOTE,
        caveats=(warned,) if warned else (),
        table=_list_lines(dossier, found, names, periods, topic),
        places=tuple(
            Place((end,), topic, key, name, when, period)
            for end, key, name, when, period in zip(
                ("first", "second"), lines, names, ("first line", "second line"), periods, strict=True
            )
        ),
    )


def _list_lines(
    dossier: Dossier, found: Mapping, names: tuple[str, str], periods: tuple[Period, Period], topic: str
) -> Table:
    rows = [
        {"line": name, "days": describe_days(period), "position": found[end]}
        | {column: found[f"{column}_{end}"] for column in ("low", "high", "statements", "sources")}
        for end, name, period in zip(("after", "before"), names, periods, strict=True)
    ]
    return Table(pd.DataFrame(rows), COLUMNS, "The two lines, one row each", f"{dossier.slug}-comparison-{topic}")


def make_comparison_evidence(dossier: Dossier, scored: pd.DataFrame, selection: Selection, *, place: Place) -> Exhibit:
    """The statements behind a line of `make_comparison`, as `make_evidence`."""
    spell = _find_spell(dossier, place.group, place.period)
    if spell.actors is None:
        return make_evidence(dossier, scored, replace(selection, by=spell.by), place=replace(place, group=spell.group))
    own = scored[scored["side"] == spell.group]
    members = dict.fromkeys(spell.actors, place.group)
    return make_evidence(dossier, own, selection, place=place, members=members)
