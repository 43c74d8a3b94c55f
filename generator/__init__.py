"""A seeded generator of a Dutch secondment company's CRM at any size, with the truth beside it.

Shares of all cards, unless said otherwise (the constants of the modules are the exact rates):

- 8 % are extra cards of a person: half at the same account, a quarter at another department of
  the same customer, a quarter at a new employer (four in five of these share the mobile number,
  one in five a private address; a bare name at two companies is never one person). One extra
  card in seven is a person's third or later.
- The name of an extra card: other given name (call name, formal name, initials) 1 in 4, other
  spelling or place of the tussenvoegsel 2 in 5 of those who have one, typing error 8 %, partner's
  name added 5 %, first and last swapped 4 %, first name missing 4 %, all capitals 4 %, accents
  lost where there are any 6 %.
- Its e-mail address: missing 20 %, other address at the same domain 20 %, private 8 %, other
  case 7 %, typing error 5 %, mistyped free-mail domain 4 %, plus-tag 3 %, else the same. Mobile:
  missing 25 %, other 12 %. Phone: missing 25 %, switchboard instead of the direct line 15 %; six
  notations. Title: missing 12 %, other 22 %.
- Pairs that are easily taken for one person but are two, as shares of the people involved:
  namesakes elsewhere 1 %, colleagues with one surname and one phone .6 %, a shared mailbox .6 %,
  couples at one home address .4 %, numbered addresses .4 %, a mobile passed on .4 %, father and
  son at one company (same initial and phone) .3 %, one sandbox address on many .2 %.
- Companies: one for every twelve cards, lognormal in size; the largest tenth or so have 2 to 8
  departments; 10 % are staffing agencies, each with a general card; 1.5 % were entered twice
  under another spelling. Surnames: 30 % from the hundred commonest by Meertens' counts, 32 % from
  Faker's list, 38 % composed and rare.
- Planted defects: `defects.RATE` of the cards for each check that is a definition.

`practice` tells what goes wrong besides where people have worked for years, and at which rates.
"""

import numpy as np

from generator import cards, companies, defects, ids, lifecycle, people, practice
from generator.lifecycle import World


def generate(
    contacts: int,
    seed: int,
    extra_share: float = cards.EXTRA,
    defect_rate: float = defects.RATE,
    habits: practice.Habits = practice.PLAIN,
) -> World:
    """A CRM of exactly this many contact cards; the same seed gives the same world.

    :param extra_share: of the cards, 0..1, the cards of a person who has one already
    :param defect_rate: of the cards, 0..1, how many get each kind of defect
    :param habits: what goes wrong besides
    """
    rng = np.random.default_rng(seed)
    firms = companies.build(rng, contacts, habits)
    general = np.flatnonzero(firms.agency)[: contacts // 20]
    extra = round(contacts * extra_share)
    crowd = people.build(rng, firms, contacts - extra - len(general), habits)
    made = cards.build(rng, firms, crowd, extra, habits)
    _general_cards(made, firms, general)
    made.table["Id"] = ids.salesforce("003", contacts)
    made.table["AccountId"] = firms.accounts["Id"][made.account]
    made.table["AccountId"][made.homeless] = None
    made.table["Department"] = np.full(contacts, None, dtype=object)
    world = World(firms, made, {"contacts": made.table}, len(crowd), crowd.negatives, [])
    lifecycle.run(rng, world)
    defects.plant(rng, world, defect_rate)
    return world


def _general_cards(made: cards.Cards, firms: companies.Companies, agencies: np.ndarray) -> None:
    """Append the staffing agencies' own cards: the agency's name, a shared mailbox."""
    account = firms.first_account[agencies]
    filled = {
        "LastName": firms.accounts["Name"][account],
        "Email": "planning@" + firms.domain[agencies],
        "Phone": firms.line[agencies] + "00",
        "MailingPostalCode": firms.postal_code[agencies],
        "MailingCity": firms.city[agencies],
    }
    empty = np.full(len(agencies), None, dtype=object)
    for name, column in made.table.items():
        made.table[name] = np.concatenate([column, filled.get(name, empty)])
    made.person = np.concatenate([made.person, len(made.person) + np.arange(len(agencies))])
    made.company = np.concatenate([made.company, agencies])
    made.account = np.concatenate([made.account, account])
