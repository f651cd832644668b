"""The command ``reactor-nb``; what one of its commands needs is imported when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from reactor_nb._version import __version__

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Make apps from notebooks: Python renders on the server and goes on in the browser.",
)

_Notebook = Annotated[Path, typer.Argument(metavar="NB", help="The notebook.")]
_Host = Annotated[str, typer.Option(help="The address to listen on.")]
_Port = Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")]
_Force = Annotated[
    bool, typer.Option("--force", help="Go on where other files are in the way; they are kept.")
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in our code it failed.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Say which.")
    ] = False,
) -> None:
    """Take the options that stand before a command; ``main`` has looked at them already."""


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
) -> None:
    """Make a folder with a notebook to start from."""
    from reactor_nb.export.new_project import make_project

    made = make_project(folder)
    typer.echo(f"{made.folder}: {', '.join(made.files)}")
    typer.echo(f"open it: reactor-nb dev {quote(str(made.notebook))} --open")


@app.command()
def export(
    notebooks: Annotated[
        list[Path], typer.Argument(metavar="NB...", help="The notebooks; several make one app.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write.")],
    force: _Force = False,
    allow_secret: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Export what looks like this kind of secret."),
    ] = None,
    static: Annotated[
        bool, typer.Option("--static", help="Write the pages as files, for any host of files.")
    ] = False,
    page: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="With --static: a page that no link leads to."),
    ] = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="With --static: let it be read without a network.")
    ] = False,
) -> None:
    """Write notebooks as an app to a folder that runs by itself."""
    from reactor_nb.export.exports import export_app, export_site

    if (page or offline) and not static:
        raise typer.BadParameter("--page and --offline are for a static site; add --static")
    allowed = tuple(allow_secret or ())
    if static:
        done = export_site(notebooks, out, allowed, page or (), force, offline, _complain)
    else:
        done = export_app(notebooks, out, allowed, force, _complain)
    for line in done:
        typer.echo(line)


@app.command()
def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What export wrote.")],
    host: _Host = "127.0.0.1",
    port: _Port = 8000,
    workers: Annotated[int, typer.Option(min=1, help="How many processes.")] = 1,
) -> None:
    """Serve an exported app."""
    from reactor_nb.export.commands import serve_export

    serve_export(folder, host, port, workers, _say)


@app.command()
def dev(
    notebook: _Notebook,
    host: _Host = "127.0.0.1",
    port: _Port = 8000,
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in a browser.")
    ] = False,
) -> None:
    """Serve a notebook as an app while you write it; pages reload when you save."""
    from reactor_nb.export.commands import serve_notebook

    serve_notebook(notebook, host, port, open_page, _say)


@app.command()
def check(
    notebooks: Annotated[list[Path], typer.Argument(metavar="NB...", help="The notebooks.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for other programs.")] = False,
) -> None:
    """Say what stands in the way of an export; nothing is run and nothing written."""
    from reactor_nb.export.check import check_all

    checked = check_all(notebooks)
    typer.echo(checked.json() if as_json else checked.text())
    if not checked.passed:
        raise typer.Exit(1)


@app.command()
def explain(
    notebook: _Notebook,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for other programs.")] = False,
    page: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page to look at.")
    ] = None,
) -> None:
    """Say where each piece of a notebook goes, and by which chain it is needed."""
    from reactor_nb.explain.commands import explain_notebook

    if as_json and page is not None:
        raise typer.BadParameter("--json and --html are two ways to say the same; take one")
    told = explain_notebook(notebook, as_json, page)
    for line in told.problems:
        typer.echo(line, err=True)
    typer.echo(told.text)


@app.command()
def test(
    notebooks: Annotated[list[Path], typer.Argument(metavar="NB...", help="The notebooks.")],
    outputs: Annotated[
        bool | None,
        typer.Option("--outputs/--no-outputs", help="Compare the stored outputs of all cells."),
    ] = None,
    parity: Annotated[
        bool | None,
        typer.Option("--parity/--no-parity", help="Compare the pages in CPython and Pyodide."),
    ] = None,
) -> None:
    """Run the cells that are marked as test; compare outputs, and pages in both Pythons."""
    from reactor_nb.export.notebook_tests import check_notebook

    failed = 0
    for notebook in notebooks:
        tested = check_notebook(notebook, outputs, parity)
        for line in tested.lines:
            typer.echo(line)
        failed += tested.failed
    if failed:
        raise typer.Exit(1)


@app.command()
def lite(
    notebooks: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[NB...]", help="Notebooks; folders and files as they are; else our examples."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="The folder to write.")
    ] = None,
    wheels: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Take wheels from this folder, before any are fetched."),
    ] = None,
    lab: Annotated[
        bool, typer.Option("--lab", help="No site: give JupyterLab here a kernel in the browser.")
    ] = False,
    node: Annotated[
        bool, typer.Option("--node", help="No site: give FastAPI to the kernel pyodide-node.")
    ] = False,
    force: _Force = False,
) -> None:
    """Build a JupyterLite site: notebooks and previews in the browser, from any host of files."""
    from reactor_nb.lite.lab import environment_place, give_kernel
    from reactor_nb.lite.node import give_pydantic
    from reactor_nb.lite.site import build_site

    if lab + node + (out is not None) != 1 or (notebooks and out is None):
        raise typer.BadParameter("name a folder with --out, or take --lab alone, or --node alone")
    if lab:
        done = give_kernel(environment_place(), wheels or (), _complain)
    elif out is None:
        done = give_pydantic(environment_place(), wheels or (), _complain)
    else:
        done = build_site(notebooks or (), out, wheels or (), force, _complain)
    for line in done:
        typer.echo(line)


@app.command()
def info() -> None:
    """Say which versions are at work."""
    from reactor_nb.export.check import versions

    for name, version in versions():
        typer.echo(f"{name}: {version}")


def main() -> None:
    """Run the command; a failure is one line and a status that is not 0."""
    debug = "--debug" in sys.argv
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    _speak_plainly(sys.stdout, sys.stderr)
    try:
        app(arguments, prog_name="reactor-nb")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(141)
    except Exception as error:
        if debug:
            raise
        _fail(error)


def _speak_plainly(*streams: Any) -> None:
    """Never fail over a letter that the terminal does not have."""
    for stream in streams:
        stream.reconfigure(errors="backslashreplace")


def _fail(error: Exception) -> None:
    from reactor_nb.export.report import describe_error

    if str(error):  # else it was told line by line
        typer.echo(describe_error(error), err=True)
    sys.exit(1)


def _complain(line: str) -> None:
    typer.echo(line, err=True)


def _say(line: str) -> None:
    typer.echo(line)
