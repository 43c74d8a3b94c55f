"""Who may import whom, by the table in the README."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([ROOT / "app.py", *ROOT.glob("dq/**/*.py"), *ROOT.glob("pages/**/*.py")])
SOURCES = [path for path in SOURCES if path.exists()]


def imports(path):
    """Every module that `path` imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inside(path, *folders):
    return any(str(path.relative_to(ROOT)).startswith(folder) for folder in folders)


# folder -> modules that nothing in it imports, with the exceptions
FORBIDDEN = [
    ("dq/", ("streamlit", "pages", "app"), ()),
    ("pages/", ("duckdb", "dq.store"), ("pages/ui/",)),
    ("dq/commands/", ("dq.queries", "dq.checks", "dq.commands", "dq.judge"), ()),
    ("dq/queries/", ("dq.commands", "dq.judge"), ()),
    ("dq/checks/", ("dq.commands", "dq.queries", "dq.judge"), ()),
    ("dq/matching/", ("duckdb",), ("dq/matching/engine_duckdb.py",)),
    ("dq/matching/", ("pyspark",), ("dq/matching/engine_spark.py", "dq/matching/spark/")),
    ("dq/matching/", ("dq.store", "dq.commands", "dq.queries", "dq.checks"), ()),
    ("dq/store.py", ("dq.queries", "dq.commands", "dq.checks", "dq.matching", "dq.intake"), ()),
]
CASES = [
    (path, module)
    for folder, modules, exceptions in FORBIDDEN
    for path in SOURCES
    if inside(path, folder) and not inside(path, *exceptions)
    for module in modules
]


@pytest.mark.parametrize(
    ("path", "module"), CASES, ids=[f"{path.relative_to(ROOT)}-{m}" for path, m in CASES]
)
def test_a_layer_does_not_reach_upwards(path, module):
    reached = [name for name in imports(path) if name == module or name.startswith(f"{module}.")]
    if module == "dq.commands":  # the package itself may be imported by its own files
        reached = [name for name in reached if name != "dq.commands"]
    assert reached == []


def test_pages_do_not_import_each_other():
    for path in SOURCES:
        if inside(path, "pages/") and not inside(path, "pages/ui/"):
            others = [name for name in imports(path) if name.startswith("pages.")]
            assert all(name.startswith("pages.ui") for name in others), (path, others)


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.relative_to(ROOT)) for path in SOURCES])
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
