"""What the author asks to have installed: ``%pip install`` lines and PEP 723 blocks."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import dataclass

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
