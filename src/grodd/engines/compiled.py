"""Loops that are too slow in Python, compiled on their first call and kept for the next time."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
_njit = cast(Callable[..., Any], numba.njit)


def compiled(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Compile a function of numbers, arrays and named tuples of them.

    The machine code is kept beside the source or, where that is read-only, in the user's folder
    for caches. Where neither can be written it is made anew in each process (a second or two).
    Other threads run on while it works.

    Floats are neither reordered nor fused, so a compiled function answers bit by bit what the same
    Python would.
    """
    try:
        made = _njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder to keep it in
        made = _njit(nogil=True)(function)
    return cast(Callable[Parameters, Result], made)
