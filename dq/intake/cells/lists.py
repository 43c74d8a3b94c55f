"""A list of people without keys: each gets one that the same person has in the next list too."""

from dq.intake.sheet import Sheet
from dq.objects import LIST_KEY, PARTS


def key(sheet: Sheet) -> str:
    """SQL for the key over the trimmed texts: of the address, else of the name and the number.

    People who share an address are told apart by their names. Null for a row without either.
    """
    names = [name for name in PARTS if name in sheet.columns]
    name = f"lower(strip_accents(concat_ws(' ', {', '.join(names)})))" if names else "''"
    name = f"regexp_replace({name}, '[^a-z0-9]+', ' ', 'g')"
    numbers = [field for field in ("mobile", "phone") if field in sheet.columns]
    number = f"coalesce({', '.join(numbers)}, '')" if numbers else "''"
    digits = f"right(regexp_replace({number}, '[^0-9]', '', 'g'), 9)"
    called = f"nullif(trim({name}), '') || ' ' || {digits}"
    if "email" not in sheet.columns:
        return _made(called)
    same = "over (partition by lower(email))"
    shared = f"min({name}) {same} <> max({name}) {same}"
    return _made(
        f"case when email is null then {called}"
        f" else lower(email) || case when {shared} then ' ' || {name} else '' end end"
    )


def _made(text: str) -> str:
    return f"'{LIST_KEY}' || left(md5({text}), 16)"


def others(sheets: list[Sheet]) -> str:
    """SQL condition on `known`: it did not come from such a list, which an export has no say in."""
    contacts = any(sheet.object == "contact" for sheet in sheets)
    return f"not starts_with(known.id, '{LIST_KEY}')" if contacts else "true"
