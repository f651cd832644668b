"""Everything that is known of an app before a file of it is written: its model, its problems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reactor_nb.export.bundle import Build, Packages
from reactor_nb.export.crossing import Crossing, what_crosses
from reactor_nb.export.files import PUBLIC, leaves
from reactor_nb.export.places import Places, imports_of
from reactor_nb.export.secrets import check_kinds, find_secrets
from reactor_nb.export.wheels import outside_imports, pack_packages
from reactor_nb.model.app import AppModel
from reactor_nb.model.build import Understood, build_model
from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.model.memory import Memory
from reactor_nb.model.names import title_of
from reactor_nb.notebook.modules import LocalModules
from reactor_nb.notebook.read import read_notebook

_SEARCHED = 8 << 20
"""Files larger than this are data; they are not searched for secrets."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An app that was read and checked.

    Args:
        notebook: the file it comes from.
        model: what it means; nothing when it means nothing.
        packages: what the browser needs of the installed packages.
        public: the files to be served as they are, by their names in the app's folder.
        diagnostics: all problems, in the order they were found.
        title: what its author calls the app.
        understood: what the analysis found out.
        crossing: what the server sends to pages.
        allowed: kinds of secret that may be exported.
    """

    notebook: Path
    model: AppModel | None
    packages: Packages
    public: Mapping[str, Path]
    diagnostics: tuple[Diagnostic, ...]
    title: str = ""
    understood: Understood | None = None
    crossing: Crossing = field(default_factory=Crossing)
    allowed: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that an export cannot live with."""
        return tuple(one for one in self.diagnostics if one.severity == "error")


def prepare(
    notebook: Path,
    build: Build | None,
    allowed: Collection[str] = (),
    tell: Callable[[str], None] | None = None,
    memory: Memory | None = None,
) -> Prepared:
    """Read a notebook and find all that stands in the way of an export; nothing of it is run.

    Args:
        notebook: the file.
        build: the ready half of the bundle; without one, packages are not looked at.
        allowed: kinds of secret that may be exported.
        tell: takes a line before something that may last.
        memory: what earlier looks at the same notebook found out.

    Raises:
        NotebookError: the file cannot be read.
        ExportError: what is allowed is no kind of secret.
    """
    check_kinds(allowed)
    read = read_notebook(notebook)
    beside = LocalModules(notebook.parent)
    built = build_model(read.cells, read.name, read.title, beside.find, memory)
    diagnostics = [*read.diagnostics, *built.diagnostics]
    public = public_files(notebook.parent)
    packages = Packages()
    if built.model is not None:
        if build is not None:
            outside = outside_imports(built.model, build)
            if outside and tell:
                tell(f"packing {', '.join(outside)} for the browser")
            packages, problems = packages_for(built.model, build, outside)
            diagnostics.extend(problems)
        diagnostics.extend(_secrets(built.model, allowed))
    crossing, doubtful = what_crosses(built.understood)
    diagnostics.extend(doubtful)
    diagnostics.extend(_public_secrets(public, allowed))
    return Prepared(
        notebook,
        built.model and replace(built.model, notebook=notebook.name),
        packages,
        public,
        tuple(diagnostics),
        read.title or title_of(read.name),
        built.understood,
        crossing,
        tuple(allowed),
    )


def public_files(folder: Path) -> dict[str, Path]:
    """Return the files of ``public/``, without hidden ones and links to elsewhere."""
    root = folder / PUBLIC
    if not root.is_dir():
        return {}
    inside = root.resolve()
    return {
        f"{PUBLIC}/{name}": root / name
        for name in leaves(root)
        if not _is_hidden(name)
        and (root / name).is_file()
        and (root / name).resolve().is_relative_to(inside)
    }


def _is_hidden(name: str) -> bool:
    return any(part == "__pycache__" or part.startswith(".") for part in name.split("/"))


def packages_for(
    model: AppModel, build: Build, modules: Iterable[str]
) -> tuple[Packages, list[Diagnostic]]:
    """Return what of the installed packages the browser needs, and what it cannot have.

    Args:
        model: the app.
        build: the ready half of the bundle.
        modules: the modules that the browser half imports and that we do not bring along.
    """
    packed = pack_packages(modules, build)
    places = imports_of(model.sources("client")) if packed.problems else {}
    return packed.packages, [
        Diagnostic(
            "RNB060",
            f"the browser needs '{module}', but {problem}",
            places.get(module, Span(None, None)),
            hint="Use it in a loader or an action, which run on the server.",
        )
        for module, problem in packed.problems.items()
    ]


def _secrets(model: AppModel, allowed: Collection[str]) -> Iterator[Diagnostic]:
    seen: set[tuple[str, Span]] = set()
    for source in (*model.sources("client"), *model.sources("server")):
        secrets = list(find_secrets(source.text, allowed))
        places = Places(source.text, source.rows) if secrets else None
        for secret in secrets:
            span = places.find(secret.line) if places else Span(None, None)
            if (secret.kind, span) not in seen:
                seen.add((secret.kind, span))
                yield _secret(secret.kind, span, "here")


def _public_secrets(public: Mapping[str, Path], allowed: Collection[str]) -> Iterator[Diagnostic]:
    for name, path in public.items():
        if path.stat().st_size > _SEARCHED:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        for secret in find_secrets(text, allowed):
            yield _secret(secret.kind, Span(None, None), f"in {name}, line {secret.line},")


def _secret(kind: str, span: Span, where: str) -> Diagnostic:
    return Diagnostic(
        "RNB061",
        f"what stands {where} looks like a secret ({kind}) and would be exported",
        span,
        hint=f"Read it from the environment, or allow it with --allow-secret {kind}.",
    )
