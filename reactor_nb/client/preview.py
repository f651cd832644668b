"""The page in the preview of a notebook: each version of the notebook, in one interpreter.

No page of an export has this module: the worker of the preview brings it along as a file.
"""

from __future__ import annotations

import gc
import importlib
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reactor_nb.client import boot, dev
from reactor_nb.client.output import console, keep_output

if TYPE_CHECKING:
    # Pages do not have what stands in annotations alone.
    from reactor_nb.devtools.onlookers import Onlookers

_shown: list[Callable[[str], None]] = []
_looking: list[Onlookers] = []
_archives: list[str] = ["/lib/app.zip"]


def show(payload_text: str, archive: str, post: Callable[[str], None]) -> Callable[[str], None]:
    """Show a version of the notebook in place of the one before; return what takes messages.

    The page is mounted anew. From then on it takes new code as pages of ``dev`` do, for as long as
    it can go on.

    Args:
        payload_text: the JSON that belongs to the page.
        archive: the file with the app's code.
        post: gives a JSON text to the page.

    Raises:
        Exception: what the author's code raised.
    """
    while _shown:
        _close(_shown.pop())
    name: str = json.loads(payload_text)["app"]
    _forget_app(name)
    dev.install(f"{name}_client")
    sys.path.insert(0, archive)
    _archives.append(archive)
    importlib.invalidate_caches()
    keep_output()

    def send(text: str) -> None:
        if _looking and text.startswith('["patch"'):
            _looking[0].before_patch()
        post(text)

    receive = boot.start(payload_text, send)
    _shown.append(receive)
    return receive


def look(text: str, post: Callable[[str], None]) -> None:
    """Take what is asked of the page that is shown, by its devtools or to show a part of it.

    Args:
        text: the message, as JSON; an empty one closes the devtools, which others open.
        post: gives a JSON text to who asks.
    """
    if _shown and (text or _looking):
        if not _looking:
            # What nobody looks at does without them.
            from reactor_nb.devtools.onlookers import Onlookers

            session = _session_of(_shown[0])
            # As ASCII: half a character, which an app may have, cannot be posted.
            _looking.append(Onlookers(session, lambda told: post(json.dumps(told)), console))
        _looking[0].receive(json.loads(text) if text else [])


def _look_away() -> None:
    while _looking:
        _looking.pop().close()


def _close(receive: Callable[[str], None]) -> None:
    """Run the clean-ups of a page that goes."""
    _look_away()
    _session_of(receive).close()


def _session_of(receive: Callable[[str], None]) -> dev.DevSession:
    """Return the session of a page: only what takes its messages knows it."""
    closure: Any = receive.__closure__
    contents = [each.cell_contents for each in closure]
    [session] = [each for each in contents if isinstance(each, dev.DevSession)]
    return session


def _forget_app(name: str) -> None:
    """Have the code of the app loaded from its new archive."""
    while _archives:
        archive = _archives.pop()
        if archive in sys.path:
            sys.path.remove(archive)
    module = f"{name}_client"
    for each in [each for each in sys.modules if each == module or each.startswith(f"{module}.")]:
        del sys.modules[each]
    # What the last start kept for good is garbage now.
    gc.unfreeze()
