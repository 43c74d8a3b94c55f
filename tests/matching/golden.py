"""What golden pairs ask: which groups there are, and which pairs are not as expected."""


def groups(result):
    """The groups that matching found, as sets of ids."""
    ids, found = result.records.ids.to_pylist(), {}
    for row, group in enumerate(result.groups.of.tolist()):
        if group >= 0:
            found.setdefault(group, set()).add(ids[row])
    return list(found.values())


def wrong(pairs, found):
    """Why the pairs are there that are decided otherwise than expected.

    :param pairs: why, what is expected, and more; their records have the ids g<number>0 and 1
    :param found: sets of ids
    """
    return [
        why
        for number, (why, expected, *_) in enumerate(pairs)
        if any({f"g{number}0", f"g{number}1"} <= group for group in found)
        is not (expected == "same")
    ]
