"""A fault per check, and the ways in which one can be otherwise, each at a company of its own."""

import random
from dataclasses import dataclass, field
from itertools import count

from dq.settings.names import eighteen

PREFIX = {
    "account": "001", "contact": "003", "relation": "07k", "portal_user": "005", "project": "a0P",
    "approval": "a0A",
}  # fmt: skip
# Per plant: what is expected of the way out. `do` and `ask` go to Salesforce, `office` is handed
# to the back office, anything else is the page that is opened.
PLANTS = {}
SYLLABLES = (
    "ba",
    "do",
    "fu",
    "ge",
    "hi",
    "jo",
    "ka",
    "lu",
    "me",
    "ni",
    "po",
    "ra",
    "su",
    "ti",
    "ve",
)
FIRST = (
    "Anouk", "Bram", "Cees", "Dirk", "Esmee", "Floris", "Gijs", "Hanneke", "Ilse", "Joost", "Klaas",
    "Lotte", "Maaike", "Niels", "Olga", "Pim", "Quinten", "Roos", "Sjoerd", "Truus", "Ulrike",
    "Vera", "Wouter", "Xandra", "Yvonne", "Zeger",
)  # fmt: skip


@dataclass(frozen=True)
class Plant:
    """A fault: the check that finds it, the way out that is wanted, and what is typed for it."""

    check: str
    make: object
    way: str
    answer: str | None = None


def plant(way, answer=None):
    """Register a plant; what follows __ in its name says in what it is otherwise."""

    def keep(make):
        check = make.__name__.split("__")[0]
        PLANTS[make.__name__] = Plant(check, make, way, answer)
        return make

    return keep


def words():
    """Names that nothing looks like."""
    dice = random.Random(18)
    seen = set()
    while True:
        word = "".join(dice.sample(SYLLABLES, 4)).capitalize()
        if word not in seen:
            seen.add(word)
            yield word


@dataclass
class Company:
    """An account, and the rows of what was planted there; ids are of this plant alone."""

    name: str
    words: object
    numbers: object
    rows: list = field(default_factory=list)

    def __post_init__(self):
        self.firm = next(self.words)
        self.domain = f"{self.firm.lower()}.example"
        self.id = self.account(name=f"{self.firm} BV")

    def _row(self, table, values):
        prefix = PREFIX.get(table)
        number = next(self.numbers)
        id = eighteen(f"{prefix}{number:012}") if prefix else f"CT{number}"
        self.rows.append((table, {"id": id, **values}))
        return id

    def account(self, **values):
        return self._row("account", {"name": f"{next(self.words)} BV", **values})

    def person(self, **values):
        number = next(self.numbers)
        first, last = FIRST[number % len(FIRST)], next(self.words)
        email = f"{first}.{last}@{self.domain}".lower()
        card = {
            "account_id": self.id, "first_name": first, "last_name": last, "title": "Planner",
            "email": email, "status": "active", **values,
        }  # fmt: skip
        card.setdefault("username", card["email"])
        return self._row("contact", card)

    def colleagues(self, number=4):
        return [self.person() for _ in range(number)]

    def general(self, address, **values):
        own = {"first_name": None, "last_name": f"{self.firm} BV", "kind": "general"}
        return self.person(email=address, **own, **values)

    def relation(self, person, account, **values):
        own = {"contact_id": person, "account_id": account, "active": True, "direct": False}
        return self._row("relation", {**own, **values})

    def user(self, person, username, **values):
        own = {"contact_id": person, "username": username, "email": username, "active": True}
        return self._row("portal_user", {**own, **values})

    def project(self, **values):
        own = {"name": f"Project {next(self.words)}", "account_id": self.id, "status": "active"}
        return self._row("project", {**own, **values})

    def approves(self, person, project=None):
        """Somebody approves hours on a project, on which somebody in service does so too."""
        if project is None:
            project = self.project()
            self.approves(self.person(), project)
        own = {"project_id": project, "contact_id": person, "kind": "hours", "active": True}
        return self._row("approval", own)

    def bc(self, person, **values):
        own = {"salesforce_id": person, "name": "Iemand", "blocked": False}
        return self._row("bc_contact", {**own, **values})

    def mail(self, mailbox):
        return f"{mailbox}@{self.domain}"

    def ids(self, *tables):
        return [row["id"] for table, row in self.rows if not tables or table in tables]


def companies():
    """Every plant with its company, its rows made."""
    found, names, numbers = {}, words(), count(500_000)
    for name, one in PLANTS.items():
        company = Company(name, names, numbers)
        one.make(company)
        found[name] = company
    return found


# What is missing or cannot be so.


@plant("ask", "Inkoper")
def missing_title(at):
    at.person(title=None)


@plant("ask", "Vera")
def missing_name(at):
    at.person(first_name=None, kind="person")


@plant("ask", "Vera")
def missing_name__a_dash_for_a_first_name(at):
    at.person(first_name="-")


@plant("ask", "Rozenboom")
def missing_name__a_word_for_a_last_name(at):
    at.person(last_name="Onbekend")


@plant("ask", "Vera van den Rozenboom")
def missing_name__nothing(at):
    at.person(first_name=None, last_name="-", kind="person")


@plant("ask", "030 2345678")
def invalid_phone(at):
    at.person(phone="12")


@plant("ask", "06 23456789")
def invalid_phone__the_mobile(at):
    at.person(phone="030 2345671", mobile="06 123")


@plant("ask", "030 2345672")
def invalid_phone__the_same_twice(at):
    at.person(phone="030 12", mobile="030 12")


@plant("ask", "030 2345673, 06 23456780")
def invalid_phone__both(at):
    at.person(phone="030 13", mobile="06 124")


@plant("ask", "nieuw.adres@vermeulen.example")
def missing_email(at):
    at.person(email=None)


@plant("ask", "nieuw.adres@sanders.example")
def missing_email__a_word_that_says_nothing(at):
    at.person(email="n.v.t.")


@plant("ask", "goed.adres@dekker.example")
def invalid_email(at):
    at.person(email="goed adres@@dekker", username=None)


@plant("ask", "nieuwer@peters.example")
def bounced_email(at):
    at.person(bounced="2026-11-02 09:30:00", bounce_reason="550 mailbox unavailable")


@plant("do")
def email_domain_typo(at):
    at.person(email="bertus.kwast@gmial.com")


@plant("ask", "geert.spijker@hotmail.com")
def email_domain_typo__it_is_somebody_elses(at):
    at.person(email="klaasje.trom@gmial.com")
    at.person(email="klaasje.trom@gmail.com")


@plant("ask", None)
def email_other_domain(at):
    at.colleagues(6)
    at.person(email="odette@elders-werk.example")


@plant("ask", "odette.deeigen@{domain}")
def email_other_domain__the_mailbox_is_of_somebody_else(at):
    at.colleagues(6)
    at.person(first_name="Joris", last_name="Elswijk", email="teo@anders-werk.example")


@plant("ask", "ernst.eigen@{domain}")
def email_other_domain__it_is_somebody_elses(at):
    at.colleagues(6)
    at.person(email=at.mail("jurriaan"))
    at.person(email="jurriaan@anders-werk.example")


@plant("do")
def damaged_text(at):
    at.person(first_name="RenÃ©")


@plant("do")
def damaged_text__two_fields(at):
    at.person(first_name="AndrÃ©", last_name="CrÃ´nÃ©sto")


@plant("do")
def damaged_text__the_address(at):
    at.person(email=f"\u0430nnabel@{at.domain}", username=f"\u0430nnabel@{at.domain}")


@plant("ask", "Renée")
def damaged_text__a_letter_that_nobody_knows(at):
    at.person(first_name="Ren?e")


@plant("ask", "Noël")
def damaged_text__one_known_and_one_not(at):
    at.person(first_name="No?l", title="ChefÃ©")


# Usernames.


@plant("do")
def username_missing(at):
    at.approves(at.person(username=None))


@plant("ask", "eigen.adres@jacobs.example")
def username_missing__no_address(at):
    at.approves(at.person(email=None, username=None))


@plant("do")
def username_missing__a_portal_user_that_is_off(at):
    one = at.person(email=at.mail("uit"), username=None)
    at.user(one, at.mail("uit"), active=False)
    at.approves(one)


@plant("do")
def username_not_email(at):
    at.person(username=at.mail("oud"))


@plant("do")
def username_not_email__with_its_portal_user(at):
    at.user(at.person(username=at.mail("ouder")), at.mail("ouder"))


@plant("do")
def username_not_email__of_the_portal_user_alone(at):
    at.user(at.person(), at.mail("alleen"))


@plant("do")
def username_not_email__only_the_portal_user_has_one(at):
    at.user(at.person(username=None), at.mail("enige"))


@plant("office")
def username_not_email__of_two_portal_users(at):
    one = at.person(email=at.mail("twee"))
    at.user(one, at.mail("twee"))
    at.user(one, at.mail("anders"))


@plant("do")
def username_not_email__the_address_is_taken(at):
    at.person(email=at.mail("bezet"), username=at.mail("eigen"))
    at.person(email=at.mail("bezet2"), username=at.mail("bezet"), status="inactive")


@plant("do")
def username_clash(at):
    at.person(email=at.mail("samen"))
    at.person(username=at.mail("samen"))


@plant("do")
def username_clash__who_has_it_by_right_is_second(at):
    at.person(username=at.mail("rechts"))
    at.person(email=at.mail("rechts"))


@plant("do")
def username_clash__with_a_general_card(at):
    at.general(at.mail("planning"))
    at.person(username=at.mail("planning"))


@plant("ask", "een.eigen@adres-hier.example")
def username_clash__and_the_address_too(at):
    at.person(email=at.mail("gelijk"))
    at.person(email=at.mail("gelijk"))


@plant("do")
def username_clash__by_a_portal_user(at):
    at.person(email=at.mail("gebruiker"))
    at.user(at.person(username=None), at.mail("gebruiker"))


@plant("do")
def username_clash__by_one_that_is_off(at):
    at.person(email=at.mail("uitgezet"))
    at.user(at.person(username=None), at.mail("uitgezet"), active=False)


@plant("do")
def username_clash__of_a_leaver_with_an_own_address(at):
    at.person(email=at.mail("functie"))
    at.person(username=at.mail("functie"), status="inactive")


@plant("do")
def username_clash__of_three(at):
    at.person(email=at.mail("drie"))
    at.person(username=at.mail("drie"))
    at.person(username=at.mail("drie"))


@plant("do")
def username_taken(at):
    at.person(email=at.mail("genomen"), username=None)
    at.person(username=at.mail("genomen"))


@plant("ask", "een.ander@adres-daar.example")
def username_taken__whose_address_it_is(at):
    at.person(email=at.mail("beide"), username=None)
    at.person(email=at.mail("beide"))


@plant("ask", "nog.een@adres-ginds.example")
def username_taken__of_a_general_card(at):
    at.general(at.mail("receptie"))
    at.person(email=at.mail("receptie"), username=None)


@plant("ask", "anneke.vink@adres-ergens.example")
def username_lookalike(at):
    at.person(email=at.mail("mandarijn"))
    at.person(email=at.mail("mandarijm"))


@plant("do")
def username_lookalike__a_digit_behind_it(at):
    at.person(email=at.mail("sinaasappel"))
    at.person(username=at.mail("sinaasappel1"))


@plant("ask", "weer.een@adres-elders.example")
def duplicate_email(at):
    at.person(email=at.mail("delen"))
    at.person(email=at.mail("delen"), username=None)


@plant("ask", "en.weer@adres-verder.example")
def duplicate_email__with_a_general_card(at):
    at.person(email=at.mail("balie"), username=None)
    at.general(at.mail("balie"))


# What is there twice.


def twice(at, **values):
    """One person with two cards."""
    same = {
        "first_name": FIRST[next(at.numbers) % len(FIRST)],
        "last_name": next(at.words),
        "mobile": f"06 2{next(at.numbers)}{next(at.numbers) % 1000:03}",
    }
    return at.person(**same), at.person(**{**same, "email": None, **values})


@plant("do")
def duplicate_person(at):
    twice(at)


@plant("do")
def duplicate_person__of_three(at):
    first, _second = twice(at)
    [one] = [row for table, row in at.rows if row["id"] == first]
    same = {name: one[name] for name in ("first_name", "last_name", "mobile")}
    at.person(**same, email=None, title=None)


@plant("do")
def duplicate_person__with_one_address(at):
    first, second = twice(at)
    rows = {row["id"]: row for table, row in at.rows if table == "contact"}
    rows[second]["email"] = rows[first]["email"]


@plant("merge")
def duplicate_person__both_log_in(at):
    first, second = twice(at)
    at.user(first, at.mail("eerste"))
    at.user(second, at.mail("tweede"))


@plant("do")
def duplicate_account(at):
    at.account(
        name=f"{at.firm} B.V.", street="Laan 12", postal_code="3511 AB", city="Utrecht",
        kvk_number="30123456",
    )  # fmt: skip
    [one] = [row for table, row in at.rows if row["id"] == at.id]
    one |= {"street": "Laan 12", "postal_code": "3511 AB", "city": "Utrecht"}
    one["kvk_number"] = "30123456"


@plant("do")
def general_card_double(at):
    at.general(at.mail("info"))
    at.general(at.mail("info"), username=None)


@plant("do")
def general_card_double__of_three(at):
    at.general(at.mail("post"))
    at.general(at.mail("post"), username=None)
    at.general(at.mail("post"), username=None)


@plant("do")
def duplicate_relation(at):
    one, there = at.person(), at.account()
    at.relation(one, there, roles="Evaluator")
    at.relation(one, there)


@plant("do")
def duplicate_relation__of_three(at):
    one, there = at.person(), at.account()
    at.relation(one, there, roles="Evaluator")
    at.relation(one, there, active=False)
    at.relation(one, there)


@plant("do")
def duplicate_relation__one_is_the_own_account(at):
    one = at.person()
    at.relation(one, at.id, direct=True)
    at.relation(one, at.id, roles="Evaluator")


# Cards at no account, or at one that is not there.


@plant("do")
def contact_without_account(at):
    at.relation(at.person(account_id=None), at.id)


@plant("do")
def contact_without_account__by_its_domain(at):
    at.colleagues(6)
    at.person(account_id=None)


@plant("contact")
def contact_without_account__related_to_two(at):
    one = at.person(account_id=None, email="los@provider-mail.example")
    at.relation(one, at.id)
    at.relation(one, at.account())


@plant("do")
def contact_without_account__related_twice(at):
    one = at.person(account_id=None)
    at.relation(one, at.id)
    at.relation(one, at.id, active=None)


@plant("do")
def account_not_found(at):
    one = at.person(account_id=eighteen("001000000900001"))
    at.relation(one, at.id)


@plant("contact")
def account_not_found__nothing_known(at):
    at.person(account_id=eighteen("001000000900002"), email="alleen@nergens-mail.example")


# Shared mailboxes.


@plant("general")
def shared_mailbox_on_person(at):
    at.person(email=at.mail("planning"))


@plant("general")
def general_card_missing(at):
    project = at.project()
    at.approves(at.person(email=at.mail("urenbriefjes")), project)
    at.approves(at.person(email=at.mail("urenbriefjes"), username=None), project)


# Who left.


def leaver(at, **values):
    """Somebody of whom the last day is known."""
    one = at.person(**{"status": "left", **values})
    at.relation(one, at.account(), active=False, end_date="2026-09-30")
    return one


@plant("do")
def leaver_still_approves(at):
    at.approves(leaver(at, successor_id=at.person()))


@plant("do")
def leaver_still_approves__three_with_one_heir(at):
    heir = at.person()
    for _ in range(3):
        at.approves(leaver(at, successor_id=heir))


@plant("leave")
def leaver_without_successor__two_of_one_account(at):
    leaver(at)
    leaver(at)


@plant("leave")
def leaver_still_approves__nobody_known(at):
    at.approves(leaver(at))


@plant("do")
def leaver_still_approves__the_successor_left_too(at):
    last = at.person()
    at.approves(leaver(at, successor_id=leaver(at, successor_id=last)))


@plant("leave")
def leaver_without_successor(at):
    leaver(at)


@plant("do")
def leaver_can_log_in(at):
    one = leaver(at, successor_id=at.person(), email=at.mail("weg"))
    at.user(one, at.mail("weg"))


@plant("do")
def leaver_can_log_in__nobody_takes_over(at):
    one = leaver(at, email=at.mail("weggegaan"))
    at.user(one, at.mail("weggegaan"))


@plant("do")
def leaver_active_in_bc(at):
    at.bc(leaver(at, successor_id=at.person()))


@plant("do")
def successor_left(at):
    leaver(at, successor_id=leaver(at, successor_id=at.person()))


@plant("leave")
def successor_left__nobody_is_there(at):
    leaver(at, successor_id=at.person(status="inactive"))


# What only Salesforce or Business Central can put right.


@plant("office")
def damaged_account(at):
    at.account(name="CafÃ© Zonnebloem")


@plant("office")
def damaged_project(at):
    at.approves(at.person(), at.project(name="RenovatiÃ« Noord"))


@plant("office")
def damaged_user(at):
    at.user(at.person(email=at.mail("schade")), at.mail("schade"), last_name="CafÃ©")


@plant("office")
def damaged_bc_contact(at):
    at.bc(at.person(), name="JosÃ©")


@plant("office")
def bc_email_differs(at):
    at.bc(at.person(), email="anders@elders-bc.example")


@plant("office")
def inactive_in_bc_active_here(at):
    at.bc(at.person(), blocked=True)


@plant("office")
def user_differs_from_card(at):
    one = at.person(email=at.mail("verschil"))
    at.user(one, at.mail("verschil"), email="ander@verschil-mail.example")


@plant("office")
def unused_login(at):
    one = at.person(email=at.mail("slapend"))
    at.user(one, at.mail("slapend"), last_login="2019-01-01 10:00:00")


@plant("office")
def project_without_approver(at):
    at.project()
