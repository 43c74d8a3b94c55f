"""A store that is in use becomes one of an earlier version, with all that it holds."""

# What came after version 6, away again.
LAST = """
    alter table main.contact drop column second_successor_id;
    alter table main.contact drop column takeover_date;
    alter table upstream.contact drop column second_successor_id;
    alter table upstream.contact drop column takeover_date;
    drop table accepted;
    alter table finding drop column under_way;
    alter table package drop column back;
    alter table departure drop column guessed;
    drop table text_fact;
    drop table empty_word;
    drop table log_expected;
    drop table notice;
    alter table matching drop column unread;
    alter table main.contact drop column bounced;
    alter table main.contact drop column bounce_reason;
    alter table upstream.contact drop column bounced;
    alter table upstream.contact drop column bounce_reason;
    alter table main.portal_user drop column first_name;
    alter table main.portal_user drop column last_name;
    alter table main.portal_user drop column last_login;
    alter table upstream.portal_user drop column first_name;
    alter table upstream.portal_user drop column last_name;
    alter table upstream.portal_user drop column last_login;
    alter table package drop column day;
    alter table package drop column waits;
    create index contact_by_id on main.contact (id);
    alter table store_version drop column made;
    update store_version set version = 6
"""


def age(db):
    """Make an open store one of that version."""
    for statement in LAST.split(";"):
        db.execute(statement)
