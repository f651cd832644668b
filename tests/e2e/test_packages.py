"""A package that the author's Python has installed, at work in the browser."""

from __future__ import annotations

from tests.e2e.real import Serve, Watch

CELLS = (
    "import mdurl\nfrom markdown_it import MarkdownIt\n"
    "from reactor_nb import page, unsafe_html, use_state\n"
    "from reactor_nb.html import div, textarea",
    '@page("/")\n'
    "def Editor():\n"
    '    text, set_text = use_state("# One")\n'
    "    return div(\n"
    "        textarea(value=text, on_input=lambda event: set_text(event.target.value)),\n"
    '        div(unsafe_html(MarkdownIt().render(text)), id="shown"),\n'
    '        div(mdurl.encode("a b")),\n'
    "    )",
)


def test_a_package_is_loaded_from_the_app_s_own_files(serve: Serve, watch: Watch) -> None:
    server = serve(*CELLS)
    watched = watch()
    watched.page.goto(f"{server.url}/")
    assert watched.page.inner_html("#shown").strip() == "<h1>One</h1>"

    watched.wait_for("live")
    watched.page.fill("textarea", "**Two**")

    watched.until(lambda: "<strong>Two</strong>" in watched.page.inner_html("#shown"))
    assert (watched.errors, watched.foreign) == ([], [])
