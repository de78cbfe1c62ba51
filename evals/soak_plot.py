"""A line over time as SVG that stands by itself."""

from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _FOOT, _HEAD = 720, 260, 60, 34, 30


def lines(points: Sequence[tuple[float, float]], title: str) -> str:
    """Points of (seconds, value) as a line from zero up; the title says what the value is."""
    longest = max((seconds for seconds, _ in points), default=1.0) or 1.0
    highest = max((value for _, value in points), default=1.0) * 1.1 or 1.0

    def place(seconds: float, value: float) -> tuple[float, float]:
        across = _LEFT + (_WIDTH - _LEFT - 10) * seconds / longest
        return across, _HEAD + (_HEIGHT - _HEAD - _FOOT) * (1 - value / highest)

    track = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="12">'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/><text x="{_LEFT}" y="18">{escape(title)}</text>'
    ]
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, y = place(longest * share, highest * share)
        _, floor = place(0, 0)
        parts.append(
            f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - 10}" y2="{y:.1f}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#666">{highest * share:.0f}</text>'
            f'<text x="{x:.1f}" y="{floor + 18:.1f}" text-anchor="middle" fill="#666">{longest * share:.0f} s</text>'
        )
    return "".join([*parts, f'<polyline points="{track}" fill="none" stroke="#1f5f8b" stroke-width="2"/></svg>'])
