"""Round trips with merges in Salesforce in between, for as long as one likes:
python tests/handover/long_trips.py SEED EXAMPLES (an hour finds what a test has no time for)."""

import sys
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]

from hypothesis import HealthCheck, Phase, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from hypothesis.stateful import rule, run_state_machine_as_test  # noqa: E402
from simulator import Refused  # noqa: E402
from test_round_trip import Trips, any_row, one_store  # noqa: E402


class LongTrips(Trips):
    """As the test's, and somebody merges in Salesforce too."""

    @rule(
        kind=st.sampled_from(["Account", "Contact"]),
        stays=any_row,
        goes=any_row,
        choice=st.sampled_from(["ours", "theirs"]),
    )
    def merge_there(self, kind, stays, goes, choice):
        """Somebody merges in Salesforce, and what that has otherwise is chosen."""
        ids = sorted(self.team.there.rows[kind])
        winner, loser = ids[stays % len(ids)], ids[goes % len(ids)]
        if winner == loser:
            return
        with suppress(Refused):
            self.team.there.merge(kind, winner, loser)
        self.team.load()
        self.team.choose(choice)


def main(number, examples):
    """Search from one seed; a failing sequence is printed as it was found, without shrinking."""
    with one_store(LongTrips):
        run_state_machine_as_test(
            seed(number)(LongTrips),
            settings=settings(
                max_examples=examples,
                stateful_step_count=10,
                deadline=None,
                database=None,
                derandomize=False,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
