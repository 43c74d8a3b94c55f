"""Whatever is uploaded, it loads or is refused; and a refusal changes nothing."""

import csv
import io
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dq import intake
from dq.errors import Invalid
from dq.intake.landing import load
from dq.reading import vocabulary

TABLES = [
    f"{schema}.{name}" for schema in ("upstream", "main") for name in vocabulary.objects()
] + ["load", "change", "mapping"]
HEADERS = sorted(vocabulary.headers())
IDS = ["1", "2", "0038D000009JPqu", "0038D000009JPquQAG", "0038D000009JPQUQAG", "001x0000002xLCV"]
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            "#N/A",
            "ja",
            "nee",
            "uren",
            "1-2",
            "7/22/70",
            "2024-02-30",
            "2022-04-12T15:11:57+02:00",
        ]
    ),
    st.sampled_from(IDS),
)
COMMON = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def snapshot(db):
    return [db.execute(f"select * from {table} order by all").fetchall() for table in TABLES]


def try_to_load(db, folder, name, content):
    """Load one file into the store as it is; whether it was taken."""
    path = folder / "any"
    path.write_bytes(content)
    before = snapshot(db)
    batch = intake.read(db, [(name, path)])
    assert snapshot(db) == before
    try:
        load.run(db, load.Load(batch, date(2026, 11, 23), sure=True), "test")
    except Invalid as refusal:
        assert snapshot(db) == before
        assert str(refusal)
        return False
    after = snapshot(db)[:-3]
    load.run(db, load.Load(intake.read(db, [(name, path)]), date(2026, 11, 23), sure=True), "test")
    assert snapshot(db)[:-3] == after, "the same file twice changes nothing"
    return True


@COMMON
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda tail: b"Id,LastName,CreatedDate\n" + tail),
    ),
    name=st.sampled_from(["a.csv", "a.txt", "a.xlsx", "a.zip"]),
)
def test_any_bytes(db, tmp_path, content, name):
    try_to_load(db, tmp_path, name, content)


@COMMON
@given(
    headers=st.lists(
        st.one_of(st.sampled_from(HEADERS), st.text(max_size=8)), min_size=1, max_size=6
    ),
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=5),
    delimiter=st.sampled_from(",;\t|"),
)
def test_any_table_of_text(db, tmp_path, headers, rows, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([headers, *rows])

    try_to_load(db, tmp_path, "a.csv", text.getvalue().encode("utf-8", "replace"))


@COMMON
@given(data=st.data(), name=st.sampled_from(sorted(vocabulary.objects())))
def test_any_cells_under_known_headers_load(db, tmp_path, data, name):
    thing = vocabulary.objects()[name]
    fields = ["id", *thing.needs, *data.draw(st.sets(st.sampled_from(sorted(thing.fields))))]
    headers = [thing.fields[field][0] for field in dict.fromkeys(fields)]
    rows = data.draw(
        st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=5)
    )
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([headers, *rows])

    try_to_load(db, tmp_path, "a.csv", text.getvalue().encode("utf-8", "replace"))
