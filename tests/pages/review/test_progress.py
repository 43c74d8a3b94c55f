import json

PROGRESS = "review/progress.py"


def links(page):
    return {
        link.proto.label: (link.proto.page, link.proto.query_string)
        for link in page.app.get("page_link")
    }


def rows(page):
    return [row["cells"] for row in ranked(page)["rows"]]


def ranked(page):
    return next(one for one in page.components if "head" in one)


def found(visit, **filters):
    """The accounts of the findings that pass."""
    page = visit("review/findings.py", **filters)
    rows = next(one["rows"] for one in page.components if "rows" in one)
    return {row["account"] or row["name"] for row in rows}


def test_an_empty_store_says_how_to_fill_it(path, visit):
    assert "Lees de exports van deze week" in visit(PROGRESS).text


def test_owners_come_worst_first_in_the_user_s_notation(filled, visit):
    page = visit(PROGRESS)
    assert [row[0] for row in rows(page)] == ["Bas Peters", "Karin de Wit"]
    found = [float(row[1].removesuffix("\N{NBSP}%").replace(",", ".")) for row in rows(page)]
    assert found == sorted(found)
    assert "2 rijen" in page.text
    assert rows(visit(PROGRESS, "en"))[0][1] == rows(page)[0][1].replace(",", ".")


def test_a_row_leads_to_its_findings(filled, visit):
    page = visit(PROGRESS, "en", g_open="Karin de Wit")
    assert page.app.header[0].value == ranked(page)["open"] == "Karin de Wit"
    where, query = links(page)[":blue[To its findings]"]
    assert where.endswith("findings") and query == "f_owner=Karin+de+Wit"


def test_a_tree_has_its_trend_and_leads_to_what_is_under_it(filled, visit, stored):
    page = visit(PROGRESS, g_by="tree", g_open="001A")
    assert page.app.header[0].value == "Bakker Bouw"
    assert any("points" in one for one in page.components)
    assert links(page)[":blue[Naar de bevindingen]"][1] == "f_tree=001A"
    assert found(visit, f_tree="001A") == {"Bakker Bouw", "Bakker Bouw Planning"}


def test_a_team_is_a_setting(filled, visit, change):
    page = visit(PROGRESS, g_by="team")
    assert "Er zijn nog geen teams" in page.text
    change("insert into setting values ('teams', ?)", [json.dumps(["Noord: Bas Peters"])])
    page = visit(PROGRESS, g_by="team")
    assert [row[0] for row in rows(page)] == ["Noord"]
    assert links(page)[":blue[Naar de bevindingen]"][1] == "f_team=Noord"
    assert found(visit, f_team="Noord") == {"Zuidas Zorg"}


def test_an_address_of_what_is_not_there_opens_the_worst(filled, visit):
    page = visit(PROGRESS, g_by="nothing", g_open="Niemand", g_p="99")
    assert page.app.header[0].value == "Bas Peters"
