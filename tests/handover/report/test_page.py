"""The printable page says what the store says, is whole by itself, and runs nothing."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import reported

from dq.handover.report import page, phrases, summary
from dq.queries.review import scores
from dq.words import formats
from dq.words.voice import Voice


class Read(HTMLParser):
    """A page as a browser takes it apart: elements, tables under their headings, text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.tables, self.texts, self.key = [], {}, [], {}
        self._heading, self._row, self._cell, self._inside, self._term = "", None, None, [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._inside.append(tag)
        if tag in ("h2", "td", "th", "dt", "dd"):
            self._cell = ""
        if tag == "tr":
            self._row = []

    def handle_endtag(self, tag):
        while self._inside and self._inside.pop() != tag:
            pass
        if tag == "h2":
            self._heading = self._cell
        elif tag in ("td", "th"):
            self._row.append(self._cell)
        elif tag == "tr":
            self.tables.setdefault(self._heading, []).append(self._row)
        elif tag == "dt":
            self._term = self._cell
        elif tag == "dd":
            self.key[self._term] = self._cell

    def handle_data(self, text):
        if self._cell is not None:
            self._cell += text
        if "style" not in self._inside:
            self.texts.append(text)


def printed(db, code="nl", **asked):
    found = reported.read(db, **asked)
    text = page.whole(found, Voice(code))
    return found, Read(text), text


def test_the_numbers_are_those_of_the_store(firm):
    _, read, _ = printed(firm, "en")
    states = [reported.slow_state(row, 1) for row in reported.table(firm, "finding")]
    wanted = reported.slow_count(states)
    assert {name: read.key[title] for name, title in summary.COUNTED.items()} == {
        name: str(number) for name, number in wanted.items()
    }
    assert read.key["Score"].startswith(formats.percent(scores.trend(firm)[-1][1], "en"))
    assert read.key["Cases"].split()[0] == str(len(reported.table(firm, "review_case")))


def test_the_tables_are_those_of_the_store(firm):
    found, read, _ = printed(firm, "en")
    ids = {one.check.title: one.check.id for one in found.checks}
    head, *rows = read.tables["Findings per check"]
    assert len(rows) == len(summary.shown(found.checks))
    for row in rows:
        of = [one for one in reported.table(firm, "finding") if one["check_id"] == ids[row[0]]]
        wanted = reported.slow_count([reported.slow_state(one, 1) for one in of])
        said = dict(zip(head, row, strict=True))
        assert {name: said.get(title, "0") for name, title in summary.COUNTED.items()} == {
            name: str(number) for name, number in wanted.items()
        }
    head, *rows = read.tables["Per owner"]
    for row in rows:
        said = dict(zip(head, row, strict=True))
        name = "" if said["Owner"] == "Nobody" else said["Owner"]
        assert said["Cases"] == str(len(reported.slow_cases(firm, name)))


def test_decisions_and_what_is_carried_over(firm):
    found, read, _ = printed(firm, "en")
    head, *rows = read.tables["Decisions"]
    assert len(rows) == len(found.decisions)
    assert [row[1] for row in rows] == [one.actor or "somebody" for one in found.decisions]
    head, *rows = read.tables["To carry over to Salesforce"]
    assert [row[1] for row in rows][: len(found.carried.files)] == [
        str(number) for _file, number in found.carried.files
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("nl", ["Rapport over de klantcontacten", "export van 23 nov. 2026", "Bevindingen per"]),
        ("en", ["Report on the customer contacts", "export of 23 Nov 2026", "Findings per check"]),
    ],
)
def test_days_and_words_of_a_language(firm, code, said):
    _, read, text = printed(firm, code)
    shown = " ".join(read.texts)
    assert all(one in shown for one in said)
    assert f'<html lang="{code}">' in text


def test_it_is_whole_by_itself_and_runs_nothing(firm):
    _, read, text = printed(firm)
    assert {tag for tag, _ in read.elements} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
    } == set()
    for _tag, attributes in read.elements:
        assert not {name for name in attributes if name.startswith("on")}
        assert "src" not in attributes
        assert "href" not in attributes
    assert "url(" not in text
    assert "@import" not in text
    assert "@page" in text
    assert "size: A4" in text


def test_what_people_are_called_is_text(hostile):
    _, read, text = printed(hostile)
    assert "script" not in {tag for tag, _ in read.elements}
    assert reported.HOSTILE[1] in "".join(read.texts)
    assert "<script" not in text


def test_one_owner_alone_has_their_findings(firm):
    found, read, _ = printed(firm, "en", owner="Bas Peters")
    _, *rows = read.tables["Open findings"]
    assert len(rows) == found.total.open
    assert "Per owner" not in read.tables
    assert read.key["Score"].startswith(formats.percent(found.standing.overall.value, "en"))
    assert "Report on the customer contacts · Bas Peters" in read.texts


def test_a_long_list_says_how_much_more_there_is(crowd, monkeypatch):
    monkeypatch.setattr(page, "MOST_DECISIONS", 2)
    found, read, _ = printed(crowd, "en")
    assert f"and {len(found.decisions) - 2} more, in the workbook" in read.texts


def test_a_check_that_failed_is_said(firm):
    firm.execute("update measure set open = null where check_id = 'username_clash' and load_id = 2")
    _, read, _ = printed(firm, "en")
    assert any("Could not be checked" in text for text in read.texts)


def test_a_report_of_a_first_export(firm):
    for name in ("measure", "tally"):
        firm.execute(f"delete from {name} where load_id = 1")
    firm.execute("delete from load where id = 1")
    _, read, _ = printed(firm, "en")
    assert "There is no earlier export to compare with." in read.texts


def test_without_a_score_there_is_no_line(firm):
    firm.execute("delete from tally")
    _, read, _ = printed(firm, "en")
    assert "svg" not in {tag for tag, _ in read.elements}
    assert "Score" not in read.key


@pytest.mark.parametrize("code", ["nl", "en"])
def test_the_line_ends_at_the_score_that_is_said(firm, code):
    found, read, text = printed(firm, code)
    last = formats.percent(found.standing.trend[-1][1], code)
    assert read.texts.count(last) >= 1
    points = re.search(r'points="([^"]+)"', text)[1].split()
    assert len(points) == len(found.standing.trend)


def test_a_detail_of_codes_is_in_words(firm):
    found = reported.read(firm)
    check = next(one.check for one in found.checks if one.check.detail_codes == "approval")
    one = found.found[0]
    odd = replace(one, finding=replace(one.finding, detail="hours invoice"))
    assert phrases.detail(check, odd, Voice("en")) == "hours, invoices"
