"""What only a real browser shows of the page's scripts: no server, and no Python in the page."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.client_js.stage import ORIGIN, Stage, state, until

BUTTON = '<button id="go">go</button>'
CLICK = ["event", 1, "click", 1]
SCROLL_AND_FOCUS = """(() => {
  const box = document.querySelector('pre');
  const field = document.querySelector('input');
  box.style.cssText = 'height: 20px; overflow: auto';
  box.firstChild.style.cssText = 'display: block; height: 500px';
  box.scrollTop = 77;
  window.first = box.parentNode;
  field.focus();
  field.setSelectionRange(1, 3);
})()"""


def test_every_op_works_under_a_strict_policy_with_trusted_types(context: BrowserContext) -> None:
    """V28, and V14: a script that a patch brings never runs."""
    scripts = ["script", 0, "document.title = 'pwned'"]
    stage = Stage(
        BUTTON + "<div><b>raw</b></div><p>x</p>",
        [["button", "div", "p"], [3, 0, 1, -1, 1, -1, 2, 1, -1]],
        [CLICK],
        [
            [
                ["html", 3, "<i>new</i><img src=x onerror=\"document.title='pwned'\">"],
                ["create", 4, 0, 6, scripts, ["svg", 0, scripts], ["u", {"h": "<s>raw</s>"}]],
                ["attr", 4, "style", "color: red"],
                ["head", [["html", {"lang": "de"}, ""], ["meta", {"name": "a"}, ""]]],
            ]
        ],
    )
    page = stage.open(context)

    page.click("#go")
    until(lambda: page.locator("p svg").count())
    page.wait_for_timeout(100)

    assert page.title() == "t"
    assert page.inner_html("div") == '<i>new</i><img src="x" onerror="document.title=\'pwned\'">'
    assert page.inner_html("u") == "<s>raw</s>"
    assert [one for one in stage.errors if "Trusted" in one] == []


def test_html_is_adopted_and_focus_caret_and_scroll_survive_a_move(context: BrowserContext) -> None:
    """C9: the moved row holds the focused field and a scrolled box."""
    row = "<li><input value=hello><pre><u>x</u></pre></li>"
    stage = Stage(
        f"{BUTTON}<ul>{row}{row}</ul>",
        [
            ["button", "ul", "li", "input", "pre", "u"],
            [2, 0, 1, -1, 1, 2, *([2, 2, 3, 0, 4, 1, 5, 1, -1] * 2)],
        ],
        [CLICK, ["event", 5, "blur", 1], ["event", 5, "focus", 1]],
        [[["move", 3, 4, 0]], [["move", 3, 9, 0]]],
    )
    page = stage.open(context)
    page.evaluate(SCROLL_AND_FOCUS)

    page.evaluate("document.querySelector('#go').click()")
    until(lambda: page.evaluate("document.querySelector('ul').lastChild === window.first"))

    found = page.evaluate(
        "[document.activeElement === first.firstChild, first.firstChild.selectionStart,"
        " first.firstChild.selectionEnd, first.lastChild.scrollTop]"
    )
    assert found == [True, 1, 3, 77]
    assert stage.errors == []


def test_fast_typing_into_a_transformed_field_loses_nothing(context: BrowserContext) -> None:
    """C9: answers come 20 ms late, keys every 3 ms."""
    stage = Stage("<input>", [["input"], [1, 0, 0]], [["event", 1, "input", 1]])
    page = stage.open(context)
    text = "the quick brown fox jumps over the lazy dog"

    page.locator("input").press_sequentially(text, delay=3)

    until(lambda: page.input_value("input") == text.upper())


def test_a_composition_is_whole_at_its_end(context: BrowserContext) -> None:
    """C9: every step of the input method is answered while it goes on."""
    stage = Stage("<input>", [["input"], [1, 0, 0]], [["event", 1, "input", 1]])
    page = stage.open(context)
    page.focus("input")
    session = context.new_cdp_session(page)

    for text in ("n", "ni", "nih", "niho", "nihon"):
        caret = {"selectionStart": len(text), "selectionEnd": len(text)}
        session.send("Input.imeSetComposition", {"text": text, **caret})
        page.wait_for_timeout(50)
        assert page.input_value("input") == text
    session.send("Input.insertText", {"text": "nihon"})

    until(lambda: page.input_value("input") == "NIHON")


def test_names_that_hide_the_document_do_no_harm(context: BrowserContext) -> None:
    """V23: a real browser looks names up in the document and in forms."""
    names = "createElement createTextNode createDocumentFragment head activeElement forms title"
    fields = "parentNode firstChild nextSibling attributes localName setAttribute insertBefore"
    images = "".join(f'<img name="{name}">' for name in names.split())
    inputs = "".join(f'<input name="{name}">' for name in fields.split())
    count = len(names.split()) + len(fields.split())
    stage = Stage(
        f'{BUTTON}{images}<form id="reactor-payload" data-rnb-hold>{inputs}</form>',
        [
            ["button", "img", "form", "input"],
            [2 + 7, 0, 1, -1, *([1, 0] * 7), 2, 7, *([3, 0] * 7)],
        ],
        [CLICK],
        [
            [
                ["create", 10, 11, count + 4, "text", ["svg", 0]],
                ["attr", 10, "title", "done"],
                ["move", 0, 10, 1],
            ]
        ],
    )
    page = stage.open(context)

    page.click("#go")

    until(lambda: page.locator("main > form[title=done]:first-child > svg").count())
    assert stage.errors == []


def test_what_the_browser_filled_in_again_is_told(context: BrowserContext) -> None:
    """C8: the field goes through its handler as if it had been typed just now."""
    stage = Stage("<input>", [["input"], [1, 0, 0]], [["event", 1, "input", 1]])
    page = stage.open(context)
    page.locator("input").press_sequentially("a")
    until(lambda: page.input_value("input") == "A")
    page.evaluate("document.querySelector('input').value = 'kept'")
    page.goto(f"{ORIGIN}/static/early.js")

    page.go_back()
    until(lambda: state(page) == "live")

    until(lambda: page.input_value("input") == "KEPT")


def test_clicks_and_a_held_form_before_live_are_not_lost(context: BrowserContext) -> None:
    """C3: the click is answered afterwards; the form waited for its handler."""
    stage = Stage(
        f"{BUTTON}<form data-rnb-hold><input name=q value=v></form><p></p>",
        [["button", "form", "input", "p"], [3, 0, 1, -1, 1, 1, 2, 0, 3, 0]],
        [CLICK],
        [[["create", 5, 0, 6, "clicked"]]],
    )
    script = "document.getElementById('go').click()"
    context.add_init_script(f"addEventListener('DOMContentLoaded', () => {script}, {{once: true}})")

    page = stage.open(context)

    until(lambda: page.inner_text("p") == "clicked")


def test_when_the_worker_is_missing_the_page_says_so_and_the_button_tries_again(
    context: BrowserContext,
) -> None:
    """C1."""
    stage = Stage(BUTTON, [["button"], [1, 0, 1, -1]], [CLICK], missing={"/worker.js"})
    page = stage.open(context, live=False)
    until(lambda: state(page) == "failed")
    bars = page.locator("[role=alert]")
    assert (bars.count(), page.inner_text("#go")) == (1, "go")

    stage.missing.clear()
    page.click("[role=alert] button")

    until(lambda: state(page) == "live")
    assert bars.count() == 0
