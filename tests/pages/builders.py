"""Dossiers that the tests make: a negotiation that has nothing to do with the shipped one."""

import csv
from datetime import date, timedelta
from pathlib import Path

SIDES = {"север": ("Северяне", "minus"), "minami": ("南の国", "plus"), "observers": ("Наблюдатели", "")}
TOPICS = {
    "water": ("Вода", "水は誰のものか？", "Вода принадлежит верховьям", "下流にも権利がある"),
    "toll": ("通行料", "Кто платит за проход?", "通行料は要らない", "Проход только за плату"),
}
ACTORS = {"Иванова": "север", "Река-союз": "север", "田中": "minami", "漁業組合": "minami", "Оса": "observers"}
TEXTS = (
    "{actor} заявила, что вода принадлежит верховьям, пункт {n}.",
    "{actor}は下流の権利を改めて主張した。第{n}項。",
    "{actor}: <b>плата</b> за проход неизбежна, «пункт {n}».",
)
FIRST = date(2021, 1, 1)
COUNT = 60
SIDE_CODE = {"север": -1, "minami": 1, "observers": 0}


def write_rows(path: Path, rows: list[dict]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_codebook(folder: Path, *, sides: bool) -> None:
    parts = [
        'title = "Переговоры о реке / 川の交渉"\nversion = "7"\nperiod = ["2021-01-01", "2022-12-31"]',
        "levels = [-1, 0, 1]",
    ]
    for side, (title, pole) in SIDES.items() if sides else ():
        parts.append(f'[[side]]\nid = "{side}"\ntitle = "{title}"\npole = "{pole}"')
    for topic, (title, question, minus, plus) in TOPICS.items():
        words = f'title = "{title}"\nquestion = "{question}"\nminus = "{minus}"\nplus = "{plus}"'
        parts.append(f'[[topic]]\nid = "{topic}"\n{words}')
    (folder / "codebook.toml").write_text("\n".join(parts) + "\n", encoding="utf-8")


def list_rows(*, side_column: bool) -> list[dict]:
    """Sixty statements in two years: every actor in turn, two of a source, a code on one or both topics."""
    rows = []
    for n in range(COUNT):
        actor, side = list(ACTORS.items())[n % len(ACTORS)]
        row = {
            "statement": f"р-{n:03d}",
            "date": (FIRST + timedelta(days=12 * n)).isoformat(),
            "actor": actor,
            "source": f"газета-{n // 2}",
            "text": TEXTS[n % 3].format(actor=actor, n=n),
            "water": SIDE_CODE[side] if n % 7 else 0,
            "toll": "" if n % 4 == 0 else SIDE_CODE[side],
        }
        rows.append(row | ({"side": side} if side_column else {}))
    return rows


def make_smallest(data: Path, *, sides: bool = True, slug: str = "river") -> Path:
    """codebook.toml and statements.csv alone; with `sides` a column says who belongs where."""
    folder = data / slug
    folder.mkdir(parents=True)
    write_codebook(folder, sides=sides)
    write_rows(folder / "statements.csv", list_rows(side_column=sides))
    return folder


def make_full(data: Path, *, slug: str = "river") -> Path:
    """Every table there can be, and a README."""
    folder = data / slug
    folder.mkdir(parents=True)
    write_codebook(folder, sides=True)
    rows = list_rows(side_column=False)
    write_rows(folder / "statements.csv", rows)
    write_rows(
        folder / "actors.csv",
        [
            {"actor": actor, "name": f"{actor} (имя)", "side": side, "kind": "leader", "aliases": ""}
            for actor, side in ACTORS.items()
        ],
    )
    sources = sorted({row["source"] for row in rows})
    write_rows(
        folder / "sources.csv",
        [
            {
                "source": source,
                "publisher": "川新聞",
                "origin": "",
                "kind": "press",
                "title": "О реке",
                "published": "2021-02-03",
                "url": f"https://example.org/{number}",
            }
            for number, source in enumerate(sources)
        ],
    )
    codings = [
        {"statement": row["statement"], "coder": coder, "water": row["water"], "toll": row["toll"]}
        for row in rows
        for coder in ("первый", "второй")
    ]
    write_rows(folder / "codings.csv", codings)
    event = {"event": "встреча", "date": "2021-09-01", "title": "川の会議", "place": "Устье", "meeting": "1"}
    write_rows(folder / "events.csv", [event])
    figure = {"figure": "flow", "date": "2021-09-01", "measure": "расход", "value": "12.5", "unit": "m3/s"}
    write_rows(folder / "figures.csv", [figure | {"source": sources[0]}])
    (folder / "README.md").write_text("# Как собирали\n\nВсё придумано.\n", encoding="utf-8")
    return folder
