"""How a benchmark is shown and kept: a table on the terminal, figures as JSON, a plot as SVG beside it."""

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from evals.journal import write_whole
from index.errors import DebateError, UsageError

_COLOURS = ("#2b6cb0", "#dd6b20", "#2f855a", "#805ad5")
_WIDTH, _LEFT, _HEIGHT = 720, 190, 240


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or the bars of one colour: ``(where, how much)``; where is a name, or a number for a line."""

    name: str
    points: Sequence[tuple[str | float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One plot of a figure; points at numbers are drawn as lines on logarithmic axes, others as bars."""

    title: str
    series: Sequence[Series]
    across: str = ""


def run_command(main: Callable[..., None]) -> None:
    """Run a benchmark as a command: errors a person can mend are one line, Ctrl-C goes quietly."""
    try:
        typer.run(main)
    except DebateError as error:
        print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, UsageError) else 1)
    except KeyboardInterrupt:
        sys.exit(130)


def show_rows(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """A table with a column for each key of the first row."""
    if not rows:
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for n, name in enumerate(rows[0]):
        table.add_column(name.replace("_", " "), justify="right" if n else "left", no_wrap=not n)
    for row in rows:
        table.add_row(*(escape(words(value), quote=False) for value in row.values()))
    Console().print(table)
    print()


def words(value: Any) -> str:
    """A figure in as many digits as tell something."""
    if not isinstance(value, float):
        return "–" if value is None else str(value)
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.3f}"


def save(out: Path, figures: Mapping[str, Any], title: str, panels: Sequence[Panel]) -> None:
    """Write the figures, and the plot beside them under the same name."""
    write_whole(out, json.dumps(figures, ensure_ascii=False, indent=2) + "\n")
    write_whole(out.with_suffix(".svg"), draw(title, panels))
    print(f"figures: {out}\nplot: {out.with_suffix('.svg')}")


def draw(title: str, panels: Sequence[Panel]) -> str:
    """An SVG that stands by itself, on white, one panel below the other."""
    parts, y = [], 34.0
    for panel in panels:
        body, height = _lines(panel) if _is_line(panel) else _bars(panel)
        parts.append(f'<g transform="translate(0 {y:.0f})">{body}</g>')
        y += height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y:.0f}" width="{_WIDTH}" height="{y:.0f}" '
        f'font-family="sans-serif" role="img" aria-label="{escape(title)}"><rect width="100%" height="100%" '
        f'fill="#fff"/><text x="12" y="22" font-size="16" font-weight="bold">{escape(title)}</text>'
        f"{''.join(parts)}</svg>\n"
    )


def _is_line(panel: Panel) -> bool:
    return any(not isinstance(where, str) for series in panel.series for where, _ in series.points)


def _bars(panel: Panel) -> tuple[str, float]:
    most = max((value for series in panel.series for _, value in series.points), default=0.0) or 1.0
    parts, y = [_text(12, 16, panel.title, 13, "bold")], 26.0
    for number, series in enumerate(panel.series):
        for where, value in series.points:
            width = (_WIDTH - _LEFT - 90) * max(0.0, value) / most
            label = f"{series.name} {where}".strip()
            parts += [
                _text(_LEFT - 8, y + 12, label, 12, anchor="end"),
                f'<rect x="{_LEFT}" y="{y + 1:.0f}" width="{width:.1f}" height="14" '
                f'fill="{_COLOURS[number % len(_COLOURS)]}"/>',
                _text(_LEFT + width + 6, y + 12, words(float(value)), 12),
            ]
            y += 20
    return "".join(parts), y + 16


def _lines(panel: Panel) -> tuple[str, float]:
    points = [(float(x), y) for series in panel.series for x, y in series.points if y > 0]
    if not points:
        return "", 0.0
    (x0, x1), (y0, y1) = (_decades([p[i] for p in points]) for i in (0, 1))
    top, bottom, left, right = 30.0, _HEIGHT - 40.0, 70.0, _WIDTH - 170.0

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            left + (right - left) * (math.log10(x) - x0) / (x1 - x0),
            bottom - (bottom - top) * (math.log10(y) - y0) / (y1 - y0),
        )

    parts = [_text(12, 16, panel.title, 13, "bold"), _text(right, bottom + 32, panel.across, 12, anchor="end")]
    for exponent in range(x0, x1 + 1):
        x, _ = place(10**exponent, 10**y0)
        parts += [_rule(x, top, x, bottom), _text(x, bottom + 16, f"{10**exponent:,g}", 11, anchor="middle")]
    for exponent in range(y0, y1 + 1):
        _, y = place(10**x0, 10**exponent)
        parts += [_rule(left, y, right, y), _text(left - 6, y + 4, f"{10**exponent:,g}", 11, anchor="end")]
    for number, series in enumerate(panel.series):
        colour = _COLOURS[number % len(_COLOURS)]
        track = [place(float(x), y) for x, y in series.points if y > 0]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in track)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in track]
        parts.append(
            f'<text x="{right + 14}" y="{top + 14 + 18 * number}" font-size="12" fill="{colour}">'
            f"{escape(series.name)}</text>"
        )
    return "".join(parts), _HEIGHT + 10.0


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _text(x: float, y: float, text: str, size: int, weight: str = "normal", anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
