"""The repository keeps its own rules: thin pages, import borders, no names of the shipped dossier in the code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import makers
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "pages").glob("*.py"))
MODULES = sorted((ROOT / "stance").rglob("*.py"))
HIDDEN = {"__pycache__", "build", "node_modules"}
TEXTS = {".py", ".md", ".toml", ".txt", ".csv", ".json", ".css", ".yml", ".yaml", ".sh", ".cfg", ".service", ".conf"}
TEXTS |= {""}  # such as Makefile

# The floors of the house, from the ground: a room imports only from rooms on floors below its own.
FLOORS = (
    ("limits", "memory", "names"),
    ("", "errors", "formats"),
    ("files", "settings", "terminal"),
    ("dossier",),
    ("classifier", "estimates", "bringing"),
    ("coding",),
    ("wording", "figures"),
    ("exhibits",),
    ("markup",),
    ("report", "export", "baked"),
    ("ui", "commands"),
    ("__main__",),
)
FLOOR_OF = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
LIBRARY_HOMES = {
    "streamlit": ("stance/ui/", "pages/", "dashboard.py", "server.py", "benchmarks/"),
    "starlette": ("server.py",),
    "prometheus_client": ("stance/ui/watching/metrics.py",),
    "plotly": ("stance/figures/", "benchmarks/"),
    "sklearn": (*(f"stance/classifier/{name}.py" for name in ("fitting", "folds", "calibration")), "benchmarks/"),
    "sqlalchemy": ("stance/coding/", "benchmarks/"),
    "openpyxl": ("stance/bringing/",),
    "alembic": ("stance/coding/",),
    "wordllama": ("stance/classifier/vectors.py", "benchmarks/"),
}
PLACES = (
    "Russia Russian Japan Japanese Moscow Tokyo Kremlin Kuril Kurils Kurile Shikotan Habomai Iturup Kunashir Etorofu"
)
PEOPLE = "Putin Abe Lavrov Kono Kishida Suga Medvedev Shoigu Peskov Zakharova Motegi Morgulov Galuzin Kozuki"
NAMES = [*PLACES.split(), *PEOPLE.split(), "sovereignty", "sequencing", "Northern Territories"]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def list_code() -> list[Path]:
    """The Python files of the project outside its tests."""
    folders = ("stance", "pages", "benchmarks", "deploy", "upkeep")
    return [
        ROOT / "dashboard.py",
        ROOT / "server.py",
        *(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))),
    ]


def list_texts() -> list[Path]:
    """The text files of the project, without what tools leave behind."""
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        inside = not any(p in HIDDEN or (p.startswith(".") and p not in (".streamlit", ".ci")) for p in parts)
        if inside and path.is_file() and path.suffix in TEXTS:
            found.append(path)
    return found


def list_imports(path: Path) -> set[str]:
    """Every module that a file imports, at its top or inside a function, with its full name."""
    names = set()
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def module_of(path: Path) -> str:
    """The module of the design's table that a file of stance/ belongs to; "" is stance/__init__.py."""
    part = path.relative_to(ROOT / "stance").parts[0].removesuffix(".py")
    return "" if part == "__init__" else part


def imported_modules(path: Path) -> set[str]:
    """The modules of stance that a file imports, in the words of the design's table."""
    known = {module_of(other) for other in MODULES}
    found = set()
    for name in list_imports(path):
        parts = name.split(".")
        if parts[0] == "stance":
            found.add(parts[1] if len(parts) > 1 and parts[1] in known else "")
    bare = any(name.startswith("stance.__") for name in list_imports(path))
    return found if bare else found - {""}


def test_the_project_is_looked_at():
    assert len(PAGES) >= 5
    assert len(MODULES) >= 20
    assert len(list_texts()) > 60


def test_every_page_is_thin():
    found = []
    for path in PAGES:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        logic = [node.name for node in ast.walk(ast.parse(read(path))) if isinstance(node, kinds)]
        libraries = {name.split(".")[0] for name in list_imports(path)} & {
            "pandas",
            "plotly",
            "numpy",
            "sklearn",
            "scipy",
        }
        found += [name_of(path)] if len(read(path).splitlines()) > 60 or logic or libraries else []
    assert found == []


def test_every_page_says_what_it_shows():
    assert [name_of(page) for page in PAGES if not ast.get_docstring(ast.parse(read(page)))] == []


def test_every_page_is_in_the_navigation_and_there_are_at_most_fourteen():
    listed = re.findall(r'st\.Page\("(pages/\w+\.py)"', read(ROOT / "dashboard.py"))
    assert sorted(listed) == [name_of(page) for page in PAGES]
    assert len(listed) <= 14


def test_the_dashboard_is_short():
    assert len(read(ROOT / "dashboard.py").splitlines()) < 40


@pytest.mark.parametrize("library", LIBRARY_HOMES)
def test_a_library_is_imported_only_where_it_belongs(library):
    users = {name_of(path) for path in list_code() if library in {name.split(".")[0] for name in list_imports(path)}}
    assert users
    assert [user for user in users if not user.startswith(LIBRARY_HOMES[library])] == []


def test_nothing_that_a_page_imports_at_its_start_loads_scikit_learn_and_scoring_a_text_does_neither():
    parts = [path.relative_to(ROOT).with_suffix("") for path in sorted((ROOT / "stance/ui").rglob("[a-z]*.py"))]
    modules = [".".join(part.parts) for part in parts]
    scoring = [
        f"stance.classifier.{name}" for name in ("measures", "model", "neighbours", "storage", "batch", "vectors")
    ]
    program = "; ".join(
        [
            "import sys",
            *(f"import {name}" for name in [*modules, *scoring]),
            "stance.classifier.vectors.embed_words(['water'])",
            "print('sklearn' in sys.modules, 'wordllama' in sys.modules)",
        ]
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"], done.stderr


def test_the_first_screen_loads_no_library_that_only_other_pages_need():
    others = ["sklearn", "scipy.optimize", "scipy.sparse", "scipy.stats", "krippendorff", "wordllama", "jinja2"]
    others += ["prometheus_client", "dask"]
    program = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        "app = AppTest.from_file('dashboard.py', default_timeout=60).run(); "
        f"print(len(app.get('plotly_chart')), [name for name in {others} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "3 []\n", done.stdout + done.stderr


def test_the_domain_can_be_imported_without_streamlit():
    domain = ["commands", "export", "report.page", "exhibits.lines", "estimates.catalogue", "dossier.citation"]
    program = (
        "import sys; " + "; ".join(f"import stance.{name}" for name in domain) + "; print('streamlit' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.split() == ["False"], done.stderr


def find_trespasses(imports: dict[str, set[str]]) -> list[str]:
    """Every room that is on no floor, and every import that does not lead downstairs, from the imports of each room."""
    unknown = [f"{room} is on no floor" for room in imports if room not in FLOOR_OF]
    pairs = [(room, other) for room in imports if room in FLOOR_OF for other in imports[room] - {room}]
    return unknown + [
        f"{room} imports {other}" for room, other in pairs if FLOOR_OF.get(other, len(FLOORS)) >= FLOOR_OF[room]
    ]


def test_a_room_imports_only_from_floors_below_its_own():
    imports: dict[str, set[str]] = {}
    for path in MODULES:
        imports.setdefault(module_of(path), set()).update(imported_modules(path))
    assert len(imports) == len(FLOOR_OF)
    assert find_trespasses(imports) == []


@pytest.mark.parametrize(
    ("imports", "trespass"),
    [
        ({"dossier": {"errors"}}, []),
        ({"estimates": {"estimates", "dossier"}}, []),
        ({"estimates": {"classifier"}}, ["estimates imports classifier"]),
        ({"wording": {"exhibits"}}, ["wording imports exhibits"]),
        ({"wording": {"figures"}}, ["wording imports figures"]),
        ({"ui": {"commands"}}, ["ui imports commands"]),
        ({"novelty": set()}, ["novelty is on no floor"]),
        ({"ui": {"novelty"}}, ["ui imports novelty"]),
    ],
)
def test_a_room_that_is_on_no_floor_and_a_way_up_or_sideways_are_seen(imports, trespass):
    assert find_trespasses(imports) == trespass


def test_the_border_between_rooms_is_seen_at_all():
    assert imported_modules(ROOT / "stance/dossier/checks.py") >= {"dossier", "errors"}
    assert "figures" in imported_modules(ROOT / "stance/exhibits/lines.py")
    assert module_of(ROOT / "stance/ui/pages/overview.py") == "ui"


def test_the_faces_neither_draw_nor_estimate():
    drawing = (
        "stance.figures.",
        "stance.estimates.positions",
        "stance.estimates.movement",
        "stance.estimates.aftermath",
    )
    faces = [path for path in MODULES if module_of(path) in ("ui", "report", "export")]
    assert [
        f"{name_of(path)} imports {name}" for path in faces for name in list_imports(path) if name.startswith(drawing)
    ] == []


def test_streamlits_caches_stand_in_one_module():
    users = [name_of(path) for path in MODULES if re.search(r"st\.cache_(data|resource)", read(path))]
    assert users == ["stance/ui/loaded.py"]


def test_a_part_that_runs_alone_is_made_in_one_module_which_watches_it():
    users = [
        name_of(path) for path in MODULES if re.search(r"st\.fragment(?!\(run_every)", read(path))
    ]  # a clock is no visitor
    assert users == ["stance/ui/frame.py"]


def test_no_function_has_more_than_six_parameters():
    found = []
    for path in list_code():
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef):
                parts = node.args
                count = len([one for one in (*parts.posonlyargs, *parts.args, *parts.kwonlyargs) if one.arg != "self"])
                found += [f"{name_of(path)}: {node.name} has {count}"] if count > 6 else []
    assert found == []


def test_no_file_of_the_code_is_longer_than_three_hundred_lines():
    assert [name_of(path) for path in list_code() if len(read(path).splitlines()) > 300] == []


def test_verbs_say_what_a_function_does():
    """fetch_ is for what is kept, make_ for exhibits and what belongs to them; write_ for text of files, not for sentences."""
    fetching = [name_of(path) for path in list_code() if re.search(r"^def fetch_", read(path), re.MULTILINE)]
    assert sorted(fetching) == ["stance/ui/caches.py", "stance/ui/loaded.py"]
    sentences = [
        name_of(path)
        for path in MODULES
        if module_of(path) == "wording" and re.search(r"^def write_", read(path), re.MULTILINE)
    ]
    assert sentences == []
    for path in MODULES:
        if name_of(path).startswith("stance/exhibits/") and path.stem not in (
            "__init__",
            "exhibit",
            "drawn",
            "on_page",
        ):
            assert re.search(r"^def make_", read(path), re.MULTILINE), name_of(path)


def test_the_code_names_no_actor_place_or_topic_of_a_dossier():
    names = re.compile(rf"\b(?:{'|'.join(NAMES)})\b", re.IGNORECASE)
    found = {name_of(path): names.findall(read(path)) for path in (*MODULES, ROOT / "dashboard.py")}
    assert {name: places for name, places in found.items() if places} == {}


def test_the_code_names_no_id_or_full_name_of_the_shipped_tables():
    actors = makers.read_rows(ROOT / "data/japan-russia/actors.csv")
    names = {row["actor"] for row in actors} | {row["name"] for row in actors if " " in row["name"]}
    code = "\n".join(read(path) for path in MODULES)
    assert len(names) > 300
    assert re.findall(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", code) == []


def test_no_file_of_the_project_names_a_path_of_a_machine():
    pattern = re.compile(r"(?<![\w/.])/(?:home|root|Users|work|mnt)/\w")
    found = [name_of(path) for path in list_texts() if pattern.search(read(path))]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned(name):
    lines = [line.split("#")[0].strip() for line in read(ROOT / name).splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    assert len(wanted) >= 5
    assert [line for line in wanted if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+(; sys_platform .+)?", line)] == []


def list_required(*lists: str) -> set[str]:
    """The names that lists of requirements hold."""
    return {line.split("==")[0] for name in lists for line in read(ROOT / name).splitlines()}


def list_foreign(paths: list[Path]) -> set[str]:
    """The libraries that files import, by the names under which they are required."""
    names = {
        "sklearn": "scikit-learn",
        "charset_normalizer": "charset-normalizer",
        "prometheus_client": "prometheus-client",
        "markdown_it": "markdown-it-py",
        "PIL": "pillow",
    }
    used = {name.split(".")[0] for path in paths for name in list_imports(path)}
    outside = used - set(sys.stdlib_module_names) - {"stance", "benchmarks", "deploy", "upkeep", ""}
    return {names.get(name, name) for name in outside}


def test_every_library_of_the_code_is_a_requirement_and_benchmarks_may_use_those_of_the_tests():
    measuring = [path for path in list_code() if name_of(path).startswith(("benchmarks/", "upkeep/"))]
    assert (
        list_foreign([path for path in list_code() if path not in measuring]) - list_required("requirements.txt")
        == set()
    )
    lists = ("requirements.txt", "requirements-dev.txt", "requirements-fuzz.txt")
    assert list_foreign(measuring) - list_required(*lists) == set()


def test_nothing_is_unpickled_or_run_from_text():
    found = []
    for path in list_code():
        libraries = {name.split(".")[0] for name in list_imports(path)}
        found += sorted(libraries & {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"})
        calls = [node for node in ast.walk(ast.parse(read(path))) if isinstance(node, ast.Call)]
        names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        found += sorted(names & {"eval", "exec", "__import__"})
        found += [ast.unparse(call) for call in calls if may_unpickle(call)]
    assert found == []


def may_unpickle(call: ast.Call) -> bool:
    """Whether a call reads pickles or could: by pandas, or by NumPy without the word allow_pickle=False."""
    said = [keyword.value for keyword in call.keywords if keyword.arg == "allow_pickle"]
    allowed = any(not (isinstance(value, ast.Constant) and value.value is False) for value in said)
    return (
        allowed or (ast.unparse(call.func) == "np.load" and not said) or ast.unparse(call.func).endswith("read_pickle")
    )


@pytest.mark.parametrize(
    ("code", "may"),
    [
        ("np.load(path, allow_pickle=False)", False),
        ("np.load(path)", True),
        ("np.load(path, None, True)", True),
        ("np.load(path, allow_pickle = True)", True),
        ("np.load(path, allow_pickle=trusted)", True),
        ("np.savez_compressed(path, allow_pickle=False)", False),
        ("pd.read_pickle(path)", True),
        ("load(path)", False),
    ],
)
def test_a_call_that_may_unpickle_is_seen_in_any_spelling(code, may):
    (call,) = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    assert may_unpickle(call) is may
