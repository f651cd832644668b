"""Problems and results as lines of text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reactor_nb.core.location import error_location
from reactor_nb.errors import NotebookError, ReactorError
from reactor_nb.export.exporter import Report
from reactor_nb.export.files import reason
from reactor_nb.export.prepare import Prepared
from reactor_nb.model.cell import words_for
from reactor_nb.model.diagnostics import Diagnostic, Span

UNREADABLE = "RNB000"
_MOST = 10
_PLACE = re.compile(r"(?:cell \d+|[^\s:,]+\.py), line \d+: ")


def one_line(text: str) -> str:
    """Return text that stays on its line and does nothing to the terminal."""
    flat = " ".join(text.split())
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in flat)


def as_diagnostic(error: NotebookError) -> Diagnostic:
    """Return a file that cannot be read as a problem like others."""
    where = f" (byte {error.offset})" if error.offset is not None else ""
    return Diagnostic(UNREADABLE, f"{error.message}{where}", Span(error.cell, error.line))


def describe_all(problems: Iterable[Diagnostic], path: Path) -> list[str]:
    """Return each problem as one line."""
    return [one_line(problem.describe(path.name)) for problem in problems]


def describe_error(error: Exception) -> str:
    """Return what a command failed at, as one line."""
    match error:
        case NotebookError():
            return describe_all((as_diagnostic(error),), Path(error.path))[0]
        case ReactorError():
            return one_line(f"error: {error}")
        case OSError():
            return one_line(f"error: {reason(error)}")
        case _:
            said = f"{type(error).__name__}: {error}"
            return one_line(f"error in reactor_nb itself: {said} (--debug says where)")


def describe_failure(error: BaseException, path: Path) -> str:
    """Return what the author's code raised while it was loaded, as one line with its place."""
    if isinstance(error, ReactorError):
        place, text = "", str(error)  # it names the place by itself, where that is known
    else:
        place, text = error_location(error) or "", f"{type(error).__name__}: {error}"
    if found := _PLACE.match(text):
        place, text = found[0].removesuffix(": "), text[found.end() :]
    steps = [path.name, *place.split(", ")] if place else [path.name]
    if place and not place.startswith("cell "):
        del steps[0]  # it is in a module beside the notebook
    return one_line(f"{' › '.join(steps)}: {text}")


def describe_export(apps: Sequence[Prepared], report: Report) -> Iterator[str]:
    """Yield the lines that say what an export did."""
    for app in apps:
        yield from _describe_app(app)
    yield from describe_files(report)


def describe_files(report: Report) -> Iterator[str]:
    """Yield the lines that say what became of a folder."""
    for old, name in report.backups.items():
        yield f"  {one_line(f'kept as {name}: {old}')}"
    if report.kept:
        more = f" and {len(report.kept) - _MOST} more" if len(report.kept) > _MOST else ""
        names = ", ".join(report.kept[:_MOST])
        yield f"  {one_line(f'kept: {names}{more}')}"
    yield one_line(f"{report.target}: {report.files} files, {report.size / 1e6:.1f} MB")


def _describe_app(app: Prepared) -> Iterator[str]:
    model = app.model
    if model is None:
        return
    parts = [_count(len(model.routes), "page"), _count(len(model.actions), "action")]
    if app.packages.names:
        parts.append(f"{', '.join(app.packages.names)} for the browser")
    yield f"{app.notebook.name}: {', '.join(parts)}"
    for left in model.left_out[:_MOST]:
        place = f"{words_for(left.cell)} › line {left.line}"
        yield f"  {one_line(f'left out: {place}: {left.what} ({left.reason})')}"
    if len(model.left_out) > _MOST:
        yield f"  left out: {len(model.left_out) - _MOST} more"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
