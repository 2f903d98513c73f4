"""The columns as documents: Markdown tables for docs/dossier.md, schemas for a dossier's datapackage.json.

Belongs here: what the column spec says, in the forms of these two files. Not here: the spec (`columns`).
`python -m stance.dossier.column_documents` writes both files again; a test compares them with the spec.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stance import limits
from stance.dossier.codebook import Codebook
from stance.dossier.columns import TABLES, Column, Table, fit_table
from stance.dossier.loading import DATA, find_dossiers, load_dossier
from stance.dossier.package import FILE as PACKAGE
from stance.dossier.tables import read_table
from stance.files import read_json, write_whole

DOCUMENT = DATA.parent / "docs" / "dossier.md"
TYPES = {"day": "date", "number": "number", "code": "integer"}


def tabulate_columns(table: Table) -> str:
    """A Markdown table of a table's columns: name, meaning, and whether it must be there and filled."""
    rows = [f"| {column.name} | {_explain(column)} | {_oblige(column)} |" for column in table.columns]
    return "\n".join(["| column | is | required |", "| --- | --- | --- |", *rows])


def _explain(column: Column) -> str:
    limit = f"; at most {column.longest:,} characters" if column.longest else ""
    default = f"; without it, {column.default}" if column.default else ""
    return f"{column.description}{limit}{default}"


def _oblige(column: Column) -> str:
    if column.filled:
        return f"filled, {column.only}" if column.only else "filled"
    return "the column yes, its cells may be empty" if column.required else "no"


def complete_document(text: str) -> str:
    """The text of docs/dossier.md with what stands between `<!-- columns of X -->` and `<!-- end -->` made again."""
    for table in TABLES.values():
        start, end = f"<!-- columns of {table.file} -->\n", "<!-- end -->"
        without = f" Without the file, {table.without}." if table.without else ""
        block = f"{start}{table.description}{without}\n\n{tabulate_columns(table)}\n{end}"
        before, found, rest = text.partition(start)
        text = before + block + rest.partition(end)[2] if found else text
    return text


def complete_package(
    package: Mapping[str, Any], codebook: Codebook, headers: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The data package with the schema of each of its tables as the spec has it; `headers` are the columns of the files.

    Types, keys and what may stand in a cell follow the spec. What the package says beyond it stays: titles,
    descriptions, patterns, columns that the spec does not know.
    """
    there = [resource["name"] for resource in package["resources"]]
    resources = [
        resource | {"schema": _complete_schema(resource, codebook, headers, there)}
        if resource["name"] in TABLES
        else resource
        for resource in package["resources"]
    ]
    return {**package, "resources": resources}


def _complete_schema(
    resource: Mapping[str, Any], codebook: Codebook, headers: Mapping[str, list[str]], there: list[str]
) -> dict[str, Any]:
    table = fit_table(TABLES[resource["name"]], codebook, with_actors="actors" in there)
    known = {column.name: column for column in table.columns}
    own = {field["name"]: field for field in resource.get("schema", {}).get("fields", [])}
    fields = [
        _complete_field(known[name], own.get(name, {}), table) if name in known else own.get(name, {"name": name})
        for name in headers[table.name]
    ]
    links = [
        {"fields": column.name, "reference": {"resource": column.refers, "fields": TABLES[column.refers].key[0]}}
        for column in table.columns
        if column.refers in there
    ]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": list(table.key)}
    return schema | ({"foreignKeys": links} if links else {})


def _complete_field(column: Column, own: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """The field of a column; a text may be of a narrower type in the package."""
    plain = own.get("type", "string") if column.type == "text" else "string"
    constraints = {**own.get("constraints", {}), **_constrain(column, table)}
    return {
        "name": column.name,
        "type": TYPES.get(column.type, plain),
        "title": own.get("title", column.name.replace("_", " ").capitalize()),
        "description": own.get("description", f"{column.description[0].upper()}{column.description[1:]}."),
        **({"format": "%Y-%m-%d"} if column.type == "day" else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _constrain(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.filled else {}
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.longest:
        constraints["maxLength"] = column.longest
    if column.type == "choice":
        constraints["enum"] = list(column.allowed)
    elif column.allowed:
        ends = [int(one) for one in column.allowed] if column.type == "code" else column.allowed
        constraints |= {"minimum": ends[0], "maximum": ends[-1]}
    return constraints


def read_headers(folder: Path) -> dict[str, list[str]]:
    """The names of the columns of each table that a dossier has, in the order of its file."""
    files = {name: folder / table.file for name, table in TABLES.items()}
    return {name: list(read_table(path).columns) for name, path in files.items() if path.is_file()}


def write_documents() -> None:
    """Writes docs/dossier.md, docs/limits.md and the datapackage.json of every dossier that has one."""
    for path, complete in ((DOCUMENT, complete_document), (limits.DOCUMENT, limits.complete_document)):
        write_whole(path, complete(path.read_text(encoding="utf-8")).encode())
    for folder in find_dossiers().values():
        path = folder / PACKAGE
        if path.is_file():
            whole = complete_package(read_json(path), load_dossier(folder).codebook, read_headers(folder))
            write_whole(path, (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    write_documents()
