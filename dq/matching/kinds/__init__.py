"""The kinds of columns that can be compared: one a file, found by its name."""

import importlib
import pkgutil

from dq.matching.kind import Kind

# As they are offered; others follow by name.
FIRST = (
    "given_name", "surname", "email", "phone", "mobile", "company", "department", "account",
    "place", "postcode", "date", "identifier", "salutation", "website",
)  # fmt: skip


def _all() -> dict[str, Kind]:
    names = {module.name for module in pkgutil.iter_modules(__path__)}
    order = [*(name for name in FIRST if name in names), *sorted(names.difference(FIRST))]
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in order}
    return {name: getattr(module, name.upper()) for name, module in modules.items()}


KINDS = _all()
