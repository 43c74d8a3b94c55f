"""Another value for every setting, so that what it changes is seen."""

from dq.settings.declared import DECLARED

# By the kind of the setting: `now` is what it is.
BY_KIND = {
    "number": lambda one, now: one.within[1] if now != one.within[1] else one.within[0],
    "share": lambda one, now: one.within[1] / 100,
    "target": lambda one, now: 0.5,
    "switch": lambda one, now: not now,
    "choice": lambda one, now: "off",
    "order": lambda one, now: [*now][::-1][:2],
    "address": lambda one, now: "https://zorg.lightning.force.com",
    "link": lambda one, now: "http://kaartenbak:8501",
    "receivers": lambda one, now: ["Sanne: sanne@kantoor.example"],
    "lines": lambda one, now: now[3:] if len(now) > 3 else ["vereniging"],
    "together": lambda one, now: ["firma.nl, firma.com"],
    "names": lambda one, now: ["sjaak = wubbo"],
    "teams": lambda one, now: ["Noord: Sanne"],
}
# Of these the other value of their kind changes nothing of what the tests have.
NONE = dict.fromkeys(("mailbox_words", "typo_targets", "empty_words", "common_endings"), [])


def value(one, now):
    """Another value for a setting than it has."""
    return NONE[one.name] if one.name in NONE else BY_KIND[one.kind](one, now)


def every(usual):
    """Another value for all of them: of the checks another severity, so that they still find."""
    found = {one.name: value(one, usual[one.name]) for one in DECLARED}
    checks = [name for name, content in found.items() if content == "off"]
    return found | {name: "error" if usual[name] != "error" else "notice" for name in checks}
