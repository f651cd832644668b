"""What an editor asks while code is written: completions, help, and whether it is complete."""

from __future__ import annotations

from typing import Any

from IPython.core.completer import provisionalcompleter, rectify_completions
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.tokenutil import token_at_cursor

Content = dict[str, Any]
_TYPES = "_jupyter_types_experimental"


def complete(shell: InteractiveShell, code: str, cursor_pos: int | None) -> Content:
    """Return what may stand at the cursor."""
    at = len(code) if cursor_pos is None else cursor_pos
    with provisionalcompleter():
        found = list(rectify_completions(code, shell.Completer.completions(code, at)))
    types = [
        {
            "start": each.start,
            "end": each.end,
            "text": each.text,
            "type": each.type,
            "signature": each.signature,
        }
        for each in found
    ]
    return {
        "status": "ok",
        "matches": [each.text for each in found],
        "cursor_start": found[0].start if found else at,
        "cursor_end": found[0].end if found else at,
        "metadata": {_TYPES: types},
    }


def inspect(
    shell: InteractiveShell, code: str, cursor_pos: int, detail_level: int, omit_sections: list[str]
) -> Content:
    """Return what is known of the name at the cursor."""
    name = token_at_cursor(code, cursor_pos)
    try:
        data = shell.object_inspect_mime(
            name, detail_level=detail_level, omit_sections=set(omit_sections)
        )
    except KeyError:
        return {"status": "ok", "found": False, "data": {}, "metadata": {}}
    if not shell.enable_html_pager:
        data.pop("text/html", None)
    return {"status": "ok", "found": True, "data": data, "metadata": {}}


def is_complete(shell: InteractiveShell, code: str) -> Content:
    """Tell whether code can be run, or goes on."""
    status, indent = shell.input_transformer_manager.check_complete(code)
    if status != "incomplete":
        return {"status": status}
    return {"status": status, "indent": " " * (indent or 0)}


def history(shell: InteractiveShell, n: int | None) -> Content:
    """Return the newest cells of this session; no other is remembered."""
    manager = shell.history_manager
    inputs = manager.input_hist_raw[1:] if manager else []
    lines = [(1, number, code) for number, code in enumerate(inputs, start=1)]
    return {"status": "ok", "history": lines[-n:] if n else lines}
