"""The elements on a page under test: a tree to look at, which changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

CONTROLS = frozenset(("button", "input", "select", "textarea"))
# Whose text goes on in the line; that of others stands apart.
_IN_LINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins"),
        *("kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u"),
        *("tspan", "var", "wbr"),
    )
)


@dataclass(eq=False)
class Element:
    """An element as it was when it was found.

    ``attributes`` are as in the HTML. ``value`` and ``checked`` are what a control holds now.
    """

    tag: str
    attributes: Mapping[str, str]
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None
    value: str = ""
    checked: bool = False
    id: int = 0
    handlers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text in it, with white space as it is seen."""
        return " ".join("".join(self._texts()).split())

    @property
    def own_text(self) -> str:
        """The text that stands in it directly, and not in an element inside."""
        return " ".join("".join(one for one in self.children if isinstance(one, str)).split())

    @property
    def disabled(self) -> bool:
        """Whether it is a control that is disabled, or in a disabled ``fieldset``."""
        if self.tag not in CONTROLS:
            return False
        return "disabled" in self.attributes or any(
            one.tag == "fieldset" and "disabled" in one.attributes for one in self.ancestors()
        )

    def get(self, name: str) -> str:
        """Return an attribute, or nothing."""
        return self.attributes.get(name, "")

    def elements(self) -> Iterator[Element]:
        """Yield the elements inside, in the order of the document."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def ancestors(self) -> Iterator[Element]:
        """Yield the elements around it, the nearest first."""
        around = self.parent
        while around is not None:
            yield around
            around = around.parent

    def nearest(self, matches: Callable[[Element], bool]) -> Element | None:
        """Return the nearest element that matches: this one, or one around it."""
        return next((one for one in (self, *self.ancestors()) if matches(one)), None)

    def __repr__(self) -> str:
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>{self.text[:40]}</{self.tag}>"

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("script", "style", "template"):
                apart = "" if child.tag in _IN_LINE else " "
                yield from (apart, *child._texts(), apart)


def fields_of(form: Element, submitter: Element | None = None) -> list[tuple[str, str]]:
    """Return what a form sends, in the order of its controls."""
    found = []
    for control in form.elements():
        name = control.get("name")
        if not name or control.disabled:
            continue
        if control.tag in ("select", "textarea") or (
            control.tag == "input" and _sends(control, submitter)
        ):
            found.append((name, control.value))
        elif control is submitter:
            found.append((name, control.get("value")))
    return found


def _sends(control: Element, submitter: Element | None) -> bool:
    kind = control.get("type")
    if kind in ("checkbox", "radio"):
        return control.checked
    if kind in ("submit", "image"):
        return control is submitter
    return kind not in ("button", "reset", "file")


def settle_controls(root: Element) -> None:
    """Give the controls of a tree the values that their HTML says."""
    for element in root.elements():
        if element.tag == "textarea":
            element.value = "".join(one for one in element.children if isinstance(one, str))
        elif element.tag == "select":
            element.value = _selected(element)
        elif element.tag == "input":
            element.value = element.get("value")
            element.checked = "checked" in element.attributes
            if element.get("type") in ("checkbox", "radio"):
                element.value = element.attributes.get("value", "on")


def _selected(select: Element) -> str:
    options = [one for one in select.elements() if one.tag == "option"]
    chosen = [one for one in options if "selected" in one.attributes] or options[:1]
    return option_value(chosen[-1]) if chosen else ""


def option_value(option: Element) -> str:
    """Return what an option stands for: its value, or else its text."""
    return option.attributes.get("value", option.text)
