"""Small pictures as SVG: bars, dots and lines over a logarithmic scale.

Texts and lines have the colour of the text around the picture, so that it is readable on light
and on dark pages alike; the other colours have contrast with both. Series differ in their shape,
too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

WIDTH = 760
LINE = 22
TOP = 34
COLOURS = ("#3b82f6", "#e8590c", "#2f9e44", "#9c36b5", "#d6336c", "#0c8599", "#868e96")
SHAPES = (
    '<circle r="5"/>',
    '<rect x="-4.5" y="-4.5" width="9" height="9"/>',
    '<path d="M0-6.5 6.5 0 0 6.5-6.5 0Z"/>',
    '<path d="M0-6 6 5H-6Z"/>',
    '<path d="M0 6 6-5H-6Z"/>',
    '<path d="M-5-5 5 5M5-5-5 5" stroke-width="2.5"/>',
    '<path d="M0-6V6M-6 0H6" stroke-width="2.5"/>',
)
# Where the picture stands alone and has no text around it.
STYLE = "@media (prefers-color-scheme: dark) { svg:root { color: #ddd; } }"


@dataclass(frozen=True)
class Scale:
    """Positions for values, each power of ten as far from the next."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def of(cls, values: Iterable[float], start: float, end: float) -> "Scale":
        """Return a scale of whole powers of ten that has room for all values."""
        logs = [log10(value) for value in values]
        low = floor(min(logs))
        return cls(low, max(ceil(max(logs)), low + 1), start, end)

    def __call__(self, value: float) -> float:
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(int(self.low), int(self.high) + 1)]


def bars(title: str, unit: str, values: Mapping[str, float], ours: str) -> str:
    """Return horizontal bars, one for each name; those that begin with ``ours`` stand out."""
    left = 290
    # The shortest bar is to be seen, too.
    shortest = min(values.values()) / 1.5
    scale = Scale.of([shortest, *values.values()], left, WIDTH - 70)
    bottom = TOP + LINE * len(values)
    parts = _upright_grid(scale, bottom, unit)
    for at, (name, value) in enumerate(values.items()):
        y = TOP + LINE * at
        colour = COLOURS[0] if name.startswith(ours) else COLOURS[-1]
        end = scale(value)
        parts += [
            _text(left - 8, y + 15, name, "end"),
            f'<rect x="{left}" y="{y + 4}" width="{end - left:.1f}" height="{LINE - 8}" '
            f'fill="{colour}"/>',
            _text(end + 5, y + 15, f"{value:.3g}", "start"),
        ]
    return _picture(title, bottom + 34, parts)


def dots(title: str, unit: str, series: Mapping[str, Mapping[str, float]]) -> str:
    """Return a line for each name in the series, with a dot for each series on it."""
    left = 180
    names = list(next(iter(series.values())))
    everything = [value for values in series.values() for value in values.values()]
    scale = Scale.of(everything, left, WIDTH - 20)
    begin = TOP + _legend_height(series)
    bottom = begin + LINE * len(names)
    parts = [*_legend(series), *_upright_grid(scale, bottom, unit, begin)]
    for at, name in enumerate(names):
        y = begin + LINE * at + LINE // 2
        parts.append(_text(left - 8, y + 4, name, "end"))
        parts.append(_across(left, y))
        for number, values in enumerate(series.values()):
            if name in values:
                parts.append(_mark(number, scale(values[name]), y))
    return _picture(title, bottom + 34, parts)


def lines(title: str, unit: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return a line for each series of points, both axes logarithmic."""
    points = [point for values in series.values() for point in values]
    begin = TOP + _legend_height(series)
    bottom = begin + 260
    across = Scale.of([x for x, _ in points], 70, WIDTH - 20)
    upward = Scale.of([y for _, y in points], bottom, begin)
    parts = [*_legend(series), *_upright_grid(across, bottom, "rows", begin)]
    for tick in upward.ticks():
        parts.append(_text(62, upward(tick) + 4, f"{tick:,g} {unit}", "end"))
        parts.append(_across(70, upward(tick)))
    for number, values in enumerate(series.values()):
        places = [(across(x), upward(y)) for x, y in values]
        path = " ".join(f"{x},{y}" for x, y in places)
        colour = COLOURS[number % len(COLOURS)]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [_mark(number, x, y) for x, y in places]
    return _picture(title, bottom + 34, parts)


def _picture(title: str, height: float, parts: Iterable[str]) -> str:
    inside = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img" '
        f'width="100%" font-family="sans-serif" font-size="13" fill="currentColor" '
        f'stroke="none">\n<title>{escape(title)}</title>\n<style>{STYLE}</style>\n'
        f'<text x="0" y="16" font-weight="bold">{escape(title)}</text>\n'
        f"{inside}\n</svg>\n"
    )


def _upright_grid(scale: Scale, bottom: float, unit: str, top: float = TOP) -> list[str]:
    parts = []
    for tick in scale.ticks():
        x = scale(tick)
        parts.append(f'<path d="M{x} {top}V{bottom}" stroke="currentColor" opacity=".25"/>')
        anchor = "end" if x > WIDTH - 40 else "middle"
        parts.append(_text(x, bottom + 18, f"{tick:,g} {unit}", anchor))
    return parts


def _across(x: float, y: float) -> str:
    return f'<path d="M{x} {y}H{WIDTH - 20}" stroke="currentColor" opacity=".15"/>'


def _legend(names: Iterable[str]) -> list[str]:
    parts = []
    for at, name in enumerate(names):
        x, y = 12 + at % 3 * 250, TOP + at // 3 * LINE
        parts += [_mark(at, x, y - 4), _text(x + 14, y, name, "start")]
    return parts


def _legend_height(names: Iterable[str]) -> int:
    return (len(list(names)) + 2) // 3 * LINE + 4


def _mark(number: int, x: float, y: float) -> str:
    colour = COLOURS[number % len(COLOURS)]
    shape = SHAPES[number % len(SHAPES)]
    return f'<g transform="translate({x:g} {y:g})" fill="{colour}" stroke="{colour}">{shape}</g>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
