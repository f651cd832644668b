"""The wheels of a Pyodide kernel: which ones, in which version, with which content."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name

PINS: Final = Path(__file__).with_name("wheels.json")

FRONTEND: Final = "jupyterlite-pyodide-kernel==0.8.6"
"""What makes a kernel of Pyodide in JupyterLite; it brings three wheels of its own along."""

KERNEL: Final = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
"""What the kernel wants to have before its first cell."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One wheel; where it comes from is left to whoever fetches it.

    Args:
        name: the package, in the form that all its spellings have in common.
        version: of the package.
        file: the name of the wheel.
        sha256: the hash of its content.
    """

    name: str
    version: str
    file: str
    sha256: str

    def to_json(self) -> dict[str, str]:
        """Return it as in the file."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@lru_cache(maxsize=1)
def pins() -> tuple[Pin, ...]:
    """Return all wheels that a kernel may need, and the frontend."""
    return tuple(Pin(**one) for one in json.loads(PINS.read_text(encoding="utf-8")))


def is_frontend(pin: Pin) -> bool:
    """Tell whether a wheel is for JupyterLite itself, and not for the kernel."""
    return pin.name == canonicalize_name(FRONTEND.partition("==")[0])
