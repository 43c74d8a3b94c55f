"""The settings page: what a team may set differently, kept with who set it."""

import pytest

from dq.settings import api, whole
from dq.settings.declared import SECTIONS
from dq.settings.sections.work import RULES

SETTINGS = "settings/settings.py"
KINDS = ("selectbox", "text_input", "number_input", "slider", "toggle", "multiselect", "text_area")


def test_the_address_of_salesforce_is_kept(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="salesforce")
    page.app.text_input(key="set_address_text").set_value("https://z.force.com/lightning")
    page.app.button(key="set_address_save").click().run()
    assert stored("select value from setting where name = 'salesforce_address'") == [
        ('"https://z.force.com"',)
    ]
    assert "The setting is saved." in page.text
    assert stored("select actor, command from change") == [("Vera", "set")]


@pytest.mark.parametrize("address", ["z.force.com", "http://z.force.com", "javascript:alert(1)"])
def test_another_address_is_refused(filled, visit, stored, address):
    page = visit(SETTINGS, "en", s_part="salesforce")
    page.app.text_input(key="set_address_text").set_value(address)
    page.app.button(key="set_address_save").click().run()
    assert "begins with https://" in page.text
    assert stored("select 1 from setting") == []


def test_the_target_is_kept_as_a_share(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="work")
    assert page.app.slider(key="set_target_value").value == 95
    page.app.slider(key="set_target_value").set_value(90)
    page.app.button(key="set_target_save").click().run()
    assert stored("select value::double from setting where name = 'target_score'") == [(0.9,)]
    assert visit(SETTINGS, "en", s_part="work").app.slider(key="set_target_value").value == 90


def test_how_long_a_tile_may_wait_is_kept(filled, visit, stored):
    page = visit(SETTINGS, "en")
    assert page.app.number_input(key="set_tile_days").value == 7
    page.app.number_input(key="set_tile_days").set_value(3)
    page.app.button(key="set_days_save").click().run()
    assert stored("select value from setting where name = 'tile_days'") == [("3",)]


@pytest.mark.parametrize("setting", ["unused_login_days", "export_days"])
def test_other_terms_are_kept(filled, visit, stored, setting):
    page = visit(SETTINGS, "en")
    page.app.number_input(key=f"set_{setting}").set_value(31)
    page.app.button(key="set_days_save").click().run()
    assert stored("select name, value from setting") == [(setting, "31")]


def test_limits_for_files_are_kept(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="loading")
    assert page.app.number_input(key="set_read_seconds").value == 300
    page.app.number_input(key="set_read_seconds").set_value(60)
    page.app.number_input(key="set_read_columns").set_value(100)
    page.app.button(key="set_reading_save").click().run()
    assert stored("select name, value from setting order by name") == [
        ("read_columns", "100"),
        ("read_seconds", "60"),
    ]


def test_which_card_stays_is_kept_in_its_order(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="work")
    chosen = page.app.multiselect(key="set_survivor_rules")
    assert chosen.value == ["portal", "active", "approvals", "complete", "recent"]
    chosen.set_value(["recent", "portal"])
    page.app.button(key="set_survivor_save").click().run()
    [(kept,)] = stored("select value from setting where name = 'survivor_rules'")
    assert kept == '["recent", "portal"]'
    assert (
        "When cards are merged, the one stays that: logs in to the portal, is in service,"
        " approves most, has most fields filled, was changed last → was changed last, logs in to"
        " the portal"
    ) in visit("settings/history.py", "en").text


def test_how_many_groups_are_merged_at_once_is_kept(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="work")
    page.app.number_input(key="set_at_once_most").set_value(3)
    page.app.button(key="set_at_once_save").click().run()
    assert stored("select value from setting where name = 'merge_at_once'") == [("3",)]


def test_columns_of_who_is_not_active_are_kept(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="loading")
    page.app.text_area(key="set_inactive_text").set_value("Niet meer in dienst\n")
    page.app.button(key="set_inactive_save").click().run()
    assert stored("select value from setting where name = 'bc_inactive_column'") == [
        ('["niet meer in dienst"]',)
    ]


def test_words_are_kept_once_each_a_line(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="words")
    page.app.text_area(key="set_words_text").set_value("Keuken\nbalie\n\n keuken ")
    page.app.button(key="set_words_save").click().run()
    assert stored("select value from setting where name = 'mailbox_words'") == [
        ('["keuken", "balie"]',)
    ]


def test_what_was_set_can_be_undone_at_once(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="salesforce")
    page.app.text_input(key="set_address_text").set_value("https://z.force.com")
    page.app.button(key="set_address_save").click().run()
    page.app.button(key="done_undo").click().run()
    assert stored("select 1 from setting") == []
    assert page.app.text_input(key="set_address_text").value == ""


def test_names_in_salesforce_are_kept(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="salesforce")
    page.app.text_input(key="set_sf_contact_status").set_value("Stand__c")
    page.app.text_input(key="set_sf_status_left").set_value("Weg")
    page.app.button(key="set_names_save").click().run()
    assert stored("select name, value from setting order by name") == [
        ("sf_contact_status", '"Stand__c"'),
        ("sf_status_left", '"Weg"'),
    ]
    page.app.text_input(key="set_sf_contact_status").set_value("Stand van zaken")
    page.app.button(key="set_names_save").click().run()
    assert "cannot be the API name" in page.text


def test_the_table_of_names_is_searched_by_field_and_by_name(filled, visit):
    page = visit(SETTINGS, "en", s_part="salesforce")

    def shown(text):
        page.app.text_input(key="set_search").set_value(text).run()
        return [one.key for one in page.app.text_input if one.key.startswith("set_sf_")]

    assert shown("") == [f"set_{name}" for name in api.defaults()]
    assert shown("mobilephone") == ["set_sf_contact_mobile"]
    assert "set_sf_relation_roles" in shown("relation")
    assert shown("uit dienst") == ["set_sf_status_left"]
    assert shown("zzz") == [] and "Nothing is called so." in page.text


CALLED = """
    update load set files = '[{"name": "z.zip: Inzet__c.csv", "object": "approval",
        "fields": ["project_id", "kind"],
        "headers": {"project_id": "ProjectId", "contact_id": "Contact__c", "kind": "Kind__c"},
        "codes": {"kind": {"hours": ["Uren"], "invoice": ["Fact."]}}}]'
    where id = (select max(id) from load)
"""


@pytest.mark.parametrize("script", [SETTINGS, "exchange/package.py"])
def test_what_the_last_export_calls_otherwise_is_taken_over_in_one_click(
    change, visit, stored, script
):
    change(CALLED)
    page = visit(script, "en", s_part="salesforce")
    assert "Approvals · Project ID: ProjectId in the export, Project__c in the package" in page.text
    assert "Contact__c in the export" not in page.text
    page.app.button(key="called_sf_approval_project_id").click().run()
    assert stored("select name, value from setting") == [("sf_approval_project_id", '"ProjectId"')]
    assert "ProjectId in the export" not in page.text
    page.app.button(key="called_all").click().run()
    assert stored("select name, value from setting order by name") == [
        ("sf_approval", '"Inzet__c"'),
        ("sf_approval_invoice", '"Fact."'),
        ("sf_approval_project_id", '"ProjectId"'),
    ]
    assert "calls this otherwise" not in page.text


@pytest.mark.parametrize("part", SECTIONS)
def test_every_setting_is_asked_and_keeps_its_value_untouched(filled, visit, stored, part):
    page = visit(SETTINGS, "en", s_part=part)
    fields = {one.key for kind in KINDS for one in getattr(page.app, kind)}
    assert {f"set_{one.key or one.name}" for one in SECTIONS[part]} <= fields
    saves = [one.key for one in page.app.button if (one.key or "").endswith("_save")]
    groups = {one.group for one in SECTIONS[part]}
    # A form each but for the switches of Salesforce, and the table of names.
    assert {key.removeprefix("set_").removesuffix("_save") for key in saves} == (
        groups - {"salesforce"} | ({"names"} if "salesforce" in groups else set())
    )
    for save in saves:
        page.app.button(key=save).click().run()
        assert not page.app.exception
    assert stored("select 1 from setting") == []


def test_a_check_is_switched_off_and_on_in_words(filled, visit, stored):
    page = visit(SETTINGS, "en")
    chosen = page.app.selectbox(key="set_check_missing_title")
    assert chosen.value == "notice"
    chosen.set_value("off")
    page.app.selectbox(key="set_check_duplicate_person").set_value("notice")
    page.app.button(key="set_checks_save").click().run()
    assert stored("select name, value from setting order by name") == [
        ("check_duplicate_person", '"notice"'),
        ("check_missing_title", '"off"'),
    ]
    told = visit("settings/history.py", "en").text
    assert "No job title: Notice → Off" in told
    overview = visit("review/overview.py", "en").text
    assert "Off, and in no count: No job title." in overview
    page.app.button(key="done_undo").click().run()
    assert stored("select name from setting") == []
    assert "in no count" not in visit("review/overview.py", "en").text


def test_a_link_to_a_finding_of_a_check_that_is_off_opens_the_findings(change, visit):
    change("insert into setting values ('check_missing_title', '\"off\"')")
    page = visit("review/findings.py", "en", f_open="missing_title~contact~003F~")
    assert not page.app.exception
    page = visit("review/findings.py", "en", f_check="missing_title")
    assert not page.app.exception


def test_addresses_for_the_messages_are_kept_and_refused_by_line(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="work")
    page.app.text_input(key="set_app_address").set_value("http://kaartenbak:8501/")
    page.app.text_area(key="set_owner_addresses").set_value("Tom <tom@firma.nl>\nEva")
    page.app.button(key="set_messages_save").click().run()
    assert "Eva is not a name and an e-mail address" in page.text
    assert stored("select 1 from setting") == []
    page.app.text_area(key="set_owner_addresses").set_value("Tom <tom@firma.nl>")
    page.app.button(key="set_messages_save").click().run()
    assert stored("select name, value from setting order by name") == [
        ("app_address", '"http://kaartenbak:8501"'),
        ("owner_addresses", '["Tom: tom@firma.nl"]'),
    ]
    told = visit("settings/history.py", "en").text
    assert "E-mail addresses of the account owners: added Tom: tom@firma.nl" in told


def test_what_would_change_is_shown_before_it_is_saved(filled, visit, stored):
    page = visit(SETTINGS, "en")
    page.app.selectbox(key="set_check_missing_title").set_value("off")
    page.app.button(key="effect_checks").click().run()
    assert "No job title" in page.text and ">off<" in page.sent
    assert stored("select 1 from setting") == []
    # Another value, and what was shown does not hold any more.
    page.app.selectbox(key="set_check_missing_title").set_value("notice").run()
    assert ">off<" not in page.sent
    page.app.selectbox(key="set_check_missing_title").set_value("off").run()
    page.app.button(key="set_checks_save").click().run()
    assert stored("select name from setting") == [("check_missing_title",)]
    assert ">off<" not in page.sent


def test_a_refused_value_has_no_effect_to_show(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="words")
    page.app.text_area(key="set_domains_together").set_value("firma.nl")
    page.app.button(key="effect_together").click().run()
    assert "firma.nl is not two or more domains" in page.text
    assert not page.app.exception


def test_a_target_lower_than_anybody_aims_for_can_be_shown(filled, visit):
    page = visit(SETTINGS, "en", s_part="file")
    upload(page, whole.written({"target_score": 0.2}))
    page.app.button(key="whole_take").click().run()
    page = visit(SETTINGS, "en", s_part="work")
    assert page.app.slider(key="set_target_value").value == 20
    assert "When cards are merged" in str(page.app.multiselect)
    assert not page.app.exception


def test_what_changes_no_number_has_no_button_for_it(filled, visit):
    keys = {one.key for one in visit(SETTINGS, "en", s_part="loading").app.button}
    assert "set_doubt_save" in keys and "effect_doubt" not in keys


def upload(page, content):
    page.app.get("file_uploader")[0].set_value(("own.json", content, "application/json")).run()


def test_a_file_is_kept_and_taken_over_after_a_look(filled, visit, stored):
    page = visit(SETTINGS, "en", s_part="file")
    assert "All settings are as Kaartenbak comes." in page.text
    upload(page, whole.written({"check_missing_title": "off", "tile_days": 3}))
    assert "No job title: Notice → Off" in page.text
    assert stored("select 1 from setting") == []
    page.app.button(key="effect_whole").click().run()
    assert ">off<" in page.sent
    page.app.button(key="whole_take").click().run()
    assert stored("select name from setting order by name") == [
        ("check_missing_title",),
        ("tile_days",),
    ]
    assert stored("select command from change") == [("set",)]
    assert "2 settings differ from how Kaartenbak comes" in page.text
    page.app.button(key="done_undo").click().run()
    assert stored("select 1 from setting") == []


def test_an_order_that_would_change_is_said(filled, visit):
    page = visit(SETTINGS, "en", s_part="file")
    upload(page, whole.written({"survivor_rules": [*reversed(RULES)]}))
    assert "logs in to the portal, is in service" in page.text
    assert "→ was changed last, has most" in page.text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<script>", "no file with settings of Kaartenbak"),
        (whole.written({}), "The settings are so already."),
        (whole.written({"tile_days": 0}), "setting tile_days is no value for it"),
        (whole.written({}).replace(b'"make": 1', b'"make": 7'), "A newer Kaartenbak"),
    ],
)
def test_a_strange_file_is_refused_on_the_page(filled, visit, stored, content, said):
    page = visit(SETTINGS, "en", s_part="file")
    upload(page, content)
    assert said in page.text and not page.app.exception
    assert stored("select 1 from setting") == []
