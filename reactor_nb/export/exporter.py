"""A prepared app becomes a folder that runs by itself."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reactor_nb.errors import ExportError
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import Content, Files, reason, stamp, sync_tree, write_files
from reactor_nb.export.prepare import Prepared
from reactor_nb.export.previous import (
    Survey,
    carry,
    free_name,
    keep_modes,
    settle,
    survey,
)
from reactor_nb.export.swap import Place, exclusive, is_interrupted, recover, swap_in
from reactor_nb.export.tree import app_files

Apps = Prepared | Sequence[Prepared]
"""One notebook, or several that make one app."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did.

    Args:
        target: the folder.
        files: how many files it made there.
        size: their bytes in all.
        kept: files that others had put there and that are there still.
        backups: files that were in the way, and what they are called now.
    """

    target: Path
    files: int
    size: int
    kept: tuple[str, ...]
    backups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the new tree takes over from the old one: plain, and under other names."""

    plain: tuple[str, ...]
    backups: Mapping[str, str]


class Exporter:
    """Writes apps to folders.

    Args:
        build: the ready half of every bundle.
    """

    def __init__(self, build: Build | None = None) -> None:
        self._build = build or Build.load()

    def export(self, apps: Apps, folder: Path, *, force: bool = False) -> Report:
        """Write an app; the folder holds the old app or the new one at any moment.

        Args:
            apps: a notebook without errors, or several that make one app.
            folder: where to.
            force: go on where files of others are in the way, and keep these as backups.

        Raises:
            ExportError: it cannot be; the folder is as it was.
        """
        return self.write(_listed_apps(apps), folder, lambda: self.files(apps), force=force)

    def write(
        self,
        apps: Sequence[Prepared],
        folder: Path,
        make: Callable[[], Files],
        *,
        force: bool = False,
    ) -> Report:
        """Write files to a folder in place of what an export wrote there before.

        Args:
            apps: the notebooks that they are made from.
            folder: where to.
            make: returns the files.
            force: go on where files of others are in the way, and keep these as backups.

        Raises:
            ExportError: it cannot be; the folder is as it was.
        """
        try:
            place = Place(_located(folder))
            for app in apps:
                _check_place(place.target, app)
            files = make()
            place.target.parent.mkdir(parents=True, exist_ok=True)
            with exclusive(place):
                recover(place, settle)
                return _replace(place, files, force)
        except OSError as error:
            raise ExportError(f"cannot export to {folder}: {reason(error)}") from error

    def files(self, apps: Apps) -> Files:
        """Return every file of an export.

        Raises:
            ExportError: an app has errors, or something of the server would be in the browser.
        """
        return app_files(_listed_apps(apps), self._build)


def _listed_apps(apps: Apps) -> Sequence[Prepared]:
    return [apps] if isinstance(apps, Prepared) else apps


def complete(folder: Path) -> None:
    """Finish an export that was interrupted while it changed the folder.

    Raises:
        ExportError: it cannot be finished now.
    """
    try:
        place = Place(_located(folder))
        if is_interrupted(place):
            with exclusive(place):
                recover(place, settle)
    except OSError as error:
        raise ExportError(
            f"an export to {folder} was interrupted and cannot be completed: {reason(error)}"
        ) from error


def _located(folder: Path) -> Path:
    """Return an absolute path whose last part is kept as it is: it may be a link."""
    if folder.name in ("", ".."):
        return folder.resolve()
    return folder.parent.resolve() / folder.name


def _check_place(target: Path, app: Prepared) -> None:
    notebook = app.notebook.resolve()
    if target.is_symlink():
        raise ExportError(f"{target} is a link to {os.readlink(target)}; name that folder itself")
    if target.exists() and not target.is_dir():
        raise ExportError(f"{target} is a file; name a folder")
    if notebook.is_relative_to(target):
        raise ExportError(
            f"{target} holds the notebook; name another folder, such as {_beside(notebook)}"
        )
    if app.public and target.is_relative_to(notebook.parent / "public"):
        raise ExportError(
            f"{target} is in public/, which is a part of the app; name another folder"
        )
    if target.exists() and target.is_mount():
        raise ExportError(f"{target} is a mount point; name a folder in it")


def _beside(notebook: Path) -> Path:
    return notebook.parent / f"{notebook.stem}-app"


def _replace(place: Place, files: Files, force: bool) -> Report:
    found = survey(place.target)
    kept = _what_to_keep(place.target, found, files, force)
    try:
        write_files(place.new, files)
        for path in kept.plain:
            carry(place.target, place.new, path)
        for path, name in kept.backups.items():
            carry(place.target, place.new, path, name)
        keep_modes(place.target, place.new)
        sync_tree(place.new)
        swap_in(place, settle)
    except BaseException:
        with contextlib.suppress(OSError, ExportError):
            recover(place, settle)
        raise
    size = sum(
        len(content) if isinstance(content, bytes) else content.stat().st_size
        for content in files.values()
    )
    return Report(place.target, len(files), size, kept.plain, kept.backups)


def _what_to_keep(target: Path, found: Survey, files: Files, force: bool) -> _Kept:
    if found.foreign and not found.ours and not force:
        raise ExportError(
            f"{target} is not empty and was not made by an export; name another folder, "
            "or use --force to keep its files and add the app's"
        )
    others = (*found.foreign, *found.edited)
    in_the_way = [path for path in others if _is_in_the_way(target, path, files)]
    if in_the_way and not force:
        raise ExportError(
            f"{_listed(in_the_way)} in {target} would be overwritten but was changed by hand; "
            "use --force to keep it under another name"
        )
    taken = {*files, *others}
    backups: dict[str, str] = {}
    for path in in_the_way:
        backups[path] = free_name(path, taken)
        taken.add(backups[path])
    folders = {str(parent) for path in files for parent in PurePosixPath(path).parents}
    replaced = {*files, *backups, *folders}
    return _Kept(tuple(sorted(path for path in others if path not in replaced)), backups)


def _is_in_the_way(target: Path, path: str, files: Files) -> bool:
    if path in files:
        return not _is_same(target / path, files[path])
    empty_folder = (target / path).is_dir() and not (target / path).is_symlink()
    return not empty_folder and any(new.startswith(f"{path}/") for new in files)


def _is_same(path: Path, content: Content) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return stamp(path) == stamp(content)


def _listed(paths: list[str]) -> str:
    named = ", ".join(sorted(paths)[:_NAMED])
    more = len(paths) - _NAMED
    return f"{named} and {more} more" if more > 0 else named
