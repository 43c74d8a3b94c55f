"""The line of the scores over the exports, with the target, as a drawing in a page.

Tested in tests/handover/report/test_page.py.
"""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from dq.handover.report import phrases
from dq.words.voice import Voice

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 150, 8, 62, 18, 22
FIGURE = Markup("<figure>{}</figure>")
SVG = Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
AIM = Markup('<line class="aim" x1="{}" y1="{}" x2="{}" y2="{}"/>')
LINE = Markup('<polyline class="line" points="{}"/>')
DOT = Markup('<circle class="dot" cx="{}" cy="{}" r="3"/>')
TEXT = Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>')


def drawn(points: Sequence[tuple[date, float]], target: float, voice: Voice) -> Markup:
    """The line of these scores (0..1), oldest first; nothing without any."""
    if not points:
        return Markup()
    values = [value for _day, value in points]
    low, high = min(*values, target), max(*values, target)
    room = (high - low) * 0.15 or 0.01

    def y(value: float) -> float:
        share = (value - low + room) / (high - low + 2 * room)
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - share), 1)

    right = WIDTH - RIGHT
    steps = max(len(points) - 1, 1)
    places = [round(LEFT + (right - LEFT) * at / steps, 1) for at in range(len(points))]
    if len(points) == 1:
        places = [float(right)]
    dots = [(x, y(value)) for x, value in zip(places, values, strict=True)]
    aim = voice.plain("target {score}", score=phrases.percent(target, voice))
    over = y(target) - 5 if y(target) > TOP + 6 else y(target) + 13
    parts = [
        AIM.format(LEFT, y(target), right, y(target)),
        TEXT.format(LEFT, over, "start", aim),
        LINE.format(" ".join(f"{x},{height}" for x, height in dots)),
        *(DOT.format(*dot) for dot in dots),
        TEXT.format(right + 8, dots[-1][1] + 4, "start", phrases.percent(values[-1], voice)),
        TEXT.format(right, HEIGHT - 4, "end", voice.written(points[-1][0])),
    ]
    if len(points) > 1:
        parts.append(TEXT.format(LEFT, HEIGHT - 4, "start", voice.written(points[0][0])))
    title = voice.plain("Score per export")
    return FIGURE.format(SVG.format(WIDTH, HEIGHT, title, Markup().join(parts)))
