"""The people themselves: who they are, where they work, and who is easily taken for another."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from generator import alike, names
from generator.columns import text, words
from generator.companies import Companies
from generator.names import WORDS
from generator.practice import PLAIN, Habits

LOCAL_PARTS = ("first.last", "f.last", "first", "flast", "first_last")
# Shares of the people that are given a confusable other, by kind.
CONFUSABLE = {
    "namesake_elsewhere": 0.010,
    "colleague_shared_phone": 0.006,
    "father_son": 0.003,
    "couple": 0.004,
    "numbered_address": 0.004,
    "mobile_passed_on": 0.004,
    "shared_mailbox": 0.006,
    "shared_address": 0.002,
}


@dataclass
class People:
    """Columns of one value per person; the pairs that are not one person, with the kind."""

    company: np.ndarray
    account: np.ndarray
    gender: np.ndarray
    formal: np.ndarray
    call: np.ndarray
    initials: np.ndarray
    prefix: np.ndarray
    surname: np.ndarray
    partner: np.ndarray  # the other half of a double name, or ''
    title: np.ndarray
    email: np.ndarray
    mobile: np.ndarray  # ten digits
    phone: np.ndarray  # ten digits: the switchboard or a direct number
    postal_code: np.ndarray
    city: np.ndarray
    private: np.ndarray  # the address above is the home, not the company
    negatives: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def by_address(self) -> set[str]:
        """The kinds of which the address is what makes them easily taken for one."""
        return {kind for _, _, kind in self.negatives} & {
            *("numbered_address", "shared_mailbox", "shared_address"),
            *("initial_after", "numbered_mistyped", "junior"),
        }

    def confusable(self, *kinds: str) -> list[int]:
        """The people in the negatives of these kinds."""
        return [p for left, right, kind in self.negatives if kind in kinds for p in (left, right)]

    def __len__(self) -> int:
        return len(self.company)


def build(
    rng: np.random.Generator, companies: Companies, count: int, habits: Habits = PLAIN
) -> People:
    """Draw the people, then make some of them confusable; addresses come last, from both."""
    company = np.sort(rng.choice(len(companies.size), count, p=companies.size))
    account = place(rng, companies, company)
    gender = np.where(rng.random(count) < 0.55, "m", "f")
    formal, call = _given(rng, gender)
    prefix, surname = _surnames(rng, count)
    _, partner = _surnames(rng, count)
    partner[rng.random(count) >= np.where(gender == "f", 0.16, 0.01)] = ""
    private = rng.random(count) < 0.12
    home = rng.integers(0, len(companies.city), count)
    order = np.arange(count) - np.searchsorted(company, company)
    direct = rng.random(count) < 0.45
    extension = words([f"{n:02d}" for n in range(100)])
    people = People(
        company=company,
        account=account,
        gender=gender,
        formal=formal,
        call=call,
        initials=_initials(rng, formal),
        prefix=prefix,
        surname=surname,
        partner=partner,
        title=rng.choice(words(WORDS["titles"]), count),
        email=np.empty(count, dtype=object),
        mobile=mobiles(rng, count),
        phone=companies.line[company] + np.where(direct, extension[order % 99 + 1], "00"),
        postal_code=np.where(private, companies.postal_code[home], companies.postal_code[company]),
        city=np.where(private, companies.city[home], companies.city[company]),
        private=private,
    )
    _confuse(rng, companies, people, habits)
    people.email[:] = addresses(companies, people, LOCAL_PARTS + habits.local_parts)
    _share_addresses(companies, people)
    if habits.confusable:
        alike.readdress(rng, companies, people)
    return people


def place(rng: np.random.Generator, companies: Companies, company: np.ndarray) -> np.ndarray:
    """An account of each company, any of them alike."""
    spread = rng.random(len(company)) * companies.account_count[company]
    return companies.first_account[company] + spread.astype(int)


def mobiles(rng: np.random.Generator, count: int) -> np.ndarray:
    """Mobile numbers as ten digits."""
    second = rng.choice(np.array([1, 2, 3, 4, 5, 8]), count)
    number = 600_000_000 + second * 10_000_000 + rng.integers(1_000_000, 10_000_000, count)
    return "0" + text(number)


def _given(rng: np.random.Generator, gender: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    formal = np.empty(len(gender), dtype=object)
    call = np.empty(len(gender), dtype=object)
    for sex in ("m", "f"):
        mask = gender == sex
        drawn = names.given_names(sex).draw(rng, int(mask.sum()))
        pick = rng.random(len(drawn))
        formal[mask] = [name for name, _ in drawn]
        call[mask] = [calls[int(p * len(calls))] for (_, calls), p in zip(drawn, pick, strict=True)]
    return formal, call


def _surnames(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    drawn = names.surnames().draw(rng, count)
    return np.array([p for p, _ in drawn], dtype=object), np.array(
        [s for _, s in drawn], dtype=object
    )


def _initials(rng: np.random.Generator, formal: np.ndarray) -> np.ndarray:
    extra = rng.choice(words(list("AAABCCEFGHHJJJJLMMMNPRSTWW")), (2, len(formal)))
    more = rng.choice(3, len(formal), p=[0.45, 0.40, 0.15])
    first = np.array([name[0] + "." for name in formal], dtype=object)
    first += np.where(more > 0, extra[0] + ".", "")
    return first + np.where(more > 1, extra[1] + ".", "")


def _confuse(
    rng: np.random.Generator, companies: Companies, people: People, habits: Habits
) -> None:
    """Rewrite people so that each kind of confusable pair occurs at its rate; nobody twice."""
    free = iter(rng.permutation(len(people)))
    for kind, rate in (CONFUSABLE | habits.confusable).items():
        wanted = len(people) * rate / 2
        if wanted < 1 and kind not in CONFUSABLE:  # of a small company some kinds are not there
            wanted = rng.random() < wanted
        wanted = max(int(wanted), kind in CONFUSABLE)
        if kind == "shared_address":
            chosen = [int(next(free)) for _ in range(max(2 * wanted, 4))]
            people.negatives += [(a, b, kind) for a, b in zip(chosen[:-1], chosen[1:], strict=True)]
            continue
        for _ in range(wanted):
            left, right = int(next(free)), int(next(free))
            _pair(rng, companies, people, left, right, kind)
            people.negatives.append((left, right, kind))


def _pair(
    rng: np.random.Generator, companies: Companies, p: People, left: int, right: int, kind: str
) -> None:
    """Make person `right` confusable with `left` in the way of `kind`."""
    if kind not in CONFUSABLE:
        alike.confuse(rng, p, left, right, kind)
    if kind in ("namesake_elsewhere", "numbered_address"):
        for column in (p.gender, p.formal, p.call, p.prefix, p.surname, p.partner):
            column[right] = column[left]
        p.initials[right] = p.formal[right][0] + p.initials[right][1:]
    if kind == "numbered_address":
        p.initials[right] = p.initials[left]
    if kind in ("colleague_shared_phone", "father_son", "couple"):
        p.prefix[right], p.surname[right] = p.prefix[left], p.surname[left]
        p.partner[left] = p.partner[right] = ""
    if kind == "colleague_shared_phone" and p.call[right][0] == p.call[left][0]:
        p.gender[right] = "f" if p.gender[left] == "m" else "m"
        _other_initial(rng, p, left, right)
    if kind == "father_son":
        p.gender[left] = p.gender[right] = "m"
        _same_initial(rng, p, left, right)
        p.initials[right] = p.initials[left][:2]
    if kind == "couple":
        p.gender[right] = "f" if p.gender[left] == "m" else "m"
        _other_initial(rng, p, left, right)
        p.private[left] = p.private[right] = True
        p.postal_code[right], p.city[right] = p.postal_code[left], p.city[left]
        p.phone[right] = p.phone[left]
    if kind == "mobile_passed_on":
        p.mobile[right] = p.mobile[left]
    if kind not in ("namesake_elsewhere", "couple"):
        p.company[right], p.account[right] = p.company[left], p.account[left]
        p.phone[right] = companies.line[p.company[right]] + "00"
        if not p.private[right]:
            p.postal_code[right] = companies.postal_code[p.company[right]]
            p.city[right] = companies.city[p.company[right]]
        if kind in ("colleague_shared_phone", "father_son"):
            p.phone[left] = p.phone[right]


def _same_initial(rng: np.random.Generator, p: People, left: int, right: int) -> None:
    pairs = []
    while len(pairs) < 2:
        initial = names.given_names("m").draw(rng, 1)[0][0][0]
        pairs = [pair for pair in names.given_names("m").values if pair[0][0] == initial]
    one, other = rng.choice(len(pairs), 2, replace=False)
    for person, (formal, calls) in ((left, pairs[one]), (right, pairs[other])):
        p.formal[person] = formal
        p.call[person] = next((call for call in calls if call[0] == formal[0]), formal)
        p.initials[person] = formal[0] + p.initials[person][1:]


def _other_initial(rng: np.random.Generator, p: People, left: int, right: int) -> None:
    while True:
        formal, calls = names.given_names(p.gender[right]).draw(rng, 1)[0]
        if calls[0][0] != p.call[left][0] and formal[0] != p.formal[left][0]:
            break
    p.formal[right], p.call[right] = formal, calls[0]
    p.initials[right] = formal[0] + "."


def addresses(companies: Companies, p: People, parts: tuple[str, ...]) -> np.ndarray:
    """An e-mail address of its own per person, in the company's pattern; namesakes are numbered."""
    pattern = np.array([parts[hash_ % len(parts)] for hash_ in p.company * 7 + 3])
    folded = {name: names.slug(name) for name in {*p.call, *p.prefix, *p.surname, *p.formal}}
    local = [
        names.local_part(shape, folded[call], folded[prefix], folded[surname])
        for shape, call, prefix, surname in zip(pattern, p.call, p.prefix, p.surname, strict=True)
    ]
    frame = pd.DataFrame({"local": local, "company": p.company})
    rank = frame.groupby(["local", "company"]).cumcount().to_numpy()
    number = np.where(rank > 0, text(rank + 1), "")
    return words(local) + number + "@" + companies.domain[p.company]


def _share_addresses(companies: Companies, p: People) -> None:
    """Give the people of one mailbox its address, and a sandbox's people one address for all."""
    for left, right, kind in p.negatives:
        if kind == "shared_mailbox":
            mailbox = WORDS["mailboxes"][left % len(WORDS["mailboxes"])]
            p.email[left] = p.email[right] = f"{mailbox}@{companies.domain[p.company[left]]}"
        elif kind == "shared_address":
            p.email[left] = p.email[right] = "crm@sandbox.invalid"
