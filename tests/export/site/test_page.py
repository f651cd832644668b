from __future__ import annotations

import base64
import hashlib

import pytest

from reactor_nb.export.site.page import links_in, redirect_document, static_document

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-N1' 'wasm-unsafe-eval'; "
    "style-src 'self' 'nonce-N1'; frame-ancestors 'none'; trusted-types reactor"
)
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
    '<style nonce="N1">p{}</style><script nonce="N1">early()</script>'
    '<script type="module" nonce="N1" src="./static/client.js"></script></head><body>'
    '<main id="reactor-root">%s</main>'
    '<script type="application/json" id="reactor-payload">{"a":1}</script></body></html>'
)


def made(inside: str = "", policy: str = POLICY, offline: str = "") -> str:
    return static_document(PAGE % inside, policy, "last()", offline, lambda href: None)


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_stands_in_the_document_with_hashes_in_place_of_the_nonce() -> None:
    html = made().replace("&#x27;", "'")

    assert (
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'self'; script-src 'self' {digest('early()')} {digest('last()')} "
        f"'wasm-unsafe-eval'; style-src 'self' {digest('p{}')}; "
        'trusted-types reactor reactor-site">'
    ) in html
    assert "nonce" not in html and "frame-ancestors" not in html


def test_a_script_of_the_author_s_raw_html_gets_no_hash() -> None:
    html = made("<script>pwn()</script>").replace("&#x27;", "'")

    assert digest("pwn()") not in html


def test_the_last_script_stands_behind_the_payload() -> None:
    assert made().endswith('{"a":1}</script><script>last()</script></body></html>')
    assert '<script data-offline="../sw.js">last()' in made(offline="../sw.js")


def test_a_document_without_a_payload_runs_nothing() -> None:
    html = static_document("<html><p>gone</p></html>", "", "last()", "", lambda href: None)

    assert html == "<html><p>gone</p></html>"


def test_links_are_found_and_written_anew() -> None:
    inside = '<a class="x" href="/a?b=1&amp;c=2">a</a><a href="#f">f</a><a>none</a><p href="/no">'

    html = static_document(
        PAGE % inside, POLICY, "", "", lambda href: '../a"/' if href[0] == "/" else None
    )

    assert list(links_in(PAGE % inside)) == ["/a?b=1&c=2", "#f"]
    assert '<a class="x" href="../a&quot;/">a</a><a href="#f">f</a><a>none</a>' in html


def test_the_payload_is_no_place_for_links() -> None:
    page = (PAGE % "").replace('{"a":1}', '{"a":"<a href=\\"/x\\">"}')

    assert list(links_in(page)) == []


@pytest.mark.parametrize("url", ["../about/", '"><script>pwn()</script>'])
def test_a_redirect_is_a_document_that_leads_on(url: str) -> None:
    html = redirect_document(url)

    assert "<script>" not in html
    assert html.count('http-equiv="refresh"') == 1
