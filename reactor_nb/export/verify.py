"""Each export looks at what it made: nothing of the server may be in the browser's files."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reactor_nb.errors import ExportError
from reactor_nb.export.environment import variables_read
from reactor_nb.export.files import Content, Files
from reactor_nb.export.secrets import ENVIRONMENT, SERVER_CODE, find_secrets
from reactor_nb.export.unpack import unpacked
from reactor_nb.export.words import SHORTEST, Apart, names_in
from reactor_nb.model.app import AppModel

_TWINS = (".br", ".gz")
_CURES = {
    SERVER_CODE: "this is a fault of reactor_nb: please report it",
    ENVIRONMENT: "use it in a loader or an action only",
}
# Variables that hold a secret by their name, whether this app reads them or not.
_SECRET_NAME = re.compile(
    r"(^|_)(PASSWORD|PASSWD|PASS|PWD|SECRET|TOKEN|KEY|CREDENTIALS?|DSN|DATABASE_URL)(_|$)", re.I
)
_LONG = 12


class LeakError(ExportError):
    """What was made for the browser has something of the server in it."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not be where it is: its kind, what it is without saying it, where."""

    kind: str
    what: str
    where: str

    def __str__(self) -> str:
        cure = _CURES.get(self.kind, "read it from the environment")
        return f"{self.where} has {self.what}; {cure}, or allow it with --allow-secret {self.kind}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at; it says nothing of this machine, so that exports stay the same."""

    files: int
    names: int
    strings: int
    allowed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as the manifest has it."""
        return {
            "passed": True,
            "files": self.files,
            "server_names": self.names,
            "server_strings": self.strings,
            "allowed": list(self.allowed),
        }


class Verifier:
    """Looks for what the browser must not have.

    Args:
        model: the app.
        apart: the words of code that stays on the server.
        allowed: kinds that may be there.
        environment: the variables of this machine.
    """

    def __init__(
        self,
        model: AppModel,
        apart: Apart | None,
        allowed: Collection[str] = (),
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._model = model
        self._apart = apart if SERVER_CODE not in allowed else None
        self._allowed = allowed
        self._values = {} if ENVIRONMENT in allowed else dict(_values(model, environment))

    def verify(self, files: Files, ready: Path) -> Verified:
        """Look through the files that browsers can get.

        Args:
            files: all of them; those that a server never sends must not be among them.
            ready: the folder of what is the same in every app, and needs no look.

        Raises:
            LeakError: something of the server is there.
        """
        seen = 0
        leaks: list[Leak] = []
        for name, content in files.items():
            if name.endswith(_TWINS) and name.rpartition(".")[0] in files:
                continue  # the same, compressed
            if isinstance(content, Path) and content.is_relative_to(ready):
                continue
            seen += 1
            leaks += self.leaks(name, content)
        if leaks:
            more = f" (and {len(leaks) - 1} more)" if len(leaks) > 1 else ""
            raise LeakError(f"the browser would get too much: {leaks[0]}{more}")
        words = self._apart.hidden if self._apart else None
        return Verified(
            seen,
            len(words.names) if words else 0,
            len(words.strings) if words else 0,
            tuple(sorted(self._allowed)),
        )

    def leaks(self, name: str, content: Content) -> Iterator[Leak]:
        """Yield what must not be in a file, or in what is packed in it."""
        packed = content if isinstance(content, bytes) else content.read_bytes()
        for where, plain in unpacked(name, packed):
            text = plain.decode("utf-8", "replace")
            for secret in find_secrets(text, self._allowed):
                what = f"what looks like a secret ({secret.kind})"
                yield Leak(secret.kind, what, f"{where}, line {secret.line},")
            for variable, value in self._values.items():
                if value in text:
                    yield Leak(ENVIRONMENT, f"the value of the variable {variable}", where)
            own = f"{self._model.name}_client"
            if where.rpartition(" ")[2].startswith((f"{own}.", f"{own}/")):
                yield from self._words(where, text)

    def _words(self, where: str, text: str) -> Iterator[Leak]:
        if self._apart is None:
            return
        if where.endswith(".py"):
            for name in sorted(self._apart.hidden.names & names_in(text)):
                yield Leak(SERVER_CODE, f"the name '{name}' of server-only code", where)
        for string in sorted(self._apart.hidden.strings):
            if string in text:
                what = f"a text of server-only code ({len(string)} characters)"
                yield Leak(SERVER_CODE, what, where)


def _values(model: AppModel, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the variables whose values must not be exported; short ones prove nothing."""
    read = {name for source in model.sources("server") for name in variables_read(source.text)}
    for name, value in environment.items():
        secret = _SECRET_NAME.search(name) is not None and len(value) >= _LONG
        if secret or (name in read and len(value) >= SHORTEST):
            yield name, value
