"""What a long piece of work calls to say how far it is.

Tested in tests/pages/exchange/test_upload.py.
"""

from collections.abc import Callable

# progress(fraction 0..1, message id, **values)
Progress = Callable[..., object]
