"""The bench of accounts by name: what it invents, and that nearly all of it is found."""

from bench import accounts


def test_a_register_tells_who_is_who():
    made = accounts.invent(1, accounts.SHARES, 500)
    truth = accounts.grouped(dict(made.owner))
    assert set(made.kinds) <= truth
    assert all(made.names[one] != made.names[two] for one, two in made.kinds)
    assert made == accounts.invent(1, accounts.SHARES, 500)


def test_pairs_right_and_wrong_are_counted():
    truth = {("a", "b"), ("c", "d")}
    assert accounts.score({("a", "b"), ("a", "c")}, truth) == (0.5, 0.5, 0.5)


def test_most_second_spellings_are_found():
    made = accounts.invent(11, accounts.SHARES, 3_000)
    truth = accounts.grouped(dict(made.owner))
    assert accounts.score(accounts.matched(made.names), truth)[2] > 0.93
