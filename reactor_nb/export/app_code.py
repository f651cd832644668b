"""The app's own code for the browser: archives that Python imports from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from reactor_nb.core.compile import compile_source
from reactor_nb.core.splice import Edit
from reactor_nb.export.archive import stored_zip
from reactor_nb.model.app import AppModel, Part
from reactor_nb.server.settings import Settings


class AppCode:
    """The browser's source of an app, as the author wrote it, so that errors show it.

    What makes blocks of it is beside it. What one page alone needs is in an archive of its own.

    Args:
        model: the app.
    """

    def __init__(self, model: AppModel) -> None:
        self._name = f"{model.name}_client"
        self._others = [one for one in model.sources("client") if one.file]
        self._lines = model.client_source.splitlines(keepends=True)
        self._edits, self._plans = _compiled(model.client_source)
        self.parts = model.client_parts

    def shared(self, others: Mapping[str, bytes]) -> bytes:
        """Return what all pages need, with further files."""
        last = self.parts[0].first - 1 if self.parts else len(self._lines)
        files = {**self._files(self._name, 1, last), **others}
        for one in self._others:
            path = f"{self._name}/{one.file}"
            files[path] = one.text.encode()
            edits, plans = _compiled(one.text)
            if plans:
                files[f"{path}.json"] = _json([edits, plans])
        return stored_zip(files)

    def part(self, part: Part) -> bytes:
        """Return what one page alone needs."""
        return stored_zip(self._files(f"{self._name}.part", part.first, part.last))

    def _files(self, name: str, first: int, last: int) -> dict[str, bytes]:
        source = "".join(self._lines[first - 1 : last])
        start = len("".join(self._lines[: first - 1]))
        end = start + len(source)
        edits = [
            (begin - start, stop - start, text)
            for begin, stop, text in self._edits
            if start <= begin < end
        ]
        called = set(re.findall(r"\w+", " ".join(text for _, _, text in edits)))
        plans = {each: plan for each, plan in self._plans.items() if each in called}
        files = {f"{name}.py": source.encode()}
        if plans or first > 1:
            about = [edits, plans] if first == 1 else [edits, plans, first, self._flags()]
            files[f"{name}.json"] = _json(about)
        return files

    def _flags(self) -> bool:
        """Return whether annotations are texts, as the first line of the source says."""
        return bool(self._lines) and self._lines[0].startswith("from __future__")


def _compiled(source: str) -> tuple[list[Edit], dict[str, Any]]:
    if not Settings.from_environment().compile:
        return [], {}
    compiled = compile_source(source)
    return compiled.edits, compiled.plans


def _json(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode()
