"""What stands in an output folder already: what export made, and what must be kept."""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from reactor_nb.export.files import leaves, stamp

MANIFEST = "manifest.json"
MADE_BY = "reactor_nb"


@dataclass(frozen=True, slots=True)
class Survey:
    """An output folder as it was found.

    Args:
        edited: files that an export made and somebody changed since.
        foreign: files that no export made.
        ours: whether an export made the folder at all.
    """

    edited: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    ours: bool = False


def survey(folder: Path) -> Survey:
    """Look through an output folder; one that does not exist is empty."""
    if not folder.exists():
        return Survey()
    hashes = made_hashes(folder)
    there = [path for path in leaves(folder) if not _is_cache_of(path, hashes)]
    return Survey(
        tuple(path for path in there if path in hashes and _is_edited(folder / path, hashes[path])),
        tuple(path for path in there if path not in hashes),
        bool(hashes),
    )


def made_hashes(folder: Path) -> dict[str, str]:
    """Return the files that an export made there, with their hashes; none if it made none."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
        hashes = {str(path): str(entry["sha256"]) for path, entry in data["files"].items()}
        mine = data["made_by"] == MADE_BY
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    if not mine:
        return {}
    if data.get("digest") == digest(data):
        hashes[MANIFEST] = stamp(folder / MANIFEST).sha256
    else:
        hashes[MANIFEST] = "edited"
    return hashes


def digest(manifest: Mapping[str, Any]) -> str:
    """Return the hash of a manifest without its own ``digest``."""
    rest = {key: value for key, value in manifest.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def carry(old: Path, new: Path, path: str, name: str | None = None) -> None:
    """Give the new tree a file of the old one, under another name if wanted.

    A hard link where possible, so that a database in use stays one file.
    """
    source, goal = old / path, new / (name or path)
    goal.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        goal.symlink_to(os.readlink(source))
    elif source.is_dir():
        goal.mkdir(exist_ok=True)
    elif source.is_file():
        _link(source, goal)


def keep_modes(old: Path, new: Path) -> None:
    """Give the new tree's folders the permissions of the old one's."""
    for current, _, _ in os.walk(new, topdown=False):
        twin = old / Path(current).relative_to(new)
        if twin.is_dir() and not twin.is_symlink():
            with contextlib.suppress(OSError):
                shutil.copymode(twin, current)


def settle(old: Path, new: Path) -> None:
    """Move to the new tree what others wrote to the old one while the new one was made."""
    hashes = made_hashes(old)
    generated = made_hashes(new)
    for path in list(leaves(old)):
        if path in hashes or path in generated or _is_cache_of(path, hashes):
            continue
        if _is_newer(old / path, new / path):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).replace(new / path)


def free_name(path: str, taken: Collection[str]) -> str:
    """Return the first name for a backup that nothing has yet: ``app.py.bak``, ``app.py.bak2``."""
    number = 1
    while True:
        name = f"{path}.bak{number if number > 1 else ''}"
        if name not in taken:
            return name
        number += 1


def _is_edited(file: Path, sha256: str) -> bool:
    return file.is_symlink() or not file.is_file() or stamp(file).sha256 != sha256


def _is_cache_of(path: str, made: Mapping[str, str]) -> bool:
    """Tell whether a file is Python's compiled form of a module that export made."""
    parts = PurePosixPath(path)
    if parts.suffix != ".pyc" or parts.parent.name != "__pycache__":
        return False
    module = parts.name.partition(".")[0] + ".py"
    return str(parts.parent.parent / module) in made


def _is_newer(old: Path, new: Path) -> bool:
    """Tell whether the old tree's file is not what the new tree holds already."""
    if not os.path.lexists(new):
        return True
    if old.is_dir() or new.is_dir() or os.path.samestat(old.lstat(), new.lstat()):
        return False
    if old.is_symlink() or new.is_symlink():
        return not (old.is_symlink() and new.is_symlink()) or os.readlink(old) != os.readlink(new)
    return not (old.is_file() and new.is_file() and filecmp.cmp(old, new, shallow=False))


def _link(source: Path, goal: Path) -> None:
    try:
        os.link(source, goal)
    except OSError:
        if goal.exists():
            raise
        shutil.copy2(source, goal)
