from __future__ import annotations

from reactor_nb.export.inject import Injector, Message

TAG = "<script src=x%s></script>"


async def sent(*messages: Message) -> list[Message]:
    found: list[Message] = []

    async def send(message: Message) -> None:
        found.append(message)

    injector = Injector(send, TAG)
    for message in messages:
        await injector(message)
    return found


def start(*headers: tuple[bytes, bytes]) -> Message:
    return {"type": "http.response.start", "status": 200, "headers": list(headers)}


def body(content: bytes, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


async def test_a_page_gets_the_script_at_its_end() -> None:
    page = b"<body><p>Hello</p></body></html>"
    html = (b"Content-Type", b"text/html; charset=utf-8")

    first, second = await sent(start(html, (b"Content-Length", b"32")), body(page))

    assert second["body"] == b"<body><p>Hello</p><script src=x></script></body></html>"
    assert dict(first["headers"])[b"content-length"] == str(len(second["body"])).encode()


async def test_the_script_carries_the_nonce_of_the_page() -> None:
    policy = (b"content-security-policy", b"script-src 'self' 'nonce-aB3+/_-='")

    _, second = await sent(start((b"content-type", b"text/html"), policy), body(b"<p>"))

    assert second["body"] == b'<p><script src=x nonce="aB3+/_-="></script>'


async def test_a_page_in_parts_is_put_together() -> None:
    messages = await sent(
        start((b"content-type", b"text/html")), body(b"<bo", more=True), body(b"dy></body>")
    )

    assert messages[-1]["body"] == b"<body><script src=x></script></body>"


async def test_all_else_passes_unchanged() -> None:
    messages = [start((b"content-type", b"application/json")), body(b"{}")]

    assert await sent(*messages) == messages


async def test_an_answer_without_a_body_stays_without() -> None:
    _, second = await sent(start((b"content-type", b"text/html")), body(b""))

    assert second["body"] == b""
