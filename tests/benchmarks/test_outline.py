from __future__ import annotations

import pytest

from tests.benchmarks.outline import same_html


def test_what_nobody_sees_makes_no_difference() -> None:
    same_html(
        {
            "one": '<p id="a" class="b">x &amp; <!-- mark -->y</p><br>',
            "other": "<p class=b id='a'>x &amp; y</p><br/>",
        }
    )


@pytest.mark.parametrize("html", ["<p>x</p>", "<p>x y</p><p></p>", '<p class="a">x y</p>'])
def test_what_somebody_sees_stops_the_benchmark(html: str) -> None:
    with pytest.raises(SystemExit, match="other has"):
        same_html({"one": "<p>x y</p>", "other": html})
