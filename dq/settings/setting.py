"""What a setting is, and of what kind its value.

Tested in tests/settings/test_declared.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# What a setting is: a whole number; a share (0..1, asked in per cent, the target's with a slider);
# on or off; one of its `choices`, or some of them in an order that counts; the address of a site;
# where links to the app begin; words, a line each, of a `pattern` where there is one; domains or
# names that belong together, a line each; teams; or people with their e-mail addresses.
Kind = Literal[
    "number", "share", "target", "switch", "choice", "order", "address", "link", "lines",
    "together", "names", "teams", "receivers",
]  # fmt: skip
# What of the judgement a setting changes: facts of the values and the accounts, the likely
# duplicates, or the rules alone. The rules follow from both.
Reach = Literal["facts", "matching", "rules"]


@dataclass(frozen=True)
class Setting:
    """A setting of the team: what it is called, what it may be, and what is said of another value.

    Settings of one `group` are asked, and saved, together. Every text is a message id; `refusal`
    may name the `{least}` and the `{most}` of `within`, which are in the unit that is asked, or the
    `{value}`. `asked` stands over the field where it says more than `label`, `hint` in the field
    while it is empty. `key` is the field's on the page: the setting's name, unless given. `reaches`
    says what findings are worked out anew for it; nothing where it changes none.
    """

    name: str
    kind: Kind
    group: str
    label: str
    refusal: str = ""
    within: tuple[int, int] = (0, 0)
    choices: Mapping[str, str] = field(default_factory=dict)
    pattern: str = ""
    asked: str = ""
    help: str = ""
    hint: str = ""
    key: str = ""
    reaches: tuple[Reach, ...] = ()
