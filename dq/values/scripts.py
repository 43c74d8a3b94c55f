r"""Which characters are a letter or a digit, as regular expressions that are read in no time.

DuckDB reads the one of a query again wherever it stands there, also where there are no rows, and
[\p{L}\p{N}] is of 700 ranges: 2 ms each time, for a page or a check as often as it asks whether a
text says something. These are of 80, the same but for the blocks that are of scripts as a whole:
there the digits, dots and dashes count as letters too.
"""

# Blocks of Unicode with little else than letters. E000-F8FF is no script: Word's bullet is there.
SCRIPTS = """
    370-1FFF 2C00-2DFF 3040-318F 31A0-31BF 31F0-31FF 3400-4DBF 4E00-D7FF F900-FDFF 10000-1CFFF
    1D400-1D7FF 1DF00-1EFFF 20000-3FFFF
"""
# The letters among the other characters, and the digits.
LETTERS = """
    41-5A 61-7A AA B5 BA C0-D6 D8-F6 F8-2C1 2C6-2D1 2E0-2E4 2EC 2EE 2071 207F 2090-209C 2102 2107
    210A-2113 2115 2119-211D 2124 2126 2128 212A-212D 212F-2139 213C-213F 2145-2149 214E 2183-2184
    2E2F 3005-3006 3031-3035 303B-303C FE70-FEFC FF21-FF3A FF41-FF5A FF66-FFDC
"""
DIGITS = """
    30-39 B2-B3 B9 BC-BE 2070 2074-2079 2080-2089 2150-2182 2185-2189 2460-249B 24EA-24FF 2776-2793
    3007 3021-3029 3038-303A 3192-3195 3220-3229 3248-324F 3251-325F 3280-3289 32B1-32BF FF10-FF19
    1D2C0-1D2F3 1D360-1D378 1F100-1F10C 1FBF0-1FBF9
"""


def _ranges(listed: str) -> str:
    """The inside of a class of these characters."""
    pairs = (one.partition("-") for one in listed.split())
    return "".join(rf"\x{{{first}}}-\x{{{last or first}}}" for first, _, last in pairs)


# To stand between square brackets, perhaps with others.
LETTER = _ranges(LETTERS + SCRIPTS)
DIGIT = _ranges(DIGITS)
