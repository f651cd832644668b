"""Where the pages of a static site are: their files, and how they name each other."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlsplit

from reactor_nb.errors import ExportError

_SAFE = "/%:@!$&'()*+,;=~-._"
_MOST = 200
_ODD = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]|[. ]\Z')
_RESERVED = frozenset({"static", "public", "manifest.json", "sw.js", "404.html", "index.html"})
# Names that Windows keeps for devices.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.IGNORECASE)


def base_of(path: str) -> str:
    """Return the way from the page of a path to the root of its site.

    It begins with ``./``, as no author would write it, so that addresses that the app made of it
    are known from those that an author wrote: these are meant as on the server, where the page
    ``/about`` is no folder.
    """
    return "/".join([".", *[".."] * len(_parts(path))])


def file_of(path: str) -> str:
    """Return the file of a page, such as ``posts/1/index.html`` for ``/posts/1``.

    Raises:
        ExportError: no host of files can have a page there.
    """
    parts = [unquote(part) for part in _parts(path)]
    for part in parts:
        if not _is_file_name(part):
            raise ExportError(f"the page {path!r} cannot be a file: {part!r} is no name for one")
    if parts and parts[0].lower() in _RESERVED:
        raise ExportError(f"the page {path!r} would take the place of a file of the site")
    return "/".join([*parts, "index.html"])


def link_between(path: str, target: str) -> str:
    """Return the relative address of a page or a file, as seen from the page of a path."""
    way = base_of(path).removeprefix("./")
    return quote(f"{way}/{target}", safe=_SAFE)


def target_of(path: str, href: str) -> tuple[str, str] | None:
    """Return where a link of a page leads: a path of the app, and what follows it.

    Args:
        path: the path of the page, as the app knows it.
        href: the link, as the page's HTML has it.

    Returns:
        Nothing, for a link to elsewhere or within the page.
    """
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path or "\\" in href:
        return None
    base = base_of(path)
    made = base != "." and (parts.path == base or parts.path.startswith(f"{base}/"))
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    start = f"{path.rstrip('/')}/" if made else path
    return _joined(start, parts.path), query + fragment


def _joined(path: str, href: str) -> str:
    """Return a relative address as an absolute one, as a browser would on the server's page."""
    start = [] if href.startswith("/") else path.split("/")[1:-1]
    found: list[str] = []
    parts = [*start, *href.split("/")]
    for part in parts:
        if part == "..":
            found[-1:] = []
        elif part not in ("", "."):
            found.append(part)
    end = "/" if found and parts[-1] in ("", ".", "..") else ""
    return f"/{'/'.join(found)}{end}"


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]


def _is_file_name(part: str) -> bool:
    if part.startswith(".") or "/" in part or len(part.encode()) > _MOST:
        return False
    return not _ODD.search(part) and not _DEVICES.match(part)
