"""Wheels of compiled modules; runs in Pyodide, so that the bytecode is the one it reads.

Nothing but the standard library is there.
"""

from __future__ import annotations

import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from pathlib import Path

_SITE = "/lib/python3.14/site-packages"
_TIME = (1980, 1, 1, 0, 0, 0)


def compile_wheels(source: str, goal: str) -> None:
    """Compile all wheels of a folder into another one.

    Args:
        source: where they are.
        goal: where they go, under the same names.
    """
    for path in sorted(Path(source).glob("*.whl")):
        compile_wheel(path, Path(goal, path.name))


def compile_wheel(path: Path, goal: Path) -> None:
    """Write a wheel anew, with bytecode in the place of sources; docstrings stay.

    Args:
        path: the wheel.
        goal: the file to write.
    """
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    compiled = dict(_compiled(name, content) for name, content in files.items())
    with zipfile.ZipFile(goal, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(compiled):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, compiled[name])


def _compiled(name: str, content: bytes) -> tuple[str, bytes]:
    if not name.endswith(".py"):
        return name, content
    try:
        code = compile(content, f"{_SITE}/{name}", "exec", dont_inherit=True)
    except SyntaxError:
        return name, content  # a template, or for another Python
    return f"{name}c", bytes(_code_to_hash_pyc(code, bytes(8), False))
