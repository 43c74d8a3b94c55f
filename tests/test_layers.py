"""Who may import whom, by the table in the README; and how the house is laid out."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONT = sorted([ROOT / "app.py", *ROOT.glob("web/*.py"), *ROOT.glob("pages/**/*.py")])
INSIDE = sorted(ROOT.glob("dq/**/*.py"))
# The rooms of `dq`, each above those that it may import: nothing imports from a later one.
ROOMS = (
    "errors", "discreet", "progress", "rounds", "scratch", "access", "words", "sources", "objects",
    "values", "checks", "settings", "reading", "store", "domain", "matching", "judging", "outgoing",
    "queries", "intake", "handover", "commands", "casework", "cli", "__main__",
)  # fmt: skip
# The floors of rooms that have rooms in them, lowest first.
FLOORS = {
    "dq/matching": (
        "columns", "values", "comparing", "kind", "kinds", "recipe", "records", "pairs",
        "weighing", "unreadable", "pipeline", "changed", "searching", "files", "spark",
    ),
    "dq/intake": (
        "sheet", "batch", "columns", "answers", "cells", "tables", "landing", "upload",
        "brought", "inbox",
    ),
    "dq/handover": ("lists", "package", "report"),
    "pages/ui": ("words", "session", "widgets", "frame"),
}  # fmt: skip
# Who alone may import a library.
LIBRARIES = {"streamlit": ("app.py", "web/", "pages/"), "pyspark": ("dq/matching/spark/",)}
# Catalogues: one rule, verb or kind a file, found by its name.
CATALOGUES = {"dq/checks", "dq/commands", "dq/matching/kinds"}
MOST_FILES = 15
# The last line of a module's docstring, where its test has another name.
TESTED = re.compile(r"Tested in (tests/[\w/]+\.py)\.")


def name(path):
    return str(path.relative_to(ROOT))


def imports(path, types=True):
    """Every module that `path` imports, wherever in the file; with what only types need or not."""
    tree = ast.parse(path.read_text("utf-8"))
    for_types = [
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    ]
    for node in ast.walk(tree):
        if not types and node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(module, *packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def part(module, package):
    """The file or folder directly in `package` that a module is in; None for others."""
    parts, start = module.split("."), package.split(".")
    return parts[len(start)] if parts[: len(start)] == start and len(parts) > len(start) else None


def module(path):
    return name(path).removesuffix(".py").replace("/", ".")


def upward(package, order):
    """The imports between the parts of a package that go to a part after one's own."""
    found = []
    for path in [*INSIDE, *FRONT]:
        here = part(module(path), package)
        for target in imports(path, types=False) if here in order else ():
            there = part(target, package)
            if there in order and order.index(there) > order.index(here):
                found.append((name(path), target))
    return found


def test_no_room_reaches_upwards():
    assert upward("dq", ROOMS) == []


def test_every_room_has_its_place():
    assert {part(module(path), "dq") for path in INSIDE} - {"__init__"} == set(ROOMS)


def test_no_floor_reaches_upwards():
    found = {room: upward(room.replace("/", "."), floors) for room, floors in FLOORS.items()}
    assert found == dict.fromkeys(FLOORS, [])


def test_nothing_behind_the_doors_knows_them():
    strays = [
        (name(path), target)
        for path in INSIDE
        for target in imports(path)
        if within(target, "pages", "web", "app")
    ]
    assert strays == []


def test_a_library_stays_in_its_room():
    strays = [
        (name(path), library)
        for path in [*INSIDE, *FRONT]
        for library, places in LIBRARIES.items()
        if not name(path).startswith(places)
        and any(within(target, library) for target in imports(path))
    ]
    assert strays == []


def test_matching_needs_no_database():
    strays = [
        name(path)
        for path in ROOT.glob("dq/matching/**/*.py")
        if any(within(target, "duckdb") for target in imports(path))
    ]
    readers = ["dq/matching/files/engine_duckdb.py", "dq/matching/files/exports.py"]
    assert sorted(strays) == readers


def test_commands_do_not_import_each_other():
    above = "dq.commands", "dq.checks", "dq.judging", "dq.queries", "dq.intake.landing"
    strays = [
        (name(path), target)
        for path in ROOT.glob("dq/commands/*.py")
        for target in imports(path)
        if within(target, *above)
    ]
    assert strays == []


def test_pages_open_no_store():
    """It is opened, and a command is run, in `pages/ui` alone."""
    strays = [
        (name(path), target)
        for path in FRONT
        for target in imports(path)
        if within(target, "dq.store.door", "dq.store.opening")
        and not name(path).startswith("pages/ui/")
    ]
    assert strays == []


def code(path):
    """What is called and named in a module, without its comments and texts."""
    return "\n".join(
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    )


def test_what_must_ask_who_is_there_goes_by_what_asks():
    """Files come and go for one session; parts of a page are drawn for who may still read."""
    once = {
        "download_button": "download.py",
        "file_uploader": "uploader.py",
        "st.fragment": "guarded.py",
        "st.dialog": "guarded.py",
    }
    strays = [
        (name(path), widget)
        for path in FRONT
        for widget, place in once.items()
        if re.search(rf"\b{widget}\b", code(path)) and path.name != place
    ]
    assert strays == []


def test_a_page_imports_no_page_and_no_parts_of_another_section():
    shared = {"ui": ("pages.ui",), "parts": ("pages.ui", "pages.parts")}
    strays = []
    for path in ROOT.glob("pages/*/**/*.py"):
        section = path.relative_to(ROOT).parts[1]
        allowed = shared.get(section, (*shared["parts"], f"pages.{section}.parts"))
        others = [target for target in imports(path) if within(target, "pages")]
        strays += [(name(path), target) for target in others if not within(target, *allowed)]
    assert strays == []


def test_every_module_says_what_it_is_for():
    silent = [
        name(path)
        for path in [*INSIDE, *FRONT]
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_every_folder_says_what_it_holds():
    sections = {path.parent for path in ROOT.glob("pages/*/*.py")}
    folders = {path.parent for path in [*INSIDE, *FRONT]} - sections - {ROOT}
    assert [name(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_no_folder_is_a_heap():
    counted = {
        name(folder): sum(file.name != "__init__.py" for file in folder.glob("*.py"))
        for folder in {path.parent for path in [*INSIDE, *FRONT]}
    }
    assert {at for at, files in counted.items() if files > MOST_FILES} <= CATALOGUES


def test_every_module_has_its_test_or_says_where_it_is_tested():
    lost = []
    for path in INSIDE:
        text = ast.parse(path.read_text("utf-8"))
        if path.name == "__init__.py" and len(text.body) == 1 or path.name == "__main__.py":
            continue
        of = path.parent if path.name == "__init__.py" else path
        mirrored = ROOT / "tests" / path.relative_to(ROOT / "dq").parent / f"test_{of.stem}.py"
        said = TESTED.search(ast.get_docstring(text) or "")
        if not mirrored.exists() and not (said and (ROOT / said[1]).exists()):
            lost.append(name(path))
    assert lost == []


def asks_at_once(node):
    """The calls that run as the module is loaded: outside functions, and their defaults."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            early = [child.args, *getattr(child, "decorator_list", ())]
            for one in early:
                yield from asks_at_once(one)
        else:
            if isinstance(child, ast.Call):
                yield ast.unparse(child.func)
            yield from asks_at_once(child)


def test_the_clock_is_asked_when_it_is_needed():
    """A program that runs past midnight, be it a server or a suite, has another day by then."""
    clocks = {"date.today", "datetime.now", "datetime.today", "time.time"}
    early = [
        (str(path.relative_to(ROOT)), call)
        for folder in ("dq", "pages/ui", "generator", "tests")  # a page runs anew with each visit
        for path in ROOT.glob(f"{folder}/**/*.py")
        for call in asks_at_once(ast.parse(path.read_text("utf-8")))
        if call in clocks
    ]
    assert early == []
