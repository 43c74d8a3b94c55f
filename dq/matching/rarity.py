"""Term frequencies: a shared "de Vries" says little, a shared "Harbrinkhoek" much."""

import numpy as np


def rarities(counts: np.ndarray) -> np.ndarray:
    """log2 of the usual chance that two records share a value, over the chance for this value.

    The chance that two random records agree is the sum of squared shares (Winkler's adjustment,
    as in Splink); it is bounded so that one value never brings more than 6 points extra.
    """
    total = max(int(counts.sum()), 1)
    share = np.maximum(counts, 2) / total
    usual = max(float(np.sum((counts / total) ** 2)), 1e-12)
    return np.clip(np.log2(usual / share), -8.0, 6.0).astype(np.float32)
