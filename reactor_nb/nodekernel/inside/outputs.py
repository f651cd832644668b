"""What a cell shows: its streams, its displays and its last value, as messages of Jupyter."""

from __future__ import annotations

import io
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from traitlets import Any as AnyTrait

from reactor_nb.nodekernel.inside.channel import Channel

_LONG = 4096


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr``: sends its text line by line.

    Args:
        name: which of the two.
        channel: where the text goes.
    """

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, channel: Channel) -> None:
        self.name = name
        self._channel = channel
        self._text: list[str] = []
        self._size = 0

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Take text, and send it once a line is complete."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._text.append(text)
        self._size += len(text)
        if "\n" in text or self._size > _LONG:
            self._channel.flush()
        return len(text)

    def flush(self) -> None:
        """Send what was written so far."""
        if self._text:
            text = "".join(self._text)
            self._text.clear()
            self._size = 0
            self._channel.send({"publish": "stream", "content": {"name": self.name, "text": text}})


def make_streams(channel: Channel) -> tuple[Stream, Stream]:
    """Return both streams; what was written to one is sent before what is sent of the other."""
    stdout, stderr = Stream("stdout", channel), Stream("stderr", channel)

    def flush() -> None:
        stdout.flush()
        stderr.flush()

    channel.flush = flush
    return stdout, stderr


class Results(DisplayHook):
    """Sends the last value of a cell."""

    channel = AnyTrait()
    _content: dict[str, Any]

    def start_displayhook(self) -> None:
        """Begin a result."""
        self._content = {"data": {}, "metadata": {}}

    def write_output_prompt(self) -> None:
        """Note the number of the cell."""
        self._content["execution_count"] = self.prompt_count

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Note what is to be seen."""
        self._content["data"] = format_dict
        self._content["metadata"] = md_dict or {}

    def finish_displayhook(self) -> None:
        """Send the result, unless there is nothing to see."""
        if self._content["data"]:
            self.channel.publish("execute_result", self._content)


class Displays(DisplayPublisher):
    """Sends what ``display`` and its kin show."""

    channel = AnyTrait()

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **rest: Any,
    ) -> None:
        """Show something, or show it anew where it was shown before."""
        content = {"data": data, "metadata": metadata or {}, "transient": transient or {}}
        self.channel.publish("update_display_data" if update else "display_data", content)

    def clear_output(self, wait: bool = False) -> None:
        """Take away what the cell has shown."""
        self.channel.publish("clear_output", {"wait": wait})
