"""The round trips of the test for as long as one likes:
python tests/handover/long_trips.py SEED EXAMPLES (an hour finds what a test has no time for)."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]

from hypothesis import HealthCheck, Phase, seed, settings  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402
from test_round_trip import Trips, one_store  # noqa: E402


def main(number, examples):
    """Search from one seed; a failing sequence is printed as it was found, without shrinking."""
    with one_store(Trips):
        run_state_machine_as_test(
            seed(number)(Trips),
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
