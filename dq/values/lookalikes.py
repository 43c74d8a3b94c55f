"""Letters of other alphabets that look like ours.

Tested in tests/judging/facts/test_texts.py.
"""

# Letters of the Greek and Cyrillic alphabets that look like a Latin one.
# Source: Unicode's confusables, those that keyboards have
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХЗаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
    "ABESIJKMHOPCTYX3aesijopcyxdqwhABEZHIKMNOPTYXopv",
)
