"""Words and domains that say something to the checks.

Tested in tests/settings/test_declared.py.
"""

from dq.errors import N_
from dq.settings.setting import Setting

DOMAIN = N_("{value} is no domain, such as firma.nl.")
ENDING = N_("{value} is no ending, such as nl.")
SETTINGS = (
    Setting(
        "mailbox_words",
        "lines",
        "words",
        N_("Words that name a shared mailbox"),
        asked=N_("Words before the @ that name a shared mailbox, a line each"),
        key="words_text",
        reaches=("matching",),
    ),
    Setting(
        "mailbox_words_alone",
        "lines",
        "alone",
        N_("Words that name a shared mailbox only by themselves"),
        asked=N_("Of those the words that only count by themselves, a line each"),
        help=N_("hr@ is a mailbox, hr.jansen@ is Mr Jansen."),
        reaches=("rules",),
    ),
    Setting(
        "mailbox_stems",
        "lines",
        "stems",
        N_("Words that name a shared mailbox inside another word"),
        asked=N_("Words that also count at the start or the end of a longer one, a line each"),
        help=N_("planningnoord@ is a mailbox because of planning."),
        reaches=("rules",),
    ),
    Setting(
        "domains_together",
        "together",
        "together",
        N_("Domains that belong together"),
        N_("{value} is not two or more domains, such as firma.nl, firma-groep.nl."),
        asked=N_("Domains of one company, a line each: the first, a comma, and the others"),
        help=N_(
            "An address at one of them fits where another one is usual, none is a slip of another,"
            " and cards and accounts that have them speak for one company."
        ),
        hint="firma.nl, firma-groep.nl",
        reaches=("facts", "matching"),
    ),
    Setting(
        "free_mail_domains",
        "lines",
        "free",
        N_("Domains of providers, which say nothing of the employer"),
        DOMAIN,
        pattern=r"[\w-]+(\.[\w-]+)+",
        asked=N_("Domains of providers, which say nothing of the employer, a line each"),
        reaches=("facts",),
    ),
    Setting(
        "typo_targets",
        "lines",
        "targets",
        N_("Providers one keystroke away from which is a slip"),
        DOMAIN,
        pattern=r"[\w-]+(\.[\w-]+)+",
        asked=N_("Providers one keystroke away from which is a slip, a line each"),
        reaches=("facts",),
    ),
    Setting(
        "common_endings",
        "lines",
        "endings",
        N_("Endings that a mistyped one is compared with"),
        ENDING,
        pattern=r"[^\W_]+",
        asked=N_("Endings that a mistyped one is compared with, the likeliest first"),
        reaches=("facts",),
    ),
    Setting(
        "empty_words",
        "lines",
        "empty",
        N_("Words that say nothing, in titles, addresses and numbers"),
        asked=N_("Words that say nothing, in titles, addresses and numbers, a line each"),
        reaches=("facts",),
    ),
    Setting(
        "empty_names",
        "lines",
        "empty_names",
        N_("Words that say nothing in a name"),
        asked=N_("Words that say nothing in a name, a line each"),
        reaches=("rules",),
    ),
)
