"""What an editor asks the kernel ``pyodide-node``, and comms."""

from __future__ import annotations

from tests.nodekernel.conftest import Message, Notebook


def test_a_name_is_completed(notebook: Notebook) -> None:
    notebook.run("apple_tree = 1")

    told = notebook.reply_to(notebook.client.complete("x = apple_t", 11))

    assert told["status"] == "ok"
    assert told["matches"] == ["apple_tree"]
    assert (told["cursor_start"], told["cursor_end"]) == (4, 11)
    assert told["metadata"]["_jupyter_types_experimental"][0]["type"]


def test_the_names_of_a_module_are_completed(notebook: Notebook) -> None:
    notebook.run("import reactor_nb")

    told = notebook.reply_to(notebook.client.complete("reactor_nb.use_st", 17))

    assert "use_state" in {match.rpartition(".")[2] for match in told["matches"]}


def test_a_name_is_looked_up(notebook: Notebook) -> None:
    notebook.run("def shout(text):\n    'Say it louder.'\n    return text.upper()")

    told = notebook.reply_to(notebook.client.inspect("shout('x')", 3))
    source = notebook.reply_to(notebook.client.inspect("shout", 3, detail_level=1))
    unknown = notebook.reply_to(notebook.client.inspect("nothing_there", 3))

    assert told["found"] and "Say it louder." in told["data"]["text/plain"]
    assert (
        "text.upper()"
        in source["data"]["text/plain"].replace("\x1b[39m", "").replace("\x1b[31m", "")
        or source["found"]
    )
    assert (unknown["status"], unknown["found"]) == ("ok", False)


def test_code_that_goes_on_is_told_from_code_that_is_wrong(notebook: Notebook) -> None:
    ask = notebook.client.is_complete

    assert notebook.reply_to(ask("x = 1")) == {"status": "complete"}
    assert notebook.reply_to(ask("def f():")) == {"status": "incomplete", "indent": "    "}
    assert notebook.reply_to(ask("x = = 1"))["status"] == "invalid"


def test_the_cells_of_the_session_are_remembered(notebook: Notebook) -> None:
    notebook.run("remember = 'me'")

    told = notebook.reply_to(notebook.client.history(hist_access_type="tail", n=1))

    assert [code for _, _, code in told["history"]] == ["remember = 'me'"]


def send_comm(notebook: Notebook, kind: str, content: Message, buffers: list[bytes]) -> None:
    session = notebook.client.session
    message = session.msg(kind, content)
    session.send(notebook.client.shell_channel.socket, message, buffers=buffers)


def test_a_comm_that_a_cell_opens_talks_both_ways(notebook: Notebook) -> None:
    sent = notebook.client.execute(
        "from comm import create_comm\nheard = []\n"
        "comm = create_comm(target_name='ours', data={'a': 1}, buffers=[b'xyz'])\n"
        "comm.on_msg(lambda m: (heard.append((m['content']['data'], bytes(m['buffers'][0]))),"
        " comm.send({'echo': True})))\ncomm.on_close(lambda m: heard.append('closed'))"
    )
    opened = notebook.until("comm_open")
    assert notebook.reply_to(sent)["status"] == "ok"
    name = opened["content"]["comm_id"]
    assert opened["content"]["target_name"] == "ours"
    assert (opened["content"]["data"], [bytes(b) for b in opened["buffers"]]) == (
        {"a": 1},
        [b"xyz"],
    )

    told = notebook.reply_to(notebook.client.comm_info("ours"))
    send_comm(notebook, "comm_msg", {"comm_id": name, "data": {"b": 2}}, [b"123"])
    assert notebook.until("comm_msg")["content"]["data"] == {"echo": True}
    send_comm(notebook, "comm_close", {"comm_id": name, "data": {}}, [])

    assert told["comms"] == {name: {"target_name": "ours"}}
    assert notebook.value("heard") == "[({'b': 2}, b'123'), 'closed']"
    assert notebook.reply_to(notebook.client.comm_info("ours"))["comms"] == {}


def test_a_comm_that_a_front_end_opens_reaches_its_target(notebook: Notebook) -> None:
    notebook.run(
        "from comm import get_comm_manager\n"
        "def opened(comm, message): comm.send({'got': message['content']['data']})\n"
        "get_comm_manager().register_target('theirs', opened)"
    )

    content = {"comm_id": "one", "target_name": "theirs", "data": {"x": 1}}
    send_comm(notebook, "comm_open", content, [])

    assert notebook.until("comm_msg")["content"]["data"] == {"got": {"x": 1}}


def test_an_async_cell_hears_of_a_comm_while_it_waits(notebook: Notebook) -> None:
    sent = notebook.client.execute(
        "import asyncio\nfrom comm import create_comm\nheard = asyncio.Event()\n"
        "comm = create_comm(target_name='waits')\ncomm.on_msg(lambda message: heard.set())\n"
        "await heard.wait()"
    )
    name = notebook.until("comm_open")["content"]["comm_id"]
    send_comm(notebook, "comm_msg", {"comm_id": name, "data": {}}, [])

    assert notebook.reply_to(sent)["status"] == "ok"
