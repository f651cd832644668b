"""Cells in the kernel ``pyodide-node``: a real process of Jupyter, with Pyodide under Node."""

from __future__ import annotations

from pathlib import Path

import pytest
from ipykernel.compiler import get_file_name

from tests.nodekernel.conftest import Notebook


def test_it_says_which_python_it_is(notebook: Notebook) -> None:
    info = notebook.reply_to(notebook.client.kernel_info())

    version = notebook.value("import sys; '.'.join(map(str, sys.version_info[:3]))")
    assert info["status"] == "ok"
    assert info["implementation"] == "pyodide-node"
    assert repr(info["language_info"]["version"]) == version
    assert info["supported_features"] == []
    assert notebook.value("sys.platform") == "'emscripten'"


def test_a_cell_shows_its_streams_displays_and_value_in_order(notebook: Notebook) -> None:
    ran = notebook.run(
        "import sys\nprint('one')\nprint('two', file=sys.stderr)\ndisplay('three')\n"
        "print('fo', end='')\nprint('ur')\n5"
    )

    shown = [each.get("text") or each["data"]["text/plain"].strip("'") for _, each in ran.outputs]
    assert "".join(shown).split() == ["one", "two", "three", "four", "5"] or shown == [
        *("one\n", "two\n", "three", "four\n", "5")
    ]
    assert ran.kinds[-1] == "execute_result"
    assert ran.reply["status"] == "ok"
    assert ran.reply["payload"] == []
    assert notebook.states == ["busy", "idle"]


def test_a_cell_is_numbered_unless_it_is_not_kept(notebook: Notebook) -> None:
    first = notebook.run("1")
    hidden = notebook.run("2", store_history=False)
    silent = notebook.run("print('x')\n3", silent=True)
    second = notebook.run("4")

    number = first.reply["execution_count"]
    assert first.content("execute_result")["execution_count"] == number
    assert hidden.kinds == ["execute_result"]
    assert silent.kinds == ["stream"]
    assert second.reply["execution_count"] == number + 1
    assert notebook.value("_") == "4"


def test_a_display_is_changed_and_taken_away(notebook: Notebook) -> None:
    ran = notebook.run(
        "from IPython.display import clear_output\nshown = display('a', display_id='here')\n"
        "shown.update('b')\nclear_output(wait=True)"
    )

    assert ran.kinds == ["display_data", "update_display_data", "clear_output"]
    assert ran.content("update_display_data")["transient"] == {"display_id": "here"}
    assert ran.content("clear_output") == {"wait": True}


def test_a_component_is_shown_as_in_an_ipykernel(notebook: Notebook) -> None:
    ran = notebook.run(
        "from reactor_nb import component, use_state\nfrom reactor_nb.html import p\n"
        "@component\ndef Hello(name: str):\n    count, _ = use_state(1)\n"
        "    return p('Hello ', name, ' ', count)\nHello(name='<Ada>')"
    )

    html = "<p>Hello &lt;Ada&gt; 1</p>"
    data = ran.content("execute_result")["data"]
    assert (data.pop("text/plain"), data.pop("text/html")) == (html, html)
    [(kind, view)] = data.items()
    assert (kind, list(view)) == ("application/vnd.reactor-nb.view.v1+json", ["view"])


def test_a_cell_may_await_and_a_task_goes_on_after_it(notebook: Notebook) -> None:
    ran = notebook.run(
        "import asyncio\ndone = asyncio.Event()\nasync def later():\n"
        "    await asyncio.sleep(0)\n    print('late')\n    done.set()\n"
        "task = asyncio.create_task(later())\nprint('early')\nawait asyncio.sleep(0)"
    )
    after = notebook.run("await done.wait()")

    # What the task prints belongs to the cell that made it.
    assert (ran.text() + after.text()).split() == ["early", "late"]
    assert after.reply["status"] == "ok"


ERRORS = {
    "1 / 0": ("ZeroDivisionError", "division by zero"),
    "{}['x']": ("KeyError", "'x'"),
    "missing": ("NameError", "name 'missing' is not defined"),
    "await missing": ("NameError", "name 'missing' is not defined"),
    "class Odd(Exception): ...\nraise Odd('so')": ("Odd", "so"),
    "def f(): return f()\nf()": ("RecursionError", "maximum recursion depth exceeded"),
}


@pytest.mark.parametrize(("code", "told"), ERRORS.items(), ids=ERRORS)
def test_an_error_has_the_names_that_ipykernel_gives(
    notebook: Notebook, code: str, told: tuple[str, str]
) -> None:
    ran = notebook.run(code)

    error = ran.content("error")
    assert (error["ename"], error["evalue"]) == told
    assert (ran.reply["status"], ran.reply["ename"], ran.reply["evalue"]) == ("error", *told)
    assert ran.reply["traceback"] == error["traceback"]
    assert notebook.states == ["busy", "idle"]


def test_a_traceback_names_the_line_in_the_cell(notebook: Notebook) -> None:
    ran = notebook.run("def fail():\n    x = 1\n    raise ValueError(x)\n\nfail()")

    text = "\n".join(ran.content("error")["traceback"])
    number = ran.reply["execution_count"]
    assert f"In[{number}]" in text
    assert "line 5" in text and "line 3" in text
    assert "nodekernel" not in text


def test_a_syntax_error_is_told_as_in_an_ipykernel(notebook: Notebook) -> None:
    code = "x = 1\ndef f(:"

    error = notebook.run(code).content("error")

    assert error["ename"] == "SyntaxError"
    assert error["evalue"] == f"invalid syntax ({Path(get_file_name(code)).name}, line 2)"


def test_cells_that_wait_behind_an_error_do_not_run(notebook: Notebook) -> None:
    first = notebook.client.execute("import time; time.sleep(0.1); 1 / 0")
    second = notebook.client.execute("ran = True")
    third = notebook.client.execute("ran = True", stop_on_error=False)

    assert notebook.reply_to(first)["status"] == "error"
    assert notebook.reply_to(second)["status"] == "aborted"
    notebook.reply_to(third)
    notebook.client.execute("1 / 0", stop_on_error=False)
    assert notebook.reply_to(notebook.client.execute("ran = True"))["status"] == "ok"


def test_expressions_are_worked_out_after_a_cell(notebook: Notebook) -> None:
    values = notebook.run("x = 20", user_expressions={"a": "x + 1", "b": "1 / 0"}).reply

    assert values["user_expressions"]["a"]["data"] == {"text/plain": "21"}
    assert values["user_expressions"]["b"]["ename"] == "ZeroDivisionError"


def test_an_interrupt_ends_a_loop_for_ever(notebook: Notebook) -> None:
    # Many times: one that came at a bad moment was lost.
    for _ in range(40):
        loop = notebook.start("print('on')\nwhile True: pass")
        notebook.until("stream")
        notebook.manager.interrupt_kernel()

        reply = notebook.reply_to(loop)
        assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt")
    assert notebook.value("1 + 1") == "2"


# The last thing that IPython does before a statement of a cell is to ask for its names.
INTERRUPTED_LATE = """
import _thread, sys

def names(shell):
    if sys._getframe(1).f_code.co_name == "run_code":
        del type(shell).user_global_ns
        _thread.interrupt_main()
    return shell.user_module.__dict__

type(shell).user_global_ns = property(names)
"""


def test_an_interrupt_just_before_a_statement_ends_the_cell(notebook: Notebook) -> None:
    notebook.run(f"exec({INTERRUPTED_LATE!r}, {{'shell': get_ipython()}})")

    reply = notebook.reply_to(notebook.start("while True: pass"))
    assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt")
    assert notebook.value("1 + 1") == "2"


def test_an_interrupt_ends_a_sleep_and_what_is_awaited(notebook: Notebook) -> None:
    waits = (
        "import time\nprint('on')\ntime.sleep(1000)",
        # It prints once the cell awaits.
        "import asyncio\nasyncio.get_running_loop().call_soon(print, 'on')\n"
        "await asyncio.sleep(1000)",
    )
    names = []
    for wait in waits:
        sent = notebook.start(wait)
        notebook.until("stream")
        notebook.manager.interrupt_kernel()
        names.append(notebook.reply_to(sent)["ename"])

    assert names == ["KeyboardInterrupt", "CancelledError"]
    assert notebook.value("1 + 1") == "2"


def test_an_interrupt_between_cells_changes_nothing(notebook: Notebook) -> None:
    client = notebook.client
    client.control_channel.send(client.session.msg("interrupt_request", {}))
    assert client.get_control_msg(timeout=60)["content"] == {"status": "ok"}

    assert notebook.value("1 + 1") == "2"


def test_a_cell_can_ask_where_somebody_answers(notebook: Notebook) -> None:
    sent = notebook.client.execute("name = input('Name? ')\nname.upper()", allow_stdin=True)
    question = notebook.client.get_stdin_msg(timeout=60)["content"]
    notebook.client.input("Ada")

    assert question == {"prompt": "Name? ", "password": False}
    assert notebook.reply_to(sent)["status"] == "ok"
    assert notebook.value("name") == "'Ada'"


def test_asking_is_refused_where_nobody_answers(notebook: Notebook) -> None:
    for ask in ("input()", "from getpass import getpass\ngetpass()"):
        error = notebook.run(ask, allow_stdin=False).content("error")

        assert error["ename"] == "StdinNotImplementedError"
        assert error["evalue"].endswith("this frontend does not support input requests.")


def test_a_question_can_be_interrupted(notebook: Notebook) -> None:
    sent = notebook.start("input()", allow_stdin=True)
    notebook.client.get_stdin_msg(timeout=60)
    notebook.manager.interrupt_kernel()

    assert notebook.reply_to(sent)["ename"] == "KeyboardInterrupt"


def test_the_notebook_s_folder_is_where_files_are(notebook: Notebook, folder: Path) -> None:
    (folder / "beside.py").write_text("VALUE = 7")

    assert notebook.value("import os, beside; (os.getcwd(), beside.VALUE)") == repr(
        (str(folder), 7)
    )
    notebook.run("open('made.txt', 'w').write('x')")
    assert (folder / "made.txt").read_text() == "x"


def test_the_standard_library_has_sqlite(notebook: Notebook) -> None:
    code = "import sqlite3; sqlite3.connect(':memory:').execute('select 1').fetchall()"

    assert notebook.value(code) == "[(1,)]"


def test_pure_packages_of_the_environment_can_be_imported(notebook: Notebook) -> None:
    assert notebook.value("import httpx, html5lib; httpx.URL('http://x/').host") == "'x'"


MISSING = {
    "import numpy": "No module named 'numpy'",
    "import zmq": "zmq cannot be imported here: it is compiled for this computer",
    "import jupyter_client": "jupyter_client cannot be imported here: zmq is compiled",
}


@pytest.mark.parametrize(("code", "told"), MISSING.items(), ids=MISSING)
def test_a_package_that_pyodide_cannot_have_is_told_in_one_sentence(
    notebook: Notebook, code: str, told: str
) -> None:
    error = notebook.run(code).content("error")

    assert error["ename"] == "ModuleNotFoundError"
    assert error["evalue"].startswith(told)


def test_what_needs_other_processes_says_so(notebook: Notebook) -> None:
    told = notebook.run("!ls").text("stderr")
    there = notebook.run("%pip install -q httpx>=0.1")
    missing = notebook.run("%pip install surely-not-there").text("stderr")

    assert told == "UsageError: '!ls' cannot run: Pyodide has no other processes\n"
    assert there.reply["status"] == "ok"
    assert "run 'pip install surely-not-there' in a terminal" in missing


def test_what_is_written_past_the_streams_is_shown_as_text(notebook: Notebook) -> None:
    ran = notebook.run("import os\nwritten = os.write(1, b'plain\\n'), os.write(2, b'odd\\n')")

    assert (ran.reply["status"], ran.text(), ran.text("stderr")) == ("ok", "plain\n", "odd\n")


def test_a_large_output_arrives_whole(notebook: Notebook) -> None:
    ran = notebook.run("from IPython.display import HTML\nHTML('x' * 5_000_000)")

    assert len(ran.content("execute_result")["data"]["text/html"]) == 5_000_000


def test_a_flood_of_lines_arrives_whole(notebook: Notebook) -> None:
    ran = notebook.run("for number in range(20_000): print(number)")

    assert ran.text().split() == [str(number) for number in range(20_000)]


def test_a_component_can_be_tested_in_a_cell(notebook: Notebook) -> None:
    ran = notebook.run(
        "from reactor_nb import action, component, use_state\nfrom reactor_nb.html import button\n"
        "from reactor_nb.testing import render\n"
        "@action\nasync def double(number: int) -> int:\n    return 2 * number\n"
        "@component\ndef Doubling():\n    count, set_count = use_state(1)\n"
        "    async def go():\n        set_count(await double(count))\n"
        "    return button(count, on_click=go)\n"
        "view = await render(Doubling)\nawait view.click(view.get_by_role('button'))\nview.text"
    )

    assert ran.content("execute_result")["data"]["text/plain"] == "'2'"
