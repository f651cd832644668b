"""The parameters of a function, whatever its annotations name."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any


def signature_of(function: Callable[..., Any]) -> inspect.Signature:
    """Return the signature of a function without reading its annotations.

    From Python 3.14 on they are code, and may name what exists for type checkers only.

    Raises:
        TypeError: it is not callable.
        ValueError: it has no signature.
    """
    if sys.version_info >= (3, 14):
        import annotationlib

        return inspect.signature(function, annotation_format=annotationlib.Format.STRING)
    return inspect.signature(function)
