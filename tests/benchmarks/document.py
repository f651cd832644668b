"""Puts what was measured into docs/performance.md, between marks; the text around them stays."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.benchmarks.machine import BUSY
from tests.benchmarks.report import RESULTS, ROOT, Report, Target, target_table

PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "_static"
TARGETS = "targets"


def filled(text: str, tables: Mapping[str, str]) -> str:
    """Return a page with new tables between its marks.

    Raises:
        ValueError: the page has no such mark, or several.
    """
    for name, table in tables.items():
        begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"the page needs {begin} and {end}, once each")
        pattern = f"{re.escape(begin)}.*{re.escape(end)}"
        found = re.search(pattern, text, flags=re.DOTALL)
        if found is None:
            raise ValueError(f"{begin} must stand before {end}")
        inside = f"{begin}\n\n{table.strip()}\n\n{end}"
        text = text[: found.start()] + inside + text[found.end() :]
    return text


def all_reports(reports: Iterable[Report], names: Iterable[str]) -> list[Report] | None:
    """Return the reports of all benchmarks, some of an earlier run; ``None`` if one never ran."""
    found = {report.name: report for report in reports}
    for name in names:
        file = RESULTS / f"{name}.json"
        if name not in found and not file.exists():
            return None
        if name not in found:
            found[name] = Report(**json.loads(file.read_text()))
            found[name].targets = [Target(**one) for one in json.loads(file.read_text())["targets"]]
    return [found[name] for name in names]


def target_page(reports: Iterable[Report]) -> str:
    """Return the targets of all benchmarks, and which of them a busy machine has measured."""
    busy = [one.name for one in reports if (one.facts.get("others") or 0) > BUSY]
    text = target_table([target for report in reports for target in report.targets])
    return f"On **a busy machine**: {', '.join(busy)}.\n\n{text}" if busy else text


def write_page(reports: list[Report], names: Sequence[str], page: Path = PAGE) -> None:
    """Write tables and pictures of these reports; the targets too, if there are all."""
    tables = {name: table for report in reports for name, table in report.tables.items()}
    everything = all_reports(reports, names)
    if everything is not None:
        tables[TARGETS] = target_page(everything)
    page.write_text(filled(page.read_text(), tables))
    if page == PAGE:
        for report in reports:
            for name, picture in report.plots.items():
                (PICTURES / f"bench-{name}.svg").write_text(picture)
