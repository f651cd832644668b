"""What the author asks to have installed: ``%pip install`` lines and PEP 723 blocks."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reactor_nb.model.cell import Where
from reactor_nb.model.diagnostics import Diagnostic
from reactor_nb.model.facts import Place
from reactor_nb.model.parse import Parsed, problem

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION = r"(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
_REQUIREMENT = re.compile(
    rf"{_NAME}\s*(?:\[\s*{_NAME}(?:\s*,\s*{_NAME})*\s*\])?"
    rf"\s*(?:\(?{_VERSION}(?:\s*,\s*{_VERSION})*\)?)?"
    r"\s*(?:;[\w\s.'\"=<>!~()+-]+)?"
)
_HARMLESS = frozenset({"-U", "--upgrade", "-q", "-qq", "-qqq", "--quiet", "--user", "-v"})
_HARMLESS |= {"--pre", "--no-cache-dir", "--disable-pip-version-check", "--force-reinstall"}
_TAKES_VALUE = frozenset({"-r", "-c", "-e", "-i", "-f", "-t", "--requirement", "--constraint"})
_TAKES_VALUE |= {"--editable", "--index-url", "--extra-index-url", "--find-links", "--target"}


@dataclass(frozen=True, slots=True)
class Requirements:
    """The packages that were asked for, and the words that cannot be used."""

    packages: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def find_requirements(cells: Sequence[Parsed]) -> tuple[tuple[str, ...], list[Diagnostic]]:
    """Return all that the cells ask for, and what of it cannot be used."""
    packages: dict[str, None] = {}
    problems: list[Diagnostic] = []
    for cell in cells:
        found = [
            (magic.line, read_install(magic.install)) for magic in cell.magics if magic.install
        ]
        found.append((1, read_script_block(cell.cell.source)))
        for line, asked in found:
            packages.update(dict.fromkeys(asked.packages))
            problems += _refused(cell.cell.index, line, asked)
    return tuple(packages), problems


def _refused(cell: Where, line: int, asked: Requirements) -> Iterator[Diagnostic]:
    for text in asked.refused:
        message = f"the requirement {text!r} is not used"
        hint = "name a package of your index, such as 'pandas>=2'; install others by hand"
        place = Place(line, 1)
        yield problem("RNB031", message, cell, place, hint=hint, severity="warning")


def read_install(arguments: str) -> Requirements:
    """Read what stands after ``pip install``."""
    try:
        words = shlex.split(arguments, comments=True)
    except ValueError:
        return Requirements(refused=(arguments.strip(),))
    packages: list[str] = []
    refused: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word in _TAKES_VALUE:
            refused.append(" ".join([word, *words[position : position + 1]]))
            position += 1
        elif word not in _HARMLESS:
            (packages if is_requirement(word) else refused).append(word)
    return Requirements(tuple(packages), tuple(refused))


def is_requirement(text: str) -> bool:
    """Tell whether a text names a package, without an address or an option."""
    return bool(_REQUIREMENT.fullmatch(text))


def read_script_block(source: str) -> Requirements:
    """Read the ``dependencies`` of a ``# /// script`` block (PEP 723)."""
    block = _block(source.split("\n"))
    if block is None:
        return Requirements()
    try:
        listed = tomllib.loads(block).get("dependencies", [])
    except (tomllib.TOMLDecodeError, RecursionError):
        return Requirements(refused=("the '# /// script' block, which is not valid TOML",))
    if not isinstance(listed, list):
        return Requirements(refused=("'dependencies', which must be a list of texts",))
    texts = [str(each).strip() for each in listed]
    return Requirements(
        tuple(each for each in texts if is_requirement(each)),
        tuple(each for each in texts if not is_requirement(each)),
    )


def _block(lines: list[str]) -> str | None:
    """Return the text of the block without its comment signs; it ends with its last ``# ///``."""
    if "# /// script" not in lines:
        return None
    content: list[str] = []
    end = None
    for line in lines[lines.index("# /// script") + 1 :]:
        if line == "# ///":
            end = len(content)
        if line != "#" and not line.startswith("# "):
            break
        content.append(line[2:])
    return None if end is None else "\n".join(content[:end])
