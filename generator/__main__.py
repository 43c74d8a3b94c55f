"""Write a generated CRM: python -m generator --contacts 100000 --seed 1 --output DIR."""

import argparse
from pathlib import Path

from generator import generate, output
from generator.practice import PLAIN, PRACTICE


def main() -> None:
    """Parse the command line, generate, write."""
    parser = argparse.ArgumentParser(prog="python -m generator", description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--practice", action="store_true", help="with what goes wrong in practice")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    habits = PRACTICE if options.practice else PLAIN
    output.write(generate(options.contacts, options.seed, habits=habits), options.output)


if __name__ == "__main__":
    main()
