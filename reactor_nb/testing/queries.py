"""Finding elements as their user does: by role and name, by text, by label."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import TypeAlias

from reactor_nb.testing.elements import CONTROLS, Element, option_value
from reactor_nb.testing.names import is_hidden, labels_of, name_of, role_of

Pattern: TypeAlias = str | re.Pattern[str]


class QueryError(AssertionError):
    """No element was found, or several were, or one cannot be used."""


class Queries(ABC):
    """Looks for elements on a page.

    A ``str`` is the whole text, white space apart; a compiled pattern is searched in it.
    ``get_…`` raises unless there is exactly one element, ``query_…`` returns ``None`` if there is
    none, ``get_all_…`` returns at least one.
    """

    @abstractmethod
    def page(self) -> Element:
        """Return the whole page as it is now."""

    def get_by_role(self, role: str, name: Pattern | None = None) -> Element:
        """Return the element with a role, such as ``"button"``, and an accessible name.

        Raises:
            QueryError: there is none, or several.
        """
        return self._one(self._by_role(role, name), _told("role", role, name))

    def query_by_role(self, role: str, name: Pattern | None = None) -> Element | None:
        """Return the element with a role and a name, or ``None``.

        Raises:
            QueryError: there are several.
        """
        return self._one_or_none(self._by_role(role, name), _told("role", role, name))

    def get_all_by_role(self, role: str, name: Pattern | None = None) -> list[Element]:
        """Return all elements with a role and a name.

        Raises:
            QueryError: there are none.
        """
        return self._some(self._by_role(role, name), _told("role", role, name))

    def get_by_text(self, text: Pattern) -> Element:
        """Return the element whose own text is this.

        Raises:
            QueryError: there is none, or several.
        """
        return self._one(self._by_text(text), _told("text", text))

    def query_by_text(self, text: Pattern) -> Element | None:
        """Return the element whose own text is this, or ``None``.

        Raises:
            QueryError: there are several.
        """
        return self._one_or_none(self._by_text(text), _told("text", text))

    def get_all_by_text(self, text: Pattern) -> list[Element]:
        """Return all elements whose own text is this.

        Raises:
            QueryError: there are none.
        """
        return self._some(self._by_text(text), _told("text", text))

    def get_by_label_text(self, text: Pattern) -> Element:
        """Return the control with a label.

        Raises:
            QueryError: there is none, or several.
        """
        return self._one(self._by_label(text), _told("label", text))

    def query_by_label_text(self, text: Pattern) -> Element | None:
        """Return the control with a label, or ``None``.

        Raises:
            QueryError: there are several.
        """
        return self._one_or_none(self._by_label(text), _told("label", text))

    def _by_role(self, role: str, name: Pattern | None) -> list[Element]:
        return self._where(
            lambda one: role_of(one) == role and (name is None or _matches(name, name_of(one)))
        )

    def _by_text(self, text: Pattern) -> list[Element]:
        return self._where(lambda one: bool(one.own_text) and _matches(text, one.own_text))

    def _by_label(self, text: Pattern) -> list[Element]:
        def is_labelled(one: Element) -> bool:
            texts = [label.own_text for label in labels_of(one)] or [one.get("aria-label")]
            return one.tag in CONTROLS and any(_matches(text, each) for each in texts)

        return self._where(is_labelled)

    def _where(self, matches: Callable[[Element], bool]) -> list[Element]:
        return [one for one in self.page().elements() if not is_hidden(one) and matches(one)]

    def _one(self, found: list[Element], told: str) -> Element:
        element = self._one_or_none(found, told)
        if element is None:
            raise QueryError(f"there is no element with {told}; {self._there()}")
        return element

    def _one_or_none(self, found: list[Element], told: str) -> Element | None:
        if len(found) > 1:
            raise QueryError(f"{len(found)} elements have {told}: {_listed(found)}")
        return found[0] if found else None

    def _some(self, found: list[Element], told: str) -> list[Element]:
        if not found:
            raise QueryError(f"there is no element with {told}; {self._there()}")
        return found

    def _there(self) -> str:
        shown = [one for one in self.page().elements() if role_of(one) and not is_hidden(one)]
        roles = dict.fromkeys(f"{role_of(one)} {name_of(one)!r}" for one in shown)
        return f"there are: {', '.join(roles) or 'none with a role'}"


def chosen_option(select: Element, option: str) -> str:
    """Return the value of an option, which is given by its text or its value.

    Raises:
        QueryError: there is none.
    """
    options = [one for one in select.elements() if one.tag == "option"]
    values = [option_value(one) for one in options if option in (one.text, option_value(one))]
    if not values:
        raise QueryError(f"{select!r} has no option {option!r}")
    return values[0]


def _matches(wanted: Pattern, text: str) -> bool:
    if isinstance(wanted, str):
        return " ".join(wanted.split()) == text
    return wanted.search(text) is not None


def _told(what: str, value: Pattern, name: Pattern | None = None) -> str:
    def plain(one: Pattern) -> str:
        return repr(one if isinstance(one, str) else one.pattern)

    return f"{what} {plain(value)}" + (f" and name {plain(name)}" if name is not None else "")


def _listed(found: Iterable[Element]) -> str:
    return ", ".join(map(repr, found))
