"""Makes the dossiers and frames that the tests need; nothing here is random."""

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

CODEBOOK = """
title = "Small talks"
version = "1"
period = ["2020-01-01", "2022-12-31"]
levels = [-1, 0, 1]

[[topic]]
id = "fund"
question = "A new fund?"
minus = "No"
plus = "Yes"
"""

STATEMENTS = """statement,date,actor,source,text,fund
1,2020-01-02,ann,gazette,We want a fund,1
2,2020-01-03,bob,herald,We want no fund,-1
3,2020-01-04,cid,gazette,It rains,
"""

TWO_SIDES = """
[[side]]
id = "north"
pole = "minus"

[[side]]
id = "south"
pole = "plus"
"""

OTHER_CODEBOOK = """
title = "Переговоры о реке 川の水"
version = "7b"
period = ["2021-01-01", "2023-12-31"]
places = "Обе реки"
levels = [-1, 0, 1]

[[side]]
id = "sever"
title = "Север"
pole = "minus"

[[side]]
id = "minami"
title = "南"
pole = "plus"

[[side]]
id = "guests"
title = "Guests"

[[topic]]
id = "quota"
title = "Квота"
question = "Сколько воды брать?"
minus = "Меньше"
plus = "もっと"

[[topic]]
id = "access"
title = "通行"
question = "Who may sail?"
minus = "No one else"
plus = "Everyone"

[[rule]]
number = 1
text = "Code what is said."
"""

OTHER_ACTORS = [
    ("олег", "Олег Зимин", "sever", "leader"),
    ("vera", "Вера Снежная", "sever", "minister"),
    ("花子", "山田 花子", "minami", "leader"),
    ("jiro", "川口 二郎", "minami", "minister"),
    ("gast", "Émile Gast", "guests", "expert"),
]
OTHER_TEXTS = {
    ("quota", -1): "Квоту на воду надо снизить, берите меньше воды",
    ("quota", 0): "Квоту на воду мы ещё изучаем, the survey goes on",
    ("quota", 1): "水の割り当てを増やすべきだ、 take more water",
    ("access", -1): "Чужие суда не войдут, no foreign boat may sail here",
    ("access", 0): "航行について話し合いを続ける, talks on sailing continue",
    ("access", 1): "全ての船に川を開くべきだ, open the river to every boat",
}
UNCODED_FROM = 40


def write_dossier(folder: Path, codebook: str = CODEBOOK, **tables: str | bytes) -> Path:
    """Writes a codebook and tables (by name, as text or bytes) into `folder`; statements.csv by default."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codebook.toml").write_text(codebook, encoding="utf-8")
    for name, content in ({"statements": STATEMENTS} | tables).items():
        (folder / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def make_other_dossier(folder: Path, *, minimal: bool = False) -> Path:
    """Another negotiation in `folder`: 44 statements (40 coded) of five actors on three sides over three years.

    It has statements, actors, sources, events and a second coding; `minimal` leaves the codebook and statements.csv alone.
    """
    rows = [_make_statement(number, side_column=minimal) for number in range(44)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "codebook.toml").write_text(OTHER_CODEBOOK, encoding="utf-8")
    write_rows(folder / "statements.csv", rows)
    if not minimal:
        _write_optional_tables(folder, rows)
    return folder


def thin_out(folder: Path) -> Path:
    """Leaves a folder of `make_other_dossier` one topic, and three of its actors two statements each, too few for a line."""
    book = folder / "codebook.toml"
    head, quota, access = book.read_text(encoding="utf-8").split("[[topic]]")
    rules = access.split("[[rule]]")[1]
    book.write_text(f"{head}[[topic]]{quota}[[rule]]{rules}", encoding="utf-8")
    rows = read_rows(folder / "statements.csv")
    kept = [row for at, row in enumerate(rows) if row["actor"] in ("олег", "花子") or at < 10]
    known = {row["statement"] for row in kept}
    second = [row for row in read_rows(folder / "codings.csv") if row["statement"] in known]
    for name, table in (("statements", kept), ("codings", second)):
        write_rows(folder / f"{name}.csv", [{key: row[key] for key in row if key != "access"} for row in table])
    return folder


def _make_statement(number: int, *, side_column: bool) -> dict[str, str]:
    actor, _, side, _ = OTHER_ACTORS[number % len(OTHER_ACTORS)]
    lean = {"sever": -1, "minami": 1, "guests": 0}[side]
    codes = {"quota": lean if number % 3 else 0, "access": lean if number % 4 else 0}
    spoken = ("quota",) if number % 5 == 1 else ("access",) if number % 7 == 2 else ("quota", "access")
    said = ". ".join(OTHER_TEXTS[topic, codes[topic]] for topic in spoken)
    coded = number < UNCODED_FROM
    return {
        "statement": f"речь-{number:03}",
        "date": (date(2021, 1, 10) + timedelta(days=24 * number)).isoformat(),
        "actor": actor,
        **({"side": side} if side_column else {}),
        "source": f"газета-{number * 25 // 44:02}",
        "venue": ("Мост", "橋", "the old Harbour")[number % 3],
        "text": f"{said} ({number})",
        **{topic: str(codes[topic]) if coded and topic in spoken else "" for topic in codes},
    }


def _write_optional_tables(folder: Path, rows: list[dict[str, str]]) -> None:
    write_rows(
        folder / "actors.csv",
        [dict(zip(("actor", "name", "side", "kind"), actor, strict=True)) for actor in OTHER_ACTORS],
    )
    sources = sorted({row["source"] for row in rows})
    write_rows(
        folder / "sources.csv",
        [
            {"source": s, "publisher": f"Газета {s}", "kind": "press", "url": f"https://example.org/{n}"}
            for n, s in enumerate(sources)
        ],
    )
    second = [
        {key: row[key] for key in ("statement", "quota", "access")} | {"coder": "b"} for row in rows[:UNCODED_FROM]
    ]
    write_rows(folder / "codings.csv", [row | {"coder": "a"} for row in second] + second)
    write_rows(
        folder / "events.csv",
        [
            {
                "event": "meeting-1",
                "date": "2021-06-01",
                "title": "Встреча у моста",
                "place": "橋",
                "source": sources[3],
            },
            {"event": "flood", "date": "2022-05-01", "title": "洪水", "place": "", "source": sources[9]},
        ],
    )


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Writes rows as CSV; the first one names the columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries, as Python's own reader sees them."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit_cell(path: Path, row: int, **cells: str) -> None:
    """Replaces cells of one row, counted as a spreadsheet does: the header is row 1."""
    rows = read_rows(path)
    rows[row - 2] |= cells
    write_rows(path, rows)


def append_row(path: Path, like: int, **cells: str) -> int:
    """Appends a copy of the row `like` with other `cells`; returns its row number."""
    rows = read_rows(path)
    write_rows(path, [*rows, rows[like - 2] | cells])
    return len(rows) + 2


def make_scored(rows: list[tuple], *, spread: float = 0.0, shared: float = 0.0) -> pd.DataFrame:
    """A scored frame of (date, side, source, score) or (date, side, source, score, topic)."""
    full = [row if len(row) == 5 else (*row, "fund") for row in rows]
    frame = pd.DataFrame(full, columns=["date", "side", "source", "score", "topic"])
    days = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    return frame.assign(
        statement=[f"s{number:03}" for number in range(len(frame))],
        date=days,
        earliest=days,
        latest=days,
        actor=frame["side"] + "-one",
        score=frame["score"].astype(float),
        scored_by="coder",
        spread=spread,
        correction=0.0,
        shared=shared,
    )


def list_numbers(cells: list) -> list:
    """The values of an axis; what is not drawn is NaN."""
    return [np.nan if cell is None else cell for cell in cells]


def list_points(picture) -> dict[tuple, float]:
    """Every drawn point of a picture that can be clicked: (name of the trace, mark) and its value upwards."""
    return {
        (trace.get("name"), tuple(map(str, mark))): value
        for trace in picture.to_dict()["data"]
        if trace.get("customdata")
        for mark, value in zip(trace["customdata"], list_numbers(trace["y"]), strict=True)
    }
