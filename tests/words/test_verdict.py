from dq.words import formats, verdict


def near(*shares):
    """Scores on and around what rounds otherwise, and at the top."""
    return [share + step / 10_000 for share in shares for step in range(-12, 13)]


def test_words_agree_with_the_figures_beside_them():
    for latest in near(0.95, 0.9):
        for before in (None, *near(0.95)):
            for target in (0.95, 0.9499):
                said = verdict.sentence(latest, before, target)
                figures = [formats.percent(one, "nl") for one in (latest, target)]
                assert (said == verdict.REACHED) == (figures[0] >= figures[1])
                if before is None or said == verdict.REACHED:
                    continue
                change = formats.points(latest, before, "nl")
                assert {verdict.BETTER: "▲", verdict.WORSE: "▼", verdict.EQUAL: "="}[said] in change
                assert (change == "=") == (figures[0] == formats.percent(before, "nl"))


def test_all_is_more_than_nearly_all():
    assert verdict.sentence(0.9999, 1.0, 1.0) == verdict.WORSE
    assert verdict.sentence(1.0, 0.9999, 1.0) == verdict.REACHED
    assert formats.points(1.0, 0.99999, "nl") == "▲\N{NBSP}0,1"
