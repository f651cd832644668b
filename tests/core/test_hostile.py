"""The hostile cases in the HTML of the server, read back by html5lib."""

from __future__ import annotations

import re
import warnings
from typing import Any

import pytest

from reactor_nb.core.render_html import render_html
from reactor_nb.errors import ElementError
from tests.core.forms import forms_of
from tests.core.hostile import CASES, SINKS, STRUCTURE, Case, maker
from tests.core.parsed import as_parsed, parse
from tests.core.stage import once, show

# What browsers drop before they read a scheme, and the schemes that cannot run anything.
DROPPED = re.compile("^[\0-\x20]+|[\t\n\r]+|[\0-\x20]+$")
REFRESH = re.compile(r"\s*0\s*;\s*(?:url=)?[\"']?(.*)", re.DOTALL)
SCHEME = re.compile("([a-z][a-z0-9+.-]*):")
HARMLESS = ("http", "https", "about")
ADDRESSES = {
    *("href", "src", "action", "formaction", "data", "poster", "ping", "cite", "background"),
    *("xlink:href", "to", "from", "by"),
}


@pytest.fixture(autouse=True)
def no_warnings() -> Any:
    """What is refused with a warning is looked at in the HTML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def shown(node: Any) -> tuple[str, list[Any]]:
    """Return the HTML of a node, which both ways to render it agree on, and its forms."""
    stage = show(lambda: node)
    found = stage.html(), forms_of(stage.root)
    assert once(lambda: node).html == found[0] == render_html(stage.root.nodes())
    stage.close()
    return found


def is_within(found: list[Any], wanted: list[Any], value: Any) -> bool:
    """Return whether these are the same elements, with no other attributes.

    A mapping may stand where attributes are given.
    """
    elements = [[one for one in nodes if not isinstance(one, str)] for nodes in (found, wanted)]
    return len(elements[0]) == len(elements[1]) and all(
        one[0] == other[0]
        and (isinstance(value, dict) or one[1].keys() <= other[1].keys())
        and is_within(one[2], other[2], value)
        for one, other in zip(*elements, strict=True)
    )


def dangers(nodes: list[Any]) -> list[Any]:
    """Return all that could run a script."""
    found: list[Any] = []
    for tag, attributes, inside in (one for one in nodes if not isinstance(one, str)):
        for name, value in attributes.items():
            if name.startswith("on") or name == "srcdoc" or is_dangerous(name, value):
                found.append((tag, name, value))
        refresh = REFRESH.match(attributes.get("content", ""))
        if "http-equiv" in attributes and refresh and is_dangerous("to", refresh[1]):
            found.append((tag, attributes))
        if tag == "script" and attributes.get("type") != "application/json":
            found.append((tag, attributes))
        found += dangers(inside)
    return found


def is_dangerous(name: str, value: str) -> bool:
    if name == "values":
        return any(is_dangerous("to", one) for one in value.split(";"))
    if name not in ADDRESSES:
        return False
    address = DROPPED.sub("", value).lower().replace("\\", "/")
    scheme = SCHEME.match(address)
    if scheme is not None:
        is_picture = address.startswith("data:image/") and "svg" not in address
        return scheme[1] not in HARMLESS and not is_picture
    return address.startswith("//")


def seen(place: str, value: Any, *, compiled: bool) -> tuple[list[Any], list[Any]] | None:
    """Return the HTML of a place as it is read, and as it should be; nothing if it is refused."""
    try:
        html, forms = shown(maker(place, compiled=compiled)(value))
    except ElementError:
        return None
    return parse(html), as_parsed(forms)


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_v1_v24_a_hostile_value_changes_nothing_but_itself(case: Case, compiled: bool) -> None:
    """V1–V12, V14–V24"""
    wrong: list[Any] = []
    count = 0
    for place in case.places:
        harmless = seen(place, case.harmless, compiled=compiled)
        for value in case.values:
            found = seen(place, value, compiled=compiled)
            if found is None:
                continue
            count += 1
            is_same = harmless is not None and is_within(found[0], harmless[0], value)
            if not is_same or found[0] != found[1] or dangers(found[0]):
                wrong.append((place, value, found))

    assert wrong[:3] == []
    assert (count == 0) is case.is_told


TOLD = {about: case for about, case in CASES.items() if case.is_told}


@pytest.mark.parametrize("compiled", [False, True], ids=["plain", "compiled"])
@pytest.mark.parametrize("case", TOLD.values(), ids=TOLD)
def test_v3_v6_v11_v13_v17_names_are_checked_when_they_are_built(
    case: Case, compiled: bool
) -> None:
    for place, value in case.attempts():
        with pytest.raises(ElementError):
            maker(place, compiled=compiled)(value)


def test_there_are_twelve_of_structure_and_six_sinks() -> None:
    assert (len(STRUCTURE), len(SINKS)) == (12, 6)
