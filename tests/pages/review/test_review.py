"""The review: a case at a time, its way out, the four decisions, and what comes of them."""

import json
import re
from types import SimpleNamespace

import pytest

from dq.casework.ways import Ask, Do
from pages.review.parts.decided import Decided
from pages.review.parts.panels import way_out
from pages.review.parts.queue import Queue

REVIEW = "review/review.py"


def title(page):
    return page.app.header[0].value


def press(page, key):
    page.app.button(key=key).click().run()


def first(page, check):
    """Go on to the first case with this finding."""
    for _ in range(30):
        if check in page.text:
            return
        press(page, "review_after")
    raise AssertionError(f"No case with {check}")


def misdialled(change, visit, phone):
    """The review at a card of which this is the number, and which has no job title either."""
    change("update main.contact set phone = ? where id = '003F'", [phone])
    change("delete from judged")
    review = visit(REVIEW)
    first(review, "Telefoonnummer klopt niet")
    return review


@pytest.fixture
def review(filled, visit):
    return visit(REVIEW)


def test_an_empty_box_says_how_to_fill_it(path, visit):
    assert "Lees de exports van deze week" in visit(REVIEW).text


def test_the_worst_case_is_first_with_its_way_out(review):
    assert "Punt 1 van" in review.text
    assert "Uit dienst, keurt nog goed" in review.text
    assert [one.label for one in review.app.button if one.key.startswith("way_")][-4:] == [
        "Niet nodig", "Later", "Aan een collega", "Later, tot …",
    ]  # fmt: skip


def test_what_is_done_is_written_and_the_next_case_is_there(review, stored):
    first(review, "Geen functie")
    field = review.app.text_input[-1]
    field.set_value("Planner")
    [save] = [one for one in review.app.button if one.label == "Opslaan"]
    save.click().run()
    assert "functie: Planner" in review.text
    assert "1 opgelost" in review.text  # it was the last one
    assert "gaan mee naar Salesforce" in review.text or "gaat mee naar Salesforce" in review.text
    assert ("Planner",) in stored("select title from contact")


def test_only_what_is_proposed_for_is_explained_and_the_rest_opens(review):
    first(review, "Ook:")
    bodies = [one.proto.body for one in review.app.get("html")]
    [found] = [one for one in bodies if one.startswith('<ul class="kb-found">')]
    shown, rest = found.split('<details class="kb-also">')
    summary, behind = rest.split("</summary>")
    assert shown.count("<li>") == 1
    told = sum(int(number) for number in re.findall(r"\((\d+)×\)", summary))
    kinds = summary.count("<span") - summary.count("×)")
    assert behind.count("<li>") == told + kinds > 0
    for title in re.findall(r"<strong>(.*?)\.</strong>", behind):
        assert title in summary


def test_what_was_typed_and_saved_is_counted():
    ask, do = (SimpleNamespace(way=object.__new__(kind)) for kind in (Ask, Do))

    def typed(*decided):
        return Queue("all", [], 0, decided=[Decided(*one, "", (), True) for one in decided]).typed

    assert typed() == 0
    assert typed((ask, "solved"), (do, "solved"), (ask, "later"), (ask, "accepted")) == 1
    assert typed(*[(ask, "solved")] * 3) == 3


def test_not_needed_asks_why_and_keeps_the_reason(review, stored):
    first(review, "Geen functie")
    press(review, "way_why")
    press(review, "why_2")
    assert stored("select state, reason from disposition") == [("accepted", "Known, and meant so")]


def test_what_else_of_a_case_is_not_needed_is_said(change, visit, stored):
    review = misdialled(change, visit, "12")
    press(review, "way_why")
    assert "Waarom hoeft er niets? De reden geldt ook voor: Geen functie." in review.text
    press(review, "why_1")
    kept = "select count(*) from disposition where record_id = '003F' and state = 'accepted'"
    assert stored(kept) == [(2,)]


def test_of_duplicates_one_says_why_they_are_none(review):
    first(review, "Dubbele contactpersonen")
    press(review, "way_why")
    assert "Waarom is dit geen dubbel?" in review.text
    assert (
        "Dubbele contactpersonen" not in review.text.partition("De reden geldt ook voor:")[2][:200]
    )


def test_later_waits_for_the_next_export(review, stored):
    press(review, "way_later")
    assert {state for (state,) in stored("select state from disposition")} == {"later"}
    assert "Punt 2 van" in review.text


def test_a_case_is_given_to_a_colleague_with_a_day(review, stored):
    press(review, "way_who")
    press(review, "who_1")
    assert stored("select distinct assignee, due > current_date from assignment") == [
        ("Back office", True)
    ]


def test_a_case_is_given_back_to_nobody(review, stored):
    press(review, "way_who")
    press(review, "who_1")
    press(review, "review_before")
    press(review, "way_who")
    press(review, "who_nobody")
    assert stored("select count(*) from assignment") == [(0,)]


def test_undo_brings_the_case_back(review, stored):
    before = title(review)
    press(review, "way_later")
    press(review, "review_undo")
    assert title(review) == before
    assert stored("select count(*) from disposition") == [(0,)]


def test_at_the_end_it_says_what_was_done_and_what_was_passed_over(review):
    press(review, "way_later")
    for _ in range(30):
        if not [one for one in review.app.button if one.key == "review_after"]:
            break
        press(review, "review_after")
    assert "1 later" in review.text
    assert "overgeslagen" in review.text
    press(review, "review_again")
    assert "Punt 1 van" in review.text


def test_who_stops_sees_what_was_done_and_what_is_open_and_goes_on_where_it_was(review):
    press(review, "way_later")
    at, total = title(review), len(review.app.session_state["review_queue"].entries)
    press(review, "review_rest")
    assert not review.app.header
    assert "1 later" in review.text
    assert f"{total - 1} punten zijn nog open." in review.text
    press(review, "review_on")
    assert title(review) == at


def test_undo_where_one_stopped_brings_the_case_back(review, stored):
    before = title(review)
    press(review, "way_later")
    press(review, "review_rest")
    press(review, "review_undo")
    assert title(review) == before
    assert stored("select count(*) from disposition") == [(0,)]


def test_what_is_so_of_both_is_said_once(review):
    first(review, "Dubbele contactpersonen")
    assert review.text.count("Dubbele contactpersonen") == 1


def test_not_a_duplicate_is_decided_of_every_pair(review, stored):
    first(review, "Dubbele contactpersonen")
    press(review, "way_why")
    press(review, "why_1")
    assert stored("select count(*) > 0, bool_or(same) from decision") == [(True, False)]


def test_a_link_opens_its_case_by_any_of_its_records(filled, visit):
    review = visit(REVIEW)
    first(review, "Geen functie")
    case = review.app.query_params["case"]
    case = case[0] if isinstance(case, list) else case
    assert title(visit(REVIEW, case=case)) == title(review)


def test_a_link_to_a_case_of_somebody_else_opens_it_among_all(filled, visit, change):
    review = visit(REVIEW)
    first(review, "Geen functie")
    entry = review.app.session_state["review_queue"].entry
    kind, _, id = entry.id.partition("~")
    change(
        "insert into assignment (id, record_kind, record_id, assignee, version)"
        f" values ('{entry.id}', '{kind}', '{id}', 'Gijs', 1)"
    )
    linked = visit(REVIEW, whose="nobody", case=entry.id)
    assert title(linked) == title(review)
    assert linked.app.session_state["review_queue"].whose == "all"


def test_after_an_export_the_queue_is_what_it_left_open(review):
    press(review, "review_after")
    queue, before = review.app.session_state["review_queue"], title(review)
    total = len(queue.entries)
    queue.load_id = -1
    del queue.entries[2:]
    review.app.run()
    assert len(queue.entries) == total
    assert title(review) == before
    queue.load_id = -1
    gone = queue.entries[queue.place]
    queue.entries[queue.place] = type(gone)("contact~gone", gone.check_id, 1, None, None, None)
    queue.panel.refuse("Somebody: refused")
    review.app.run()
    assert queue.place == 2  # the one that came after it
    assert "Somebody: refused" in review.text  # though its case went with the export


def test_what_somebody_else_took_back_is_not_in_the_way(review, stored):
    press(review, "way_later")
    press(review, "way_later")
    stored("update change set undone_by = 9999 where id = (select max(id) from change)")
    press(review, "review_undo")
    assert "al ongedaan gemaakt" in review.text
    press(review, "review_undo")
    assert "al ongedaan gemaakt" not in review.text
    assert not [one for one in review.app.button if one.key == "review_undo"]


@pytest.mark.parametrize(
    "ask, key, most", [("way_why", "why_other_", 200), ("way_who", "who_other_", 60)]
)
def test_what_was_typed_decides_once_it_is_saved(review, stored, ask, key, most):
    press(review, ask)
    [field] = [one for one in review.app.text_input if one.key.startswith(key)]
    field.set_value("Sanne").run()  # as who leaves the field
    assert stored("select count(*) from disposition") == [(0,)]
    assert stored("select count(*) from assignment") == [(0,)]
    [field] = [one for one in review.app.text_input if one.key.startswith(key)]
    [save] = [one for one in review.app.button if one.key.startswith(f"save_{key}")]
    field.set_value("x" * (most + 1))
    save.click().run()
    assert f"{most} tekens" in review.app.error[0].value
    [field] = [one for one in review.app.text_input if one.key.startswith(key)]
    [save] = [one for one in review.app.button if one.key.startswith(f"save_{key}")]
    assert field.value == "x" * (most + 1)
    field.set_value("Sanne")
    save.click().run()
    said = stored("select reason from disposition union all select assignee from assignment")
    assert {one for (one,) in said} == {"Sanne"}


def test_a_case_that_is_settled_is_said_to_be(filled, visit):
    assert "afgehandeld of bestaat niet" in visit(REVIEW, case="contact~nobody").text


def test_a_card_that_somebody_changed_meanwhile_is_refused_once(review, stored):
    first(review, "Geen functie")
    stored("update main.contact set version = 99, department = 'Bouw' where id = '003F'")
    type_in(review, "Planner")
    assert review.app.error[0].value.startswith(title(review))  # of whom it is said
    [field] = [one for one in review.app.text_input if one.key.startswith("way_")]
    assert field.value == "Planner"
    assert stored("select title from main.contact where id = '003F'") == [(None,)]
    type_in(review, "Planner")
    assert "1 opgelost" in review.text


def test_who_types_in_the_next_case_keeps_it_though_the_one_before_is_refused(review, stored):
    press(review, "review_after")
    refused, queue = title(review), review.app.session_state["review_queue"]
    stored("update main.contact set version = 99 where id = '003D'")
    press(review, "way_do")
    at = title(review)
    assert at != refused
    [said] = [one.value for one in review.app.error]
    assert said.startswith(refused) and "Het komt hierna terug" in said
    press(review, "way_later")  # of the case on screen, and of no other
    assert [(one.case.id, one.verdict) for one in queue.decided] == [("contact~003A", "later")]
    assert title(review) == refused
    [said] = [one.value for one in review.app.error]
    assert said.startswith(refused) and "hierna" not in said
    press(review, "way_do")
    assert not review.app.error
    assert [one.case.id for one in queue.decided] == ["contact~003A", "contact~003D"]


def test_what_is_left_of_a_case_is_asked_next(change, visit, stored):
    review = misdialled(change, visit, "12")
    place = review.app.session_state["review_queue"].place
    type_in(review, "030 2345678")
    assert review.app.session_state["review_queue"].place == place
    assert "Geen functie" in review.text
    assert "Telefoonnummer klopt niet" not in review.text
    press(review, "review_undo")
    assert "Telefoonnummer klopt niet" in review.text
    assert stored("select phone from main.contact where id = '003F'") == [("12",)]
    type_in(review, "030 2345678")
    type_in(review, "")  # refused: what is settled, and not judged yet, is not asked again
    assert "Typ wat het moet worden" in review.text
    assert "Telefoonnummer klopt niet" not in review.text
    type_in(review, "Planner")
    assert "1 opgelost" in review.text


@pytest.mark.parametrize("last", [False, True])
def test_what_turns_out_to_be_left_comes_after_the_next_case(change, visit, stored, last):
    change("update main.contact set mobile = '12' where id in ('003A', '003B')")
    change("delete from judged")
    review = visit(REVIEW)
    press(review, "review_after")
    press(review, "review_after")
    known = review.app.session_state["review_queue"]
    if last:
        del known.entries[known.place + 1 :]
    assert len(known.read[known.entry.id].findings) > 2
    of, total, place = known.entry.id, len(known.entries), known.place
    press(review, "way_do")
    assert not review.app.exception
    if not last:
        assert known.entry.id != of
        assert known.place == place + 1  # the case that was decided on comes after this one
        press(review, "review_after")
    assert known.entry.id == of
    assert len(known.entries) == total + 1
    assert "Hier besloten" in review.text
    assert "Telefoonnummer klopt niet" in review.text
    assert "Dubbele contactpersonen" not in review.text
    press(review, "review_undo")
    assert "Dubbele contactpersonen" in review.text
    assert stored("select count(*) from merged") == [(0,)]


def test_undo_goes_back_no_further_than_to_what_was_decided_last(change, visit):
    change("update main.contact set mobile = '12' where id in ('003A', '003B')")
    change("delete from judged")
    review = visit(REVIEW)
    press(review, "review_after")
    press(review, "review_after")
    known = review.app.session_state["review_queue"]
    of, place = known.entry.id, known.place
    press(review, "way_do")
    press(review, "way_later")
    assert known.entry.id == of and known.place == place + 2
    press(review, "way_later")  # of what was left of it
    press(review, "review_undo")
    assert (known.entry.id, known.place) == (of, place + 2)
    press(review, "review_undo")
    assert known.place == place + 1
    press(review, "review_undo")
    assert (known.entry.id, known.place) == (of, place)
    assert [entry.id for entry in known.entries].count(of) == 1


@pytest.mark.parametrize(
    ("doubtful", "says"),
    [
        ("ANS@bakker.example", "Ans Ander heeft dit adres ook."),
        ("info@bakker.example", "Dit lijkt een gedeelde mailbox."),
        ("ster@gmial.com", "Bedoel je ster"),
        ("info\u200b@bakker.example", "Dit lijkt een gedeelde mailbox."),
        ("\u200eANS@bakker.example", "Ans Ander heeft dit adres ook."),
    ],
)
def test_an_address_that_may_be_somebody_else_s_is_saved_once_it_is_typed_twice(
    change, visit, stored, doubtful, says
):
    change("update main.contact set email = null, username = null, title = 'X' where id = '003F'")
    change(
        "insert into main.contact (id, account_id, first_name, last_name, email, title)"
        " values ('003Z', '001A', 'Ans', 'Ander', 'ans@bakker.example', 'X')"
    )
    change("delete from judged")
    review = visit(REVIEW)
    first(review, "Geen e-mailadres")
    type_in(review, doubtful)
    assert says in review.text
    assert "Druk nog eens op Enter om het toch op te slaan." in review.text
    assert stored("select email from main.contact where id = '003F'") == [(None,)]
    type_in(review, doubtful)
    plain = doubtful.lower().strip("\u200e").replace("\u200b", "")
    assert stored("select email from main.contact where id = '003F'") == [(plain,)]


def test_a_key_that_was_typed_into_the_field_is_asked_about(review, stored):
    first(review, "Geen functie")
    type_in(review, "3")
    assert "“3” is maar één teken; na Esc werken de toetsen." in review.text
    assert stored("select title from main.contact where id = '003F'") == [(None,)]
    type_in(review, "3")
    assert stored("select title from main.contact where id = '003F'") == [("3",)]


def test_half_a_name_is_asked_about(change, visit, stored):
    change("update main.contact set first_name = 'x', last_name = '-' where id = '003F'")
    change("update main.contact set first_name = '.' where id = '003F'")
    change("delete from judged")
    review = visit(REVIEW)
    first(review, "Naam niet volledig")
    type_in(review, "Bierstraten")
    assert "Dat is één woord" in review.text
    type_in(review, "Bo Bierstraten")
    found = stored("select first_name, last_name from main.contact where id = '003F'")
    assert found == [("Bo", "Bierstraten")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sanne", "Sanne Kuipers"),
        ("Sanne kuipers", "Sanne Kuipers"),
        ("binnendienst", "Back office"),
        *((one, one) for one in ("san", "Piet", "Bo Smit", "kuipers")),
    ],
)
def test_who_is_meant_by_the_beginning_of_a_name(typed, meant):
    names = ["Sanne Kuipers", "Piet Aa", "Piet Bos", "Back office", "Bo"]
    assert way_out.meant(typed, names) == meant


def test_an_undo_that_is_refused_is_said_at_the_end(review, change):
    first(review, "Geen functie")
    type_in(review, "Planner")  # it was the last one
    edit = {"table": "contact", "id": "003F", "about": ["003F"]}
    edits = json.dumps([edit | {"before": {"title": "Planner"}, "after": {"title": "Chef"}}])
    change("update main.contact set title = 'Chef', version = 99 where id = '003F'")
    change(
        "insert into change (id, actor, moment, command, edits)"
        f" values (99, 'kees', now(), 'edit', '{edits}')"
    )
    press(review, "review_undo")
    assert [one.value for one in review.app.error if "kees" in one.value]


def test_a_number_that_is_none_can_be_emptied_and_a_job_title_cannot(change, visit, stored):
    review = misdialled(change, visit, "navragen")
    type_in(review, "navragen")
    assert "Typ wat het moet worden" in review.text
    type_in(review, "")
    assert stored("select phone from main.contact where id = '003F'") == [(None,)]
    assert "telefoon: leeg" in review.text
    type_in(review, "")  # the job title
    assert "Typ wat het moet worden" in review.text


def test_undo_of_a_case_whose_record_vanished_meanwhile_breaks_nothing(review, stored):
    first(review, "Geen functie")
    press(review, "way_later")
    stored("delete from main.contact where id = '003F'")
    press(review, "review_undo")
    assert not review.app.exception
    assert stored("select count(*) from disposition") == [(0,)]


def test_who_comes_back_from_a_form_goes_on(filled, visit, stored):
    review = visit(REVIEW, whose="nobody")
    for _ in range(30):
        if [one for one in review.app.button if one.key == "way_open"]:
            break
        press(review, "review_after")
    before = title(review)
    [kept] = [review.app.session_state["review_queue"].opened]
    assert kept[0].id == review.app.session_state["review_queue"].entry.id
    review.app.run()
    assert title(review) == before  # nothing was done in it
    leaver = kept[0].way.params["id"]
    heir = stored(f"select id from card where active and lets_in(card.id) and id <> '{leaver}'")[0][
        0
    ]
    form = visit("backoffice/leave.py", id=leaver, by=heir, case=kept[0].id, whose="nobody")
    form.app.session_state["review_queue"] = review.app.session_state["review_queue"]
    press(form, "save")
    assert "1 opgelost" in form.text or title(form) != before
    assert form.app.session_state["review_queue"].whose == "nobody"
    made = form.app.session_state["review_queue"].decided
    assert [(one.case.id, one.verdict, one.sent) for one in made] == [(kept[0].id, "solved", True)]


def type_in(page, text):
    """Type into the field of the case, and save."""
    [field] = [one for one in page.app.text_input if one.key.startswith("way_")]
    field.set_value(text)
    [save] = [one for one in page.app.button if one.label == "Opslaan"]
    save.click().run()
