"""Where things lie in the repository."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "reactor_nb"
STATIC = PACKAGE / "static"
LABEXTENSION = REPOSITORY / "labextension"
