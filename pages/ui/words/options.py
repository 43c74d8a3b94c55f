"""What settings are called, and their values in words."""

from dq.settings import api
from dq.settings.declared import SETTINGS
from pages.ui.words import formats, words
from pages.ui.words.i18n import language, plain

# What the words of a picklist are of.
KINDS = {"status": "status", "card": "kind"}


def name(setting: str) -> str:
    """A setting as people say it."""
    if setting.startswith(api.PREFIX):
        return _in_salesforce(setting.removeprefix(api.PREFIX))
    return plain(SETTINGS[setting].label) if setting in SETTINGS else setting


def _in_salesforce(rest: str) -> str:
    """The kind of record, and the field or the word."""
    table = next(one for one in [*api.objects(), *KINDS] if rest.startswith(one))
    field = rest.removeprefix(table).removeprefix("_")
    kind = plain(words.OBJECTS[table]) if table in words.OBJECTS else words.field(KINDS[table])
    code = words.value("status", words.value("kind", field))
    return f"{kind} · {words.field(str(code))}" if field else kind


def value(setting: str, content: object) -> object:
    """The value of a setting in words; a list whose order says nothing as it is."""
    one = SETTINGS.get(setting)
    if one and one.kind in ("share", "target"):
        return formats.percent(float(str(content)), language())
    if one and one.kind == "choice":
        return plain(one.choices.get(str(content), str(content)))
    if one and one.kind == "order" and isinstance(content, list):
        return ", ".join(plain(one.choices[str(code)]) for code in content)
    return content
