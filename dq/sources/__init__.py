"""The systems that export, a file each: their objects, and the people of their own.

A file `<name>.toml` beside it has the words that its exports use, as `dq/reading/vocabulary.toml`.

Tested in tests/test_third_source.py.
"""

import importlib
import pkgutil
from functools import cache

from dq.sources.declaration import People, Source

FIRST = "salesforce"


@cache
def every() -> tuple[Source, ...]:
    """Every source, Salesforce first."""
    names = [one.name for one in pkgutil.iter_modules(__path__) if one.name != "declaration"]
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(sorted((one.SOURCE for one in modules), key=lambda one: one.name != FIRST))


def elsewhere() -> tuple[People, ...]:
    """The people of the sources that have their own, beside Salesforce's contacts."""
    return tuple(one.people for one in every() if one.people)
