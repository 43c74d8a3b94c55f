"""Keys in the shape of Salesforce's: 15 characters and a checksum of three."""

import numpy as np

ALPHABET = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8
)
CHECK = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)


def salesforce(prefix: str, count: int, start: int = 0) -> np.ndarray:
    """`count` distinct ids of 18 characters, e.g. 003Kb00000000017QAA, as strings.

    Neighbours differ in more than their last character, as in a real org.
    """
    characters = np.empty((count, 18), dtype=np.uint8)
    characters[:, :8] = np.frombuffer(f"{prefix}Kb000".encode(), dtype=np.uint8)
    # 48271 has no factor in common with 62 ** 5, so every number gets a key of its own.
    number = (np.arange(start, start + count, dtype=np.int64) * 48_271 + 7) % 62**5
    characters[:, 8:10] = ord("0")
    for place in range(14, 9, -1):
        characters[:, place] = ALPHABET[number % 62]
        number //= 62
    capital = (characters[:, :15] >= ord("A")) & (characters[:, :15] <= ord("Z"))
    bits = capital.reshape(count, 3, 5) @ np.array([1, 2, 4, 8, 16])
    characters[:, 15:] = CHECK[bits]
    return characters.view("S18").ravel().astype("U18").astype(object)
