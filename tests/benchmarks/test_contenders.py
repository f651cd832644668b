"""Those in Python that are installed beside us show what we show; all are checked before a run."""

from contextlib import ExitStack

from tests.benchmarks import bench_diff, bench_render
from tests.benchmarks.contenders.process import Child
from tests.benchmarks.pins import check_versions
from tests.benchmarks.visitors import visitors


def test_all_render_the_same_table_at_first_and_after_changes() -> None:
    known = bench_render.contenders()
    entries = [one for one in known if one.command[0] != "node" and one.packages is None]
    with ExitStack() as stack:
        children = {one.name: stack.enter_context(Child(one)) for one in entries}

        for child in children.values():
            check_versions(child("versions"))
        bench_render.check_all(children, visitors(11))


def test_the_tables_that_live_show_the_same_after_each_action() -> None:
    with ExitStack() as stack:
        entries = (bench_diff.OURS, bench_diff.REACTPY)
        children = {one.name: stack.enter_context(Child(one)) for one in entries}

        bench_diff.mount_all(children, 13)
        bench_diff.check_all(children, 13)
