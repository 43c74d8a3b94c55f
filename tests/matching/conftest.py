"""A made-up company register to match golden pairs against: names must be rare or common."""

import random

import pyarrow as pa
import pytest
from java import lacking

GIVEN = """
    Jan Piet Kees Anna Maria Els Henk Peter Sandra Monique Erik Mark Linda Karin Johan Wim Ingrid
    Marieke Tom Lars Sophie Emma Daan Sem Julia Bram Ruud Ton Bas Esther Femke Joost Maarten Willem
    Hugo Lisa Rob Nadia Teun Anouk Koen Bart Inge Fred Jeroen Patrick Rianne Dennis Robert David
"""
SURNAMES = """
    Jansen;de Jong;de Vries;van den Berg;Bakker;van Dijk;Visser;Smit;Meijer;de Boer;Mulder;de Groot
    Bos;Vos;Peters;Hendriks;van Leeuwen;Dekker;Brouwer;de Wit;Dijkstra;Smits;de Graaf;van der Meer
    Kok;Jacobs;de Haan;Vermeulen;van den Heuvel;van der Veen;van den Broek;de Bruijn;Schouten
    Willems;van Vliet;van der Linden;Kuipers;Hoekstra;Verhoeven;Koster;Prins;Blom;Huisman;Postma
"""
COMPANIES = "Alfa Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi"
COLUMNS = """
    id first_name last_name email username mobile phone account_id company_id salutation title
    postal_code city apart
"""


# Cheap to start and to plan with, which is what these small tables cost.
SMALL = {
    "spark_sql_adaptive_enabled": "false",
    "spark_sql_shuffle_partitions": "2",
    "spark_sql_codegen_wholeStage": "false",
    "spark_sql_codegen_factoryMode": "NO_CODEGEN",
    "spark_driver_extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


def listed(text, mark=None):
    return [part.strip() for part in text.strip().replace("\n", mark or " ").split(mark)]


def people(number=900, seed=7):
    """Colleagues of whom nobody is there twice, as rows by column."""
    draw = random.Random(seed)
    rows = []
    for count in range(number):
        given, surname = draw.choice(listed(GIVEN)), draw.choice(listed(SURNAMES, ";"))
        company = draw.choice(listed(COMPANIES))
        local = f"{given}.{surname.replace(' ', '')}.{count}".lower()
        rows.append(
            {
                "id": f"b{count:04}",
                "first_name": given,
                "last_name": surname,
                "email": f"{local}@{company.lower()}.example",
                "mobile": f"06{20_000_000 + count * 7919 % 70_000_000:08}",
                "phone": f"020{company_number(company)}00",
                "account_id": company,
                "company_id": company.lower(),
                "apart": "person",
            }
        )
    return rows


def company_number(company):
    return 55500 + listed(COMPANIES).index(company)


def _table(rows):
    return pa.table(
        {
            name: pa.array([row.get(name) or None for row in rows], pa.string())
            for name in listed(COLUMNS)
        }
    )


@pytest.fixture(scope="session")
def table():
    """Turns rows into the table that `pipeline.match` takes for contacts."""
    return _table


@pytest.fixture(scope="session")
def register():
    return people()


@pytest.fixture(scope="module")
def spark():
    if lacking():
        pytest.skip(f"needs {lacking()}")
    from dq.matching.spark import session

    with session.opened("local[2]", **SMALL) as opened:
        yield opened
