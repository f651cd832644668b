"""Roles and accessible names, as screen readers find them."""

from __future__ import annotations

import pytest

from reactor_nb.testing.names import name_of, role_of
from reactor_nb.testing.parsed import parse_page

CASES = {
    "text in it": ("<button>Save <b>now</b></button>", "button", "Save now"),
    "a label for its id": ("<label for=a>Name</label><input id=a>", "textbox", "Name"),
    "a label around it": ("<label>Name <input></label>", "textbox", "Name"),
    "aria-label before text": ('<button aria-label="Close">x</button>', "button", "Close"),
    "aria-labelledby before all": (
        '<i id=a>One</i><i id=b>Two</i><button aria-labelledby="a b" aria-label="x">y</button>',
        "button",
        "One Two",
    ),
    "the text for a picture": ('<img alt="A cat" title="x">', "img", "A cat"),
    "a picture in a link": ('<a href="/"><img alt="Home"></a>', "link", "Home"),
    "a picture that says nothing": ('<img alt="">', "presentation", ""),
    "the title last": ('<input title="Date">', "textbox", "Date"),
    "the placeholder last of all": ('<input placeholder="Search">', "textbox", "Search"),
    "a legend": ("<fieldset><legend>Size</legend></fieldset>", "group", "Size"),
    "a caption": ("<table><caption>Prices</caption></table>", "table", "Prices"),
    "a submit input": ("<input type=submit value=Go>", "button", "Go"),
    "a submit input without a value": ("<input type=submit>", "button", "Submit"),
    "a heading": ("<h2>About <em>us</em></h2>", "heading", "About us"),
    "a role that is written": ('<div role="tab">One</div>', "tab", "One"),
    "a checkbox": ("<label><input type=checkbox> Yes</label>", "checkbox", "Yes"),
    "a number": ("<input type=number aria-label=Age>", "spinbutton", "Age"),
    "a list of several": ("<select multiple title=T></select>", "listbox", "T"),
    "no link without an address": ("<a>Text</a>", "", ""),
    "a section without a name": ("<section>Text</section>", "", ""),
    "a section with a name": ("<section aria-label=News>Text</section>", "region", "News"),
    "a header of the page": ("<header>x</header>", "banner", ""),
    "a header of a card": ("<article><header>x</header></article>", "", ""),
    "a row's header": ("<th scope=row>Ada</th>", "rowheader", "Ada"),
    "a drawing with a title": (
        "<svg role=img><title>Rides</title><text>1</text></svg>",
        "img",
        "Rides",
    ),
    "what is hidden has no part": ("<button>A<i aria-hidden=true>x</i></button>", "button", "A"),
}
WANTED = {"a", "button", "div", "fieldset", "h2", "header", "img", "input", "section"}
WANTED |= {"select", "svg", "table", "th"}


@pytest.mark.parametrize(("html", "role", "name"), CASES.values(), ids=CASES)
def test_role_and_name(html: str, role: str, name: str) -> None:
    elements = [one for one in parse_page(html).elements() if one.tag in WANTED]
    element = next((one for one in elements if role_of(one) == role), elements[0])

    assert (role_of(element), name_of(element)) == (role, name)
