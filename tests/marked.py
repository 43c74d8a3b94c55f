"""A company whose every text is marked, and a store in which a query fails that quotes one."""

import duckdb

from dq.objects import OBJECTS

MARK = "Geheim"
# What fails as DuckDB does on a value of the data, which it then quotes.
QUOTES = "select (last_name || 'x')::integer from main.contact"


def mark(db):
    """Write a marked value into every text of every object, but what are keys and codes."""
    for name, one in OBJECTS.items():
        for field in one.fields:
            if field.type == "varchar" and field.kind not in ("key", "code"):
                for schema in ("upstream", "main"):
                    db.execute(
                        f"update {schema}.{name} set {field.name} = '{MARK}' || id ||"
                        f" '{field.name}@geheim.example'"
                    )


# Other errors that have a value of the data in what they say.
SAYING = (
    lambda: duckdb.ConstraintException(f'Duplicate key "last_name: {MARK}" is there already'),
    lambda: ValueError(f"invalid literal: {MARK}"),
    lambda: duckdb.TransactionException(f'Failed to commit: duplicate key "last_name: {MARK}"'),
    lambda: KeyError(MARK),
    lambda: OSError(f"cannot read {MARK}"),
    lambda: duckdb.IOException(f"Cannot read the row {MARK}"),
    lambda: UnicodeDecodeError("utf-8", MARK.encode(), 0, 1, MARK),
    lambda: duckdb.InvalidInputException(f"Malformed JSON: {MARK}"),
)


class Failing:
    """A connection of which statement number `at` fails, counted over all its cursors; with one of
    the errors, or as DuckDB itself does."""

    def __init__(self, db, at, count=None, error=None):
        self.db, self.at, self.count = db, at, [0] if count is None else count
        self.error = error

    def cursor(self):
        return Failing(self.db.cursor(), self.at, self.count, self.error)

    def _ask(self, how, *given, **named):
        self.count[0] += 1
        if self.count[0] == self.at:
            if self.error is not None:
                raise self.error()
            return self.db.execute(QUOTES).fetchall()
        return getattr(self.db, how)(*given, **named)

    def execute(self, *given, **named):
        return self._ask("execute", *given, **named)

    def sql(self, *given, **named):
        return self._ask("sql", *given, **named)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.db.close()

    def __getattr__(self, name):
        return getattr(self.db, name)


def quoted(db):
    """The error that such a query raises."""
    try:
        db.execute(QUOTES).fetchall()
    except duckdb.ConversionException as error:
        return error
    raise AssertionError
