"""Files as a browser sees them in the end: with all that is packed in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

_PACKED = (".zip", ".whl")


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or all that is in an archive; the parts of a path are joined by ``›``."""
    if not name.endswith(_PACKED):
        yield name, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield f"{name} › (its comment)", archive.comment
        for member in archive.namelist():
            yield from unpacked(f"{name} › {member}", archive.read(member))
