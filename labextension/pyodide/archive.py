"""Archives of compiled modules; runs inside Pyodide, so that the bytecode is the one it reads."""

from __future__ import annotations

import _imp
import ast
import builtins
import dis
import importlib
import json
import sys
import zipfile
from collections.abc import Container, Iterator, Mapping, Sequence
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]
from pathlib import Path
from types import CodeType
from typing import Any

import columns
import modules
import shrink

# Where the archives lie in the file system of a page.
FIRST = "/lib/python314.zip"
REST = "/lib/rest.zip"

# In the interpreter too, under other names.
FROZEN_ELSEWHERE = ("importlib._bootstrap", "importlib._bootstrap_external")

# The module that tells the page what the second archive holds.
REST_NAMES = "_reactor_rest"

# Runs before anything else. Nothing that a start makes is garbage, and looking for it is a tenth of
# the time; `reactor_nb.client.boot` turns the collector on. The colours of a terminal are made only
# when a traceback is formatted, which asks for them: they are dataclasses, slow to make, and were
# another twelfth. (A lazy module loads at its second import, too; nothing else imports this one.)
START = (
    "sitecustomize.py",
    b"""
import gc, sys
from importlib.util import LazyLoader
gc.disable()
class Later:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "_colorize":
            sys.meta_path.remove(cls)
            for finder in sys.meta_path:
                if spec := finder.find_spec(name, path, target):
                    spec.loader = LazyLoader(spec.loader)
                    return spec
sys.meta_path.insert(0, Later)
""",
)

# What the cells of an app import of our package, and what the worker and the code that an export
# writes import; the rest follows.
PUBLIC = ("reactor_nb", "reactor_nb.html", "reactor_nb.svg")
ENTRIES = {"reactor_nb.client.boot": {"start"}, "reactor_nb.runtime.registry": {"stub"}}

# The module that our package lies in, its source, and the text there that stands for the modules.
CORE = "_reactor_core"
LOADER = Path(__file__).with_name("loader.py").read_text(encoding="utf-8")
MODULES = "the modules"

# The module that what few apps use lies in: an app that does has it in its own archive.
MORE = "_reactor_more"
ADDER = f"import {CORE}\n{CORE}.loader.add({MODULES!r})\n"

# What our package imports in other hosts only.
ELSEWHERE = "reactor_nb.kernel"


def compile_bare(tree: ast.Module, filename: str, flags: int = 0) -> CodeType:
    """Return the code of a module without docstrings and assertions."""
    code: CodeType = compile(tree, filename, "exec", flags, dont_inherit=True, optimize=2)
    return code


def compile_own(tree: ast.Module, filename: str) -> CodeType:
    """Return the code of a module of our package, as small as it gets.

    Each of them imports `annotations` from `__future__`, which is left to the compiler.
    """
    return shrink.shrunk(compile_bare(tree, filename, annotations.compiler_flag), own=True)


def to_file(code: CodeType) -> bytes:
    """Return a module as what Python loads, never checked again."""
    return bytes(_code_to_hash_pyc(code, bytes(8), False))


def write_archive(
    path: str, entries: Mapping[str, bytes], method: int = zipfile.ZIP_STORED
) -> None:
    """Write an archive whose bytes depend on the entries alone.

    Unless asked otherwise it is stored, not deflated: the transfer compresses it better, and the
    page reads it faster.
    """
    with zipfile.ZipFile(path, "w", method) as archive:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = method
            info.external_attr = 0o644 << 16
            archive.writestr(info, entries[name])


def pack_package(folder: str, out: str) -> None:
    """Compile our package as far as the browser needs it, into two modules.

    What a page imports at its start goes to the first, and the rest to the second. Every module is
    then imported, with what a page has at its start.

    Args:
        folder: where the package lies.
        out: the folder to write them into.
    """
    found = modules.reachable(Path(folder), (*PUBLIC, *ENTRIES), ELSEWHERE)
    plain = {path: shrink.without_reader_aids(tree) for path, tree in found.items()}
    trees = modules.drop_unused(plain, PUBLIC, ENTRIES)
    codes = {modules.module_name(path): compile_own(tree, path) for path, tree in trees.items()}
    later = modules.not_at_start(trees, (*PUBLIC, *ENTRIES))
    write_packed(out, CORE, LOADER, [code for name, code in codes.items() if name not in later])
    write_packed(out, MORE, ADDER, [code for name, code in codes.items() if name in later])
    try_package(out, codes, later)


def write_packed(out: str, name: str, source: str, codes: Sequence[CodeType]) -> None:
    """Write a module with others among its constants."""
    code = compile_own(shrink.without_reader_aids(ast.parse(source)), f"{name}.py")
    place = code.co_consts.index(MODULES)
    before, after = code.co_consts[:place], code.co_consts[place + 1 :]
    code = code.replace(co_consts=(*before, columns.in_columns(codes), *after))
    Path(out, f"{name}.pyc").write_bytes(to_file(code))


def try_package(folder: str, codes: Mapping[str, CodeType], later: Container[str]) -> None:
    """Import every module of our package as a page does, after a look at what comes of the files.

    Raises:
        ValueError: the code is not what it was, or uses what was left out.
    """
    sys.path.append(folder)
    loader = importlib.import_module(CORE).loader
    at_start = {name: code for name, code in codes.items() if name not in later}
    check_packed(loader, at_start)
    for name in (*PUBLIC, *ENTRIES):
        importlib.import_module(name)
    if missing := loader._codes:
        raise ValueError(f"a page does not import {set(missing)} at its start")
    importlib.import_module(MORE)
    check_packed(loader, {name: code for name, code in codes.items() if name in later})
    for name, code in codes.items():
        known = {*dir(builtins), *vars(importlib.import_module(name))}
        if missing := set(global_names(code)) - known:
            raise ValueError(f"{name} has lost {missing}, which it uses")


def check_packed(loader: Any, codes: Mapping[str, CodeType]) -> None:
    """Raise a ``ValueError`` unless the loader gives out these modules."""
    if loader._codes.keys() != codes.keys() or not all(
        columns.is_same(loader._codes[name], code) for name, code in codes.items()
    ):
        raise ValueError("what was put in columns did not come back as it was")


def global_names(code: CodeType) -> Iterator[str]:
    """Yield the names that functions of a module take from it."""
    for instruction in dis.get_instructions(code):
        if instruction.opname == "LOAD_GLOBAL":
            yield instruction.argval
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from global_names(constant)


def pack_standard_library(stock: str, wanted: str, first: str, rest: str) -> str:
    """Divide Pyodide's own archive of sources into what every page loads and the rest.

    Args:
        stock: the archive.
        wanted: the names of the modules that every page loads, one a line.
        first: the archive to write for what they import.
        rest: the archive to write for everything else.

    Returns:
        The names in each, as JSON.
    """
    needed = import_all(wanted)
    with zipfile.ZipFile(stock) as archive:
        sources = {
            modules.module_name(name): (name, archive.read(name))
            for name in archive.namelist()
            if name.endswith(".py") and not is_frozen(modules.module_name(name))
        }
    chosen = {name for name in sources if name in needed or is_own(name)}
    others = sources.keys() - chosen
    names = f"NAMES = frozenset({sorted(others)!r})\n".encode()
    added = {REST_NAMES: (f"{REST_NAMES}.py", names), "sitecustomize": START}
    write_archive(first, compile_all(sources | added, chosen | added.keys(), FIRST, others))
    write_archive(rest, compile_all(sources, others, REST, set()))
    return json.dumps({"stdlib": sorted(chosen), "rest": sorted(others)})


def pack_kernel_library(stock: str, out: str) -> None:
    """Compile all of Pyodide's own archive of sources, with docstrings: for a kernel.

    It is deflated, since hosts of files do not compress archives on their way.

    Args:
        stock: the archive.
        out: the archive to write.
    """
    with zipfile.ZipFile(stock) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if name[-1] != "/"}
    compiled = {}
    for name, content in entries.items():
        if name.endswith(".py"):
            code = compile(content, f"{FIRST}/{name}", "exec", dont_inherit=True, optimize=0)
            compiled[f"{name}c"] = to_file(code)
        else:
            compiled[name] = content
    write_archive(out, compiled, zipfile.ZIP_DEFLATED)


def import_all(wanted: str) -> set[str]:
    """Import every module of the list and return all that this brought in."""
    for line in wanted.splitlines():
        name = line.partition("#")[0].strip()
        if name:
            importlib.import_module(name)
    return set(sys.modules)


def is_own(name: str) -> bool:
    """Tell whether a module belongs to Pyodide, which may import it at any time."""
    return name.partition(".")[0] in ("pyodide", "_pyodide")


def is_frozen(name: str) -> bool:
    """Tell whether the interpreter has the module in itself and never looks for a file."""
    return _imp.is_frozen(name) or name in FROZEN_ELSEWHERE


def compile_all(
    sources: Mapping[str, tuple[str, bytes]], names: set[str], archive: str, others: set[str]
) -> dict[str, bytes]:
    """Compile modules for one archive.

    A package that has modules in the other archive too looks for them there.
    """
    entries = {}
    for name in names:
        path, source = sources[name]
        if any(other.startswith(f"{name}.") for other in others):
            elsewhere = f"{REST}/{name.replace('.', '/')}"
            source += f"\n__path__.append({elsewhere!r})\n".encode()
        code = compile_bare(ast.parse(source), f"{archive}/{path}")
        entries[f"{path}c"] = to_file(shrink.shrunk(code, own=False))
    return entries
