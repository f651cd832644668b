"""Typing, selecting and focusing stay the person's own while Python renders (C9)."""

from __future__ import annotations

from tests.e2e.real import Serve, Watch, Watched

CONTROLS = """
import asyncio
from reactor_nb import page, use_state, use_effect, on
from reactor_nb.html import button, div, input, option, p, select, textarea

@page("/")
def Home():
    ticks, set_ticks = use_state(0)
    running, set_running = use_state(False)
    digits, set_digits = use_state("")
    upper, set_upper = use_state("")
    agreed, set_agreed = use_state(False)
    color, set_color = use_state("red")
    sizes, set_sizes = use_state(["s"])
    size, set_size = use_state("a")
    note, set_note = use_state("")
    seen, set_seen = use_state("")
    async def tick():
        while running:
            await asyncio.sleep(0.02)
            set_ticks(lambda n: n + 1)
    use_effect(tick, [running])
    return div(
        p("ticks ", ticks, id="ticks"),
        button("run", id="run", on_click=lambda: set_running(True)),
        input(id="digits", value=digits,
              on_input=lambda e: set_digits("".join(c for c in e.target.value if c.isdigit()))),
        input(id="upper", value=upper, on_input=lambda e: set_upper(e.target.value.upper())),
        input(id="free"),
        input(id="agree", type="checkbox", checked=agreed,
              on_change=lambda e: set_agreed(e.target.checked)),
        input(id="never", type="checkbox", checked=False, on_change=lambda e: None),
        select([option(one, value=one) for one in ("red", "green", "blue")], id="color",
               value=color, on_change=lambda e: set_color(e.target.value)),
        select([option(one, value=one) for one in ("s", "m", "l")], id="sizes", multiple=True,
               value=sizes, on_change=lambda e: set_sizes(e.target.values)),
        select(option("x", disabled=True), option("y"), option("z"), id="lost", value="nobody",
               on_change=lambda e: None),
        [input(id=f"size-{one}", type="radio", name="size", value=one, checked=size == one,
               on_change=lambda e: set_size(e.target.value), key=one) for one in "abc"],
        textarea(id="note", value=note, on_input=lambda e: set_note(e.target.value)),
        p("|".join([upper, str(agreed), color, ",".join(sizes), size, note]), id="all"),
        input(id="keys", on_keydown=lambda e: set_seen(lambda s: s + e.key)),
        p(seen, id="seen"),
        p(str(digits), id="digits-shown"),
    )
"""


EDITED = """
from reactor_nb import component, page, use_state
from reactor_nb.html import b, div, element, p

@page("/")
def Home():
    words, set_words = use_state("x")
    rated, set_rated = use_state(0)
    return div(
        p(words.upper(), id="edited", contenteditable=True,
          on_input=lambda e: set_words(e.target.value)),
        element("my-rating", {"on:rate-changed": lambda: set_rated(rated + 1)}, b(rated)),
    )
"""


def open_controls(serve: Serve, watch: Watch) -> Watched:
    """Open the page with every kind of control."""
    watched = watch()
    watched.open(serve(CONTROLS).url)
    return watched


def test_rejected_input_is_shown_as_rejected(serve: Serve, watch: Watch) -> None:
    watched = open_controls(serve, watch)

    watched.page.locator("#digits").press_sequentially("a1b2")

    watched.until(lambda: watched.page.input_value("#digits") == "12")
    assert watched.page.inner_text("#digits-shown") == "12"


def test_the_caret_stays_where_it_is_when_the_text_is_transformed(
    serve: Serve, watch: Watch
) -> None:
    watched = open_controls(serve, watch)
    watched.page.locator("#upper").press_sequentially("held")
    watched.until(lambda: watched.page.input_value("#upper") == "HELD")

    watched.page.press("#upper", "ArrowLeft")
    watched.page.press("#upper", "ArrowLeft")
    watched.page.press("#upper", "x")

    watched.until(lambda: watched.page.input_value("#upper") == "HEXLD")
    assert watched.page.evaluate("document.getElementById('upper').selectionStart") == 3


def test_text_typed_while_patches_arrive_is_kept(serve: Serve, watch: Watch) -> None:
    watched = open_controls(serve, watch)
    watched.page.click("#run")
    text = "typed while the page changes fifty times a second"

    watched.page.locator("#free").press_sequentially(text, delay=5)
    watched.page.locator("#upper").press_sequentially(text, delay=5)

    assert watched.page.input_value("#free") == text
    watched.until(lambda: watched.page.input_value("#upper") == text.upper())
    assert int(watched.page.inner_text("#ticks").split()[1]) > 5
    assert watched.page.evaluate("document.activeElement.id") == "upper"


def test_a_selection_survives_patches(serve: Serve, watch: Watch) -> None:
    watched = open_controls(serve, watch)
    watched.page.fill("#free", "select me")
    watched.page.evaluate("document.getElementById('free').setSelectionRange(2, 5)")

    watched.page.evaluate("document.getElementById('run').click()")
    watched.page.wait_for_timeout(200)

    free = "document.getElementById('free')"
    assert watched.page.evaluate(f"[{free}.selectionStart, {free}.selectionEnd]") == [2, 5]


def test_checkboxes_radios_selects_and_textareas_follow_the_state(
    serve: Serve, watch: Watch
) -> None:
    watched = open_controls(serve, watch)

    watched.page.check("#agree")
    watched.page.select_option("#color", "blue")
    watched.page.select_option("#sizes", ["m", "l"])
    watched.page.check("#size-c")
    watched.page.fill("#note", "two\nlines")

    watched.until(lambda: watched.page.inner_text("#all") == "|True|blue|m,l|c|two lines")
    assert watched.page.is_checked("#size-c")
    assert not watched.page.is_checked("#size-a")


def test_a_select_whose_value_is_no_option_shows_what_its_html_shows(
    serve: Serve, watch: Watch
) -> None:
    watched = open_controls(serve, watch)

    assert watched.page.input_value("#lost") == "y"
    watched.page.select_option("#lost", "z")

    watched.until(lambda: watched.page.input_value("#lost") == "y")


def test_a_checkbox_that_the_state_refuses_springs_back(serve: Serve, watch: Watch) -> None:
    watched = open_controls(serve, watch)

    watched.page.evaluate("document.getElementById('never').click()")

    watched.until(lambda: not watched.page.is_checked("#never"))


def test_composition_is_not_disturbed(serve: Serve, watch: Watch) -> None:
    """An input method composes a word; patches come; the word is whole at its end."""
    watched = open_controls(serve, watch)
    watched.page.click("#run")
    watched.page.focus("#upper")
    session = watched.page.context.new_cdp_session(watched.page)

    for text in ("n", "ni", "nih", "niho", "nihon"):
        session.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
        watched.page.wait_for_timeout(60)
        assert watched.page.input_value("#upper").lower() == text
    session.send("Input.insertText", {"text": "nihon"})

    watched.until(lambda: watched.page.input_value("#upper") == "NIHON")


def test_keys_arrive_in_order(serve: Serve, watch: Watch) -> None:
    watched = open_controls(serve, watch)

    watched.page.locator("#keys").press_sequentially("abcdefghij")

    watched.until(lambda: watched.page.inner_text("#seen") == "abcdefghij")


def test_the_caret_stays_in_what_is_edited(serve: Serve, watch: Watch) -> None:
    """C9: typed at the end, then in the middle, and written anew by Python each time."""
    watched = watch()
    watched.open(serve(EDITED).url)
    page = watched.page
    page.click("#edited")
    page.keyboard.press("End")

    page.keyboard.type("a")
    watched.until(lambda: page.inner_text("#edited") == "XA")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("b")
    watched.until(lambda: page.inner_text("#edited") == "XBA")
    page.keyboard.type("c")
    watched.until(lambda: page.inner_text("#edited") == "XBCA")

    assert watched.errors + watched.warnings == []


def test_a_custom_element_has_events_of_its_own(serve: Serve, watch: Watch) -> None:
    watched = watch()
    watched.open(serve(EDITED).url)

    watched.page.evaluate(
        "document.querySelector('my-rating').dispatchEvent(new CustomEvent('rate-changed'))"
    )

    watched.until(lambda: watched.page.inner_text("my-rating") == "1")
