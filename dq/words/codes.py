"""What the codes in the store are called, as message ids.

Tested in tests/pages/ui/words/test_i18n.py.
"""

from dq.errors import N_

SEVERITIES = {
    "error": ("●", N_("Error")),
    "warning": ("◐", N_("Warning")),
    "notice": ("○", N_("Notice")),
}
DIMENSIONS = {
    "completeness": N_("Completeness"),
    "validity": N_("Validity"),
    "uniqueness": N_("Uniqueness"),
    "consistency": N_("Consistency"),
    "timeliness": N_("Timeliness"),
}
# The state of a finding in one word, for a narrow column.
SHORT_STATES = {
    "new": N_("New"),
    "returned": N_("Returned"),
    "earlier": N_("Open"),
    "under_way": N_("Under way"),
    "accepted": N_("Not needed"),
    "later": N_("Later"),
    "solved_now": N_("Solved"),
    "solved_before": N_("Solved"),
}
STATUSES = {"active": N_("Active"), "left": N_("Left"), "inactive": N_("Inactive")}
PROJECT_STATUSES = {"active": N_("open"), "closed": N_("closed")}
APPROVALS = {
    "hours": N_("hours"),
    "sub_agreement": N_("sub-agreements"),
    "invoice": N_("invoices"),
}
COMMANDS = {
    "load": N_("export loaded"),
    "clear": N_("store emptied"),
    "decide": N_("decision on a pair"),
    "create": N_("new card"),
    "edit": N_("card edited"),
    "link": N_("linked"),
    "end_relation": N_("relation ended"),
    "move": N_("company or department changed"),
    "general": N_("general card"),
    "leave": N_("leaving noted"),
    "come_back": N_("return noted"),
    "tick": N_("step of a tile"),
    "assign": N_("tile given to somebody"),
    "merge": N_("merged"),
    "postpone": N_("group put off"),
    "dispose": N_("finding may stay or wait"),
    "hand_to": N_("given to somebody"),
    "put_right": N_("put right elsewhere"),
    "give_username": N_("username given"),
    "drop_relation": N_("double relation taken out"),
    "pack": N_("package made"),
    "withdraw": N_("package withdrawn"),
    "accept": N_("difference with Salesforce accepted"),
    "offer_again": N_("accepted difference offered again"),
    "results": N_("results read"),
    "settle": N_("clash settled"),
    "set": N_("setting"),
    "repair": N_("repaired by itself"),
    "undo": N_("undone"),
    "restore": N_("store put back to a copy"),
    "forget": N_("person removed"),
    "purge": N_("old uploads and details of loads removed"),
    "recover": N_("store put right after a stop"),
    "acknowledge": N_("message about the store read"),
}
