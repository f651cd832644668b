"""The command ``export``: an app, or a static site. It loads no server unless it needs one."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import quote

from reactor_nb.errors import ReactorError
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.report import describe_all, describe_export, describe_files
from reactor_nb.export.together import together

Tell = Callable[[str], None]


class Refused(ReactorError):
    """An export that cannot be, for reasons that were told already."""


def export_app(
    notebooks: Sequence[Path], out: Path, allowed: Sequence[str], force: bool, complain: Tell
) -> list[str]:
    """Export notebooks as an app, and return what is to be said of it.

    Args:
        notebooks: the files.
        out: the folder to write.
        allowed: kinds of secret that may be exported.
        force: go on where files of others are in the way.
        complain: takes a line for each problem.

    Raises:
        ReactorError: it cannot be.
    """
    build = Build.load()
    apps = _checked(_prepared(notebooks, build, allowed, complain), complain)
    report = Exporter(build).export(apps, out, force=force)
    return [*describe_export(apps, report), f"run it: reactor-nb serve {quote(str(out))}"]


def export_site(
    notebooks: Sequence[Path],
    out: Path,
    allowed: Sequence[str],
    listed: Sequence[str],
    force: bool,
    offline: bool,
    complain: Tell,
) -> list[str]:
    """Run the loaders of notebooks, export their pages as files, and return what is to be said.

    Args:
        notebooks: the files.
        out: the folder to write.
        allowed: kinds of secret that may be exported.
        listed: the paths of pages that no link leads to.
        force: go on where files of others are in the way.
        offline: add a service worker.
        complain: takes a line for each problem.

    Raises:
        ReactorError: it cannot be.
    """
    from reactor_nb.export.site.checks import for_a_site
    from reactor_nb.export.site.site import make_site

    build = Build.load()
    apps = _checked(for_a_site(_prepared(notebooks, build, allowed, complain)), complain)
    site = make_site(apps, build, listed, offline=offline)
    for route in site.unreached:
        complain(f"no link leads to a page of {route!r}; name some with --page PATH")
    report = Exporter(build).write(apps, out, lambda: site.files, force=force)
    count = len(site.pages)
    return [
        *describe_files(report),
        f"{count} page{'' if count == 1 else 's'} for any host of files",
        f"try it: {shlex.join(['python', '-m', 'http.server', '-d', str(out)])}",
    ]


def _prepared(
    notebooks: Sequence[Path], build: Build, allowed: Sequence[str], complain: Tell
) -> tuple[Prepared, ...]:
    return together([prepare(each, build, allowed, complain) for each in notebooks])


def _checked(apps: tuple[Prepared, ...], complain: Tell) -> tuple[Prepared, ...]:
    """Say all that is wrong, and end here when an export cannot live with it."""
    for app in apps:
        shown = tuple(one for one in app.diagnostics if one.severity != "info")
        for line in describe_all(shown, app.notebook):
            complain(line)
    if any(app.errors for app in apps):
        raise Refused
    return apps
