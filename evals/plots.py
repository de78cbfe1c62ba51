"""Plots as SVG text that stands in a page by itself: no script, no request, colours from the page's variables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from evals.words import say
from index.types import Script

WIDTH = 720
TEXT = 'font-size="12" fill="var(--ink)"'
FAINT = 'font-size="11" fill="var(--faint)"'


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar plot; values from 0 to 1, None for no interval or no value."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    note: str = ""
    beside: bool = False
    """Of another system, drawn in the second colour."""


def bars(rows: Sequence[Bar], title: str, language: Script) -> str:
    """Horizontal bars from 0 to 1 with their intervals as whiskers."""
    left, right, step = 250, 120, 26
    span = WIDTH - left - right
    height = step * len(rows) + 30
    parts = [_open(height, title)]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x = left + span * tick
        parts.append(_line(x, 4, x, height - 22, "var(--line)"))
        parts.append(f'<text x="{x:.1f}" y="{height - 6}" text-anchor="middle" {FAINT}>{tick:g}</text>')
    for place, row in enumerate(rows):
        y = place * step + 6
        parts.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end" {TEXT}>{escape(row.label)}</text>')
        if row.value is None:
            parts.append(f'<text x="{left + 6}" y="{y + 13}" {FAINT}>{say(language, "nothing")}</text>')
            continue
        colour = "var(--second)" if row.beside else "var(--first)"
        parts.append(
            f'<rect x="{left}" y="{y + 2}" width="{span * _clip(row.value):.1f}" height="14" rx="2" fill="{colour}"/>'
        )
        if row.low is not None and row.high is not None:
            a, b = left + span * _clip(row.low), left + span * _clip(row.high)
            parts.append(_line(a, y + 9, b, y + 9, "var(--ink)", 1.5))
            parts += [_line(x, y + 5, x, y + 13, "var(--ink)", 1.5) for x in (a, b)]
        parts.append(f'<text x="{WIDTH - right + 8}" y="{y + 13}" {TEXT}>{row.value:.3f} {escape(row.note)}</text>')
    return "".join([*parts, "</svg>"])


def refusal_curve(lines: Mapping[str, Sequence[Mapping[str, Any]]], language: Script) -> str:
    """Share of answerable questions refused (x) and of the others (y) at each threshold; a dot where the system is."""
    names = ("refusal_curve", "refused_answerable", "refused_rightly")
    frame, place = _square(*(say(language, key) for key in names))
    for number, (name, points) in enumerate(lines.items()):
        colour = ("var(--first)", "var(--second)")[number % 2]
        track = [place(p["over_refusal"], p["recall"]) for p in points if p["threshold"] is not None]
        if track:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in track)
            frame.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for point in points:
            if point["threshold"] is None:
                x, y = place(point["over_refusal"], point["recall"])
                shares = {"recall": f"{point['recall']:.2f}", "over": f"{point['over_refusal']:.2f}"}
                tip = say(language, "refused_shares", name=name, **shares)
                frame.append(
                    f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"><title>{escape(tip)}</title></circle>'
                )
        frame.append(f'<text x="380" y="{40 + 18 * number}" fill="{colour}" font-size="12">{escape(name)}</text>')
    return "".join([*frame, "</svg>"])


def calibration_plot(points: Sequence[Mapping[str, Any]], language: Script) -> str:
    """How often pairs were supported (y) where the judge gave a probability (x); the diagonal is a perfect judge."""
    frame, place = _square(*(say(language, key) for key in ("calibration_of", "probability", "labelled")))
    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    frame.append(_line(x0, y0, x1, y1, "var(--faint)", 1, "4 4"))
    most = max((p["n"] for p in points), default=1)
    for point in points:
        if point["language"] != "all":
            continue
        x, y = place(point["mean"], point["share"])
        radius = 3 + 7 * (point["n"] / most) ** 0.5
        values = {"n": point["n"], "mean": f"{point['mean']:.2f}", "share": f"{point['share']:.2f}"}
        tip = say(language, "calibration_at", **values)
        frame.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="var(--first)" fill-opacity="0.75">'
            f"<title>{escape(tip)}</title></circle>"
        )
    return "".join([*frame, "</svg>"])


def heat_map(cells: Mapping[tuple[str, str], tuple[float | None, float]], title: str, language: Script) -> str:
    """A value for each row and column, written in the cell; ``cells`` maps ``(row, column)`` to value and units."""
    rows = sorted({r for r, _ in cells})
    columns = sorted({c for _, c in cells})
    left, top, wide, high = 150, 24, 132, 30
    parts = [_open(top + high * len(rows) + 8, title, left + wide * len(columns) + 10)]
    for j, column in enumerate(columns):
        x = left + wide * j + wide / 2
        parts.append(f'<text x="{x:.1f}" y="16" text-anchor="middle" {TEXT}>{escape(column)}</text>')
    for i, row in enumerate(rows):
        y = top + high * i
        parts.append(f'<text x="{left - 8}" y="{y + 19}" text-anchor="end" {TEXT}>{escape(row)}</text>')
        for j, column in enumerate(columns):
            value, units = cells.get((row, column), (None, 0.0))
            x = left + wide * j
            opacity = 0.0 if value is None else 0.08 + 0.62 * _clip(value)
            parts.append(
                f'<rect x="{x + 1}" y="{y + 1}" width="{wide - 2}" height="{high - 2}" rx="3" fill="var(--first)" '
                f'fill-opacity="{opacity:.2f}" stroke="var(--line)"/>'
            )
            words = "–" if value is None else say(language, "cell", value=f"{value:.2f}", units=f"{units:g}")
            parts.append(f'<text x="{x + wide / 2:.1f}" y="{y + 19}" text-anchor="middle" {TEXT}>{words}</text>')
    return "".join([*parts, "</svg>"])


def _square(title: str, across: str, up: str) -> tuple[list[str], Any]:
    size, left, top = 280, 56, 14

    def place(x: float, y: float) -> tuple[float, float]:
        return left + size * _clip(x), top + size * (1 - _clip(y))

    parts = [_open(size + 60, title, 560)]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, _), (_, y) = place(tick, 0), place(0, tick)
        parts += [_line(x, top, x, top + size, "var(--line)"), _line(left, y, left + size, y, "var(--line)")]
        parts.append(f'<text x="{x:.1f}" y="{top + size + 16}" text-anchor="middle" {FAINT}>{tick:g}</text>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" {FAINT}>{tick:g}</text>')
    parts.append(
        f'<text x="{left + size / 2}" y="{top + size + 36}" text-anchor="middle" {TEXT}>{escape(across)}</text>'
    )
    middle = top + size / 2
    parts.append(
        f'<text x="14" y="{middle}" transform="rotate(-90 14 {middle})" text-anchor="middle" {TEXT}>{escape(up)}</text>'
    )
    return parts, place


def _open(height: float, title: str, width: float = WIDTH) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
