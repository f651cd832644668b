"""For tests: what a component shows, and a page to use as its visitor does."""

from reactor_nb.testing.app import AppPage, open_app
from reactor_nb.testing.elements import Element
from reactor_nb.testing.queries import QueryError
from reactor_nb.testing.shown import html_of
from reactor_nb.testing.view import View, render

__all__ = ["AppPage", "Element", "QueryError", "View", "html_of", "open_app", "render"]
