"""Attribute names and values: what an author may write, and what HTML gets."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import FunctionType
from typing import Any, Final, NamedTuple

from reactor_nb.core.attribute_names import (
    BOOLEAN_WORDS,
    EVENT_ALIASES,
    EVENT_HINTS,
    KNOWN_NAMES,
    URL_NAMES,
)
from reactor_nb.core.events import On
from reactor_nb.core.vnode import NOTHING, RawHtml, clean_text
from reactor_nb.errors import ElementError

# One that begins with "_" would begin with "-" in HTML, which the DOM does not take.
_NAME = re.compile(r"[A-Za-z:][A-Za-z0-9_:.\-]*\Z")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_STYLE_NAME = re.compile(r"(--[A-Za-z0-9_\-]+|-?[a-z][a-z0-9\-]*)\Z")
_CAMEL = re.compile(r"(?<!^)([A-Z])")
# What follows the seconds of a refresh; "url=" may be left out.
_REFRESH_URL = re.compile(r"[\s\d.]*[;,\s]\s*(?:url\s*=)?\s*['\"]?(.*)", re.IGNORECASE | re.DOTALL)
_MAX_NAME: Final = 256

_SAFE_SCHEMES: Final = frozenset(
    ("http", "https", "mailto", "tel", "sms", "ftp", "blob", "geo", "webcal")
)
_SAFE_DATA: Final = re.compile(
    r"data:(image/(png|gif|jpeg|webp|avif|bmp|x-icon)|font/|audio/|video/)"
)
_REFUSED_NAMES: Final = frozenset(("innerhtml", "outerhtml", "dangerouslysetinnerhtml"))

# Which elements take a name as a property of the DOM node, and the type of its value.
PROPERTY_TAGS: Final[Mapping[str, frozenset[str]]] = {
    "value": frozenset(("input", "textarea", "select")),
    "checked": frozenset(("input",)),
    "indeterminate": frozenset(("input",)),
    "selected": frozenset(("option",)),
    "muted": frozenset(("audio", "video")),
}


class TrustedUrl(str):
    """A URL that an author vouches for, made by ``trusted_url``."""

    __slots__ = ()


def trusted_url(text: str) -> TrustedUrl:
    """Return ``text`` as a URL whose scheme is not checked.

    Args:
        text: a URL that you wrote yourself; never what a visitor typed.
    """
    return TrustedUrl(text)


class Name(NamedTuple):
    """What a written attribute name means: its kind, the name HTML knows, and what is unique."""

    kind: str
    name: str
    mark: str


@lru_cache(maxsize=4096)
def resolve_name(written: str) -> Name:
    """Return what an attribute name means.

    Raises:
        ElementError: the name cannot be an attribute's.
    """
    if len(written) > _MAX_NAME or _NAME.match(written) is None:
        raise ElementError(f"{written[:60]!r} cannot be the name of an attribute")
    bare = written[:-1] if written.endswith("_") and len(written) > 1 else written
    squeezed = bare.replace("_", "").replace("-", "").replace(":", "").lower()
    if squeezed in _REFUSED_NAMES:
        raise ElementError(f"{written!r} is not an attribute; give unsafe_html(text) as the child")
    if squeezed.startswith("on") and bare[:1] in "oO":
        event = EVENT_ALIASES.get(squeezed[2:], squeezed[2:])
        if bare.startswith("on:"):
            event = bare[3:]
        return Name("event", event, f"on {event}")
    name = KNOWN_NAMES.get(squeezed) or bare.replace("_", "-").lower()
    if name in BOOLEAN_WORDS or name.startswith(("data-", "aria-")):
        return Name("flag", name, name)
    if name in ("class", "style", "srcdoc"):
        return Name(name, name, name)
    if name in PROPERTY_TAGS:
        return Name("property", name, name)
    return Name("url" if name.lower() in URL_NAMES else "attribute", name, name)


# The kinds whose text is the value itself, when that is an ordinary text.
TEXT_KINDS: Final = frozenset(("attribute", "class", "flag"))
_NUMBER_KINDS: Final = frozenset(("attribute", "flag"))
_PLAIN_KINDS: Final = TEXT_KINDS | {"style"}
_MAX_SHAPES: Final = 4096
_shapes: dict[tuple[str, ...], tuple[tuple[str, str], ...] | None] = {}


def plain_attributes(
    written: dict[str, Any],
) -> tuple[dict[str, str], dict[str, Any]] | None:
    """Return the attributes and handlers of an element, all of whose values are ordinary.

    Most are: texts, integers, yes or no, functions. What each set of names means is worked out
    once. ``None`` sends the caller the long way, which has every rule.
    """
    shape = tuple(written)
    names = _shapes[shape] if shape in _shapes else _learn(shape)
    if names is None:
        return None
    found: dict[str, str] = {}
    handlers = NOTHING
    for (name, sort), value in zip(names, written.values(), strict=True):
        kind = value.__class__
        if kind is str and value and sort in TEXT_KINDS and value.isascii() and "\0" not in value:
            found[name] = value
        elif kind is FunctionType and sort == "event":
            handlers = {**handlers, name: value}
        elif kind is int and sort in _NUMBER_KINDS:
            found[name] = str(value)
        elif kind is dict and sort == "style" and (text := style_text(value)):
            found[name] = text
        elif value is True and sort == "attribute":
            found[name] = ""
        elif value is not None and not (value is False and sort == "attribute"):
            return None
    return found, handlers


def _learn(shape: tuple[str, ...]) -> tuple[tuple[str, str], ...] | None:
    """Work out, and remember, what a set of names means when all its values are ordinary."""
    if any(spelled.__class__ is not str for spelled in shape):
        return None
    resolved = [resolve_name(spelled) for spelled in shape]
    marks = {mark for _, _, mark in resolved}
    is_plain = (
        "children" not in shape
        and all(is_plain_name(one) for one in resolved)
        and len(marks) == len(shape)
    )
    result = tuple((name, kind) for kind, name, _ in resolved) if is_plain else None
    if len(_shapes) < _MAX_SHAPES:
        _shapes[shape] = result
    return result


def is_plain_name(one: Name) -> bool:
    """Return whether an ordinary value is taken under this name without a rule or a remark."""
    if one.kind != "event":
        return one.kind in _PLAIN_KINDS
    return bool(one.name) and one.name not in EVENT_HINTS and not one.name.endswith("capture")


class Attributes:
    """The attributes of one element, sorted by what the page does with them."""

    __slots__ = ("_seen", "attributes", "handlers", "properties", "tag")

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.attributes: dict[str, str] = {}
        self.properties: dict[str, Any] = {}
        self.handlers: dict[str, Any] = {}
        self._seen: set[str] = set()

    def add_all(self, written: Mapping[str, Any]) -> None:
        """Add attributes as an author wrote them.

        Raises:
            ElementError: a name or a value that cannot be, or one attribute spelled twice.
        """
        seen = self._seen
        for spelled, value in written.items():
            if not isinstance(spelled, str):
                raise ElementError(f"the name of an attribute is a string, not {spelled!r}")
            kind, name, mark = resolve_name(spelled)
            if mark in seen:
                raise ElementError(f"the attribute {name!r} is given twice to {self.tag}()")
            seen.add(mark)
            if kind == "event":
                self._add_handler(name, spelled, value)
            elif kind == "property" and self.tag in PROPERTY_TAGS[name]:
                self._add_property(name, value)
            else:
                text = self._text(kind, name, value)
                if text is not None:
                    self.attributes[name] = text

    def _add_handler(self, event: str, spelled: str, value: Any) -> None:
        if value is None or value is False:
            return
        if not callable(value) and not isinstance(value, On):
            raise ElementError(
                f"{spelled}= takes a function, not {type(value).__name__}; "
                "text is never run as a handler"
            )
        if not event:
            raise ElementError(f"{spelled!r} names no event")
        if "-" not in self.tag:
            _warn_of_event(event, spelled)
        self.handlers[event] = value

    def _add_property(self, name: str, value: Any) -> None:
        if name != "value":
            self.properties[name] = bool(value)
        elif value is not None:
            self.properties[name] = control_value(self.tag, value)

    def _text(self, kind: str, name: str, value: Any) -> str | None:
        if kind == "class":
            return class_text(value) or None
        if kind == "style":
            return style_text(value) or None
        if kind == "srcdoc":
            if not isinstance(value, RawHtml):
                raise ElementError("srcdoc= takes unsafe_html(text) and nothing else")
            return value.text
        if kind == "flag" and isinstance(value, bool):
            return BOOLEAN_WORDS.get(name, ("false", "true"))[value]
        text = attribute_text(name, value)
        if text is None or kind != "url" or isinstance(value, TrustedUrl):
            return text
        if name == "values":
            return ";".join(safe_url(name, one) for one in text.split(";"))
        return safe_url(name, text)


def _warn_of_event(event: str, spelled: str) -> None:
    """Warn of a handler that no browser calls; an event of the author's own may have any name."""
    right = EVENT_HINTS.get(event)
    if event.endswith("capture") and not event.endswith("pointercapture"):
        right = f"on_{event.removesuffix('capture')}=on(handler, capture=True)"
    if right:
        warnings.warn(f"browsers have no event {spelled}; write {right}", stacklevel=6)


def control_value(tag: str, value: Any) -> Any:
    """Return the value of a form control as text, or as a list of texts for a select."""
    if isinstance(value, (list, tuple, set, frozenset)) and tag == "select":
        return [attribute_text("value", one) or "" for one in _in_order(value)]
    return attribute_text("value", "" if value is False else value)


def attribute_text(name: str, value: Any) -> str | None:
    """Return the text of an attribute: ``""`` for a bare one, ``None`` for none at all.

    Raises:
        ElementError: a value that has no one obvious text.
    """
    if value.__class__ is str:
        return clean_text(value)
    if value is None or value is False:
        return None
    if value is True:
        return ""
    if isinstance(value, str):
        # A member of a text enumeration, say, is the text it holds.
        return clean_text(str.__str__(value))
    if isinstance(value, (int, float)) or type(value).__module__ in ("decimal", "numpy"):
        return str(value)
    raise ElementError(f"{name}= takes text, a number or a boolean, not {type(value).__name__}")


def class_text(value: Any) -> str:
    """Return the text of a ``class``: from text, a list of classes, or a dict of flags."""
    if value is None or value is False or value is True:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return clean_text(" ".join(str(name) for name, wanted in value.items() if wanted))
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return " ".join(filter(None, map(class_text, _in_order(value))))
    raise ElementError(f"class_= takes text, a list or a dict, not {type(value).__name__}")


def _in_order(values: Iterable[Any]) -> Iterable[Any]:
    """Return values in an order that is the same in every process."""
    return sorted(values, key=str) if isinstance(values, (set, frozenset)) else values


def style_text(value: Any) -> str:
    """Return the text of a ``style``: from text, or from a dict of properties."""
    if value is None or value is False:
        return ""
    if isinstance(value, str):
        return clean_text(value)
    if not isinstance(value, Mapping):
        raise ElementError(f"style= takes text or a dict, not {type(value).__name__}")
    parts = []
    for written, setting in value.items():
        if not isinstance(written, str):
            raise ElementError(f"{written!r} is not the name of a style property")
        text = attribute_text(f"style {written}", setting)
        if text is not None:
            parts.append(f"{_style_name(written)}: {text}")
    return "; ".join(parts)


@lru_cache(maxsize=1024)
def _style_name(written: str) -> str:
    name = written
    if not written.startswith("--"):
        name = _CAMEL.sub(r"-\1", written).lower().replace("_", "-")
        name = f"-{name}" if name.startswith(("webkit-", "moz-", "ms-")) else name
    if _STYLE_NAME.match(name) is None:
        raise ElementError(f"{written!r} is not the name of a style property")
    return name


def safe_url(name: str, text: str) -> str:
    """Return a URL, or ``about:blank`` and a warning where it could run a script.

    Browsers drop white space and control characters before they read a scheme, so we do, too.
    """
    squeezed = _CONTROLS.sub("", text)
    scheme = _SCHEME.match(squeezed)
    if scheme is None:
        refused = squeezed.replace("\\", "/").startswith("//")
    elif scheme[1].lower() == "data":
        refused = _SAFE_DATA.match(squeezed.lower()) is None
    else:
        refused = scheme[1].lower() not in _SAFE_SCHEMES
    if not refused:
        return text
    warnings.warn(
        f"{name}={text[:40]!r} is not a URL that may stand there; about:blank is. "
        "Write https:// in full, or vouch for it with trusted_url()",
        stacklevel=4,
    )
    return "about:blank"


# The elements for which ``check_element`` has a rule.
CHECKED_TAGS: Final = frozenset(("meta", "base", "form"))


def check_element(tag: str, found: Attributes) -> None:
    """Mend the attributes that are dangerous only on certain elements."""
    attributes = found.attributes
    if tag == "meta" and attributes.get("http-equiv", "").strip().lower() == "refresh":
        target = _REFRESH_URL.match(attributes.get("content", ""))
        if target and safe_url("content", target[1]) == "about:blank":
            del attributes["content"]
    elif tag == "base" and "href" in attributes:
        raise ElementError("<base href> would move every address of the page; it is not taken")
    elif tag == "form" and "submit" in found.handlers:
        # Marks the forms whose submit the page must hold until Python is there.
        attributes["data-rnb-hold"] = ""
