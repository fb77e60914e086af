"""The dimension drawing: front and side with measured lines, and a bank card (ISO ID-1) in the same scale."""

import re

from technomart.demo.drawings.canvas import GREY, INK, SIZE, Svg, n
from technomart.demo.drawings.lettering import letters, width_of
from technomart.demo.specs import DrawingSpec

PAPER = "#ecece7"
COMMANDS = re.compile(r"([MHVLQCAZmhvlqcaz])([^MHVLQCAZmhvlqcaz]*)")
CARD_MM = (85.6, 54.0)
# Without a language the drawing has figures only, so that one picture serves all of them.
LABELS = {"": ((), ""), "en": (("bank", "card"), "mm"), "ru": (("банковская", "карта"), "мм")}
LEFT, RIGHT, BASELINE = 120.0, 770.0, 660.0
GAP, TALLEST = 64.0, 500.0

# Silhouettes in a box of 100 by 100: the outline, and the lines that make it recognisable.
RECTANGLE = "M{r} 0 H{s} Q100 0 100 {t} V{u} Q100 100 {s} 100 H{r} Q0 100 0 {u} V{t} Q0 0 {r} 0 Z"
OVAL = "M50 0 A50 50 0 0 1 50 100 A50 50 0 0 1 50 0 Z"
OUTLINES: dict[str, tuple[str, str]] = {
    "over-ear": (
        "M4 72 C-8 -22 108 -22 96 72 L90 72 C94 4 6 4 10 72 Z M0 64 h14 q8 0 8 8 v20 q0 8 -8 8 h-6 q-8 0 -8 -8 Z "
        "M100 64 h-14 q-8 0 -8 8 v20 q0 8 8 8 h6 q8 0 8 -8 Z",
        "",
    ),
    "earbuds": ("M16 0 H84 Q100 0 100 30 V70 Q100 100 84 100 H16 Q0 100 0 70 V30 Q0 0 16 0 Z", "M0 42 H100"),
    "kettle": (
        "M22 12 H70 L78 94 Q78 100 72 100 H20 Q14 100 14 94 L18 40 L0 18 L8 14 L20 28 Z",
        "M70 16 Q100 14 98 46 Q96 74 76 80 M30 12 Q46 -6 62 12",
    ),
    "camera": (
        "M0 20 Q0 12 6 12 H36 L41 0 H60 L65 12 H94 Q100 12 100 20 V92 Q100 100 94 100 H6 Q0 100 0 92 Z",
        "M52 26 A18 30 0 0 1 52 86 A18 30 0 0 1 52 26 M52 38 A11 18 0 0 1 52 74 A11 18 0 0 1 52 38",
    ),
    "compact": (
        "M0 12 Q0 0 8 0 H92 Q100 0 100 12 V88 Q100 100 92 100 H8 Q0 100 0 88 Z",
        "M54 18 A20 34 0 0 1 54 86 A20 34 0 0 1 54 18",
    ),
    "drone": (
        "M34 30 Q50 12 66 30 L70 70 Q50 92 30 70 Z",
        "M34 40 L6 20 M66 40 L94 20 M32 62 L4 78 M68 62 L96 78 M0 20 H14 M86 20 H100 M0 78 H12 M88 78 "
        "H100 M44 80 H56 V100 H44 Z",
    ),
    "pad": (
        "M14 6 Q18 0 30 0 H70 Q82 0 86 6 Q98 46 100 78 Q98 100 88 100 Q80 98 74 80 Q68 66 62 66 H38 Q32 "
        "66 26 80 Q20 98 12 100 Q2 100 0 78 Q2 46 14 6 Z",
        "M32 40 A7 10 0 0 1 32 60 A7 10 0 0 1 32 40 M68 40 A7 10 0 0 1 68 60 A7 10 0 0 1 68 40",
    ),
    "mouse": ("M50 0 Q96 0 100 34 V74 Q94 100 50 100 Q6 100 0 74 V34 Q4 0 50 0 Z", "M50 0 V36 M2 40 Q50 50 98 40"),
    "laptop": ("M4 0 H96 V92 H100 V97 Q100 100 96 100 H4 Q0 100 0 97 V92 H4 Z", "M7 4 H93 V88 H7 Z M4 92 H96"),
    "tv": ("M0 0 H100 V100 H0 Z", "M2 3 H98 V94 H2 Z"),
    "watch": (
        "M50 8 A50 42 0 0 1 50 92 A50 42 0 0 1 50 8 Z M24 12 L28 0 H72 L76 12 M24 88 L28 100 H72 L76 88",
        "M50 20 A36 30 0 0 1 50 80 A36 30 0 0 1 50 20",
    ),
    "soundbar": ("M4 0 H96 Q100 0 100 50 Q100 100 96 100 H4 Q0 100 0 50 Q0 0 4 0 Z", ""),
}
ROUND = {"charging-pad", "plug", "cable"}
ALIASES = {"gaming-laptop": "laptop", "monitor": "tv", "gaming-monitor": "tv"}
SCREENS = {"phone": 4, "tablet": 5, "reader": 9, "band": 8}


def scale(svg: Svg, spec: DrawingSpec, language: str) -> None:
    """Fit the front, the side and the card on one line of ground."""
    width, height, depth = spec.size_mm
    label, unit = LABELS[language]
    portrait = height >= width
    card_w, card_h = (CARD_MM[1], CARD_MM[0]) if portrait else CARD_MM
    per_mm = min((RIGHT - LEFT - 2 * GAP) / (width + depth + card_w), TALLEST / max(height, card_h))
    w, h, d, cw, ch = (length * per_mm for length in (width, height, depth, card_w, card_h))
    left = LEFT + (RIGHT - LEFT - (w + d + cw + 2 * GAP)) / 2
    base = BASELINE - (TALLEST - max(h, ch)) / 2
    svg.rect(0, 0, SIZE, SIZE, 0, PAPER)
    svg.stroke(f"M{n(left - 34)} {n(base)} H{n(left + w + d + cw + 2 * GAP + 24)}", "#c3c6bf", 1.5)
    _front(svg, spec, left, base - h, w, h)
    side = left + w + GAP
    svg.rect(side, base - h, d, h, min(d, h) * 0.2, "#ffffff", f'stroke="{INK}" stroke-width="2.5"')
    _card(svg, side + d + GAP, base, cw, ch, label)
    below = base + 30
    _measure(svg, (left, below), (left + w, below))
    letters(svg, _written(width, language, unit), left + w / 2, below + 36)
    _measure(svg, (left - 28, base - h), (left - 28, base))
    letters(svg, _written(height, language, ""), left - 42, base - h / 2 + 8, anchor=1)
    _measure(svg, (side, below), (side + d, below))
    letters(svg, _written(depth, language, ""), side + d / 2, below + 36)


def _written(millimetres: float, language: str, unit: str) -> str:
    text = f"{millimetres:g}"
    text = text.replace(".", ",") if language == "ru" else text
    return f"{text} {unit}".strip()


def _front(svg: Svg, spec: DrawingSpec, x: float, y: float, w: float, h: float) -> None:
    form = ALIASES.get(spec.model, spec.model)
    if form in ROUND:
        outline, details = OVAL, ""
    elif form == "watch" and spec.features.get("square"):
        outline, details = _rectangle(26, 24), "M14 12 H86 V88 H14 Z"
    elif form in OUTLINES:
        outline, details = OUTLINES[form]
    else:
        corner = 12 * min(w, h)
        outline, details = _rectangle(corner / w, corner / h), ""
        if form in SCREENS:
            edge_x = SCREENS[form]
            edge_y = edge_x * w / h
            details = f"M{edge_x} {n(edge_y)} H{100 - edge_x} V{n(100 - edge_y)} H{edge_x} Z"
    with svg.placed(x, y):
        svg.path(_stretched(outline, w, h), "#ffffff", f'stroke="{INK}" stroke-width="2.5" stroke-linejoin="round"')
        svg.stroke(_stretched(details, w, h), GREY, 1.3)


def _stretched(outline: str, w: float, h: float) -> str:
    """A path in the box of 100 by 100 as one of w by h; line widths stay as they are."""
    return " ".join(
        command
        + " ".join(
            n(number) for number in _scaled(command.upper(), numbers.replace(",", " ").split(), w / 100, h / 100)
        )
        for command, numbers in COMMANDS.findall(outline)
    )


def _scaled(command: str, numbers: list[str], across: float, down: float) -> list[float]:
    """The numbers of one command; an arc keeps its turn and its two flags."""
    shares = {"H": (across,), "V": (down,), "A": (across, down, 1, 1, 1, across, down)}.get(command, (across, down))
    return [float(number) * shares[position % len(shares)] for position, number in enumerate(numbers)]


def _rectangle(across: float, down: float) -> str:
    return RECTANGLE.format(r=n(across), s=n(100 - across), t=n(down), u=n(100 - down))


def _card(svg: Svg, x: float, base: float, w: float, h: float, label: tuple[str, ...]) -> None:
    svg.rect(x, base - h, w, h, min(w, h) * 0.06, "none", f'stroke="{GREY}" stroke-width="1.6" stroke-dasharray="6 5"')
    upright = h > w
    short, long = min(w, h), max(w, h)
    if short > 40:
        chip, gap = short * 0.22, short * 0.16
        left, top = (x + w - gap - chip, base - h + gap * 1.4) if upright else (x + gap * 1.4, base - h + gap * 1.9)
        svg.rect(left, top, chip, chip * 0.86, 4, "none", f'stroke="{GREY}" stroke-width="1.4"')
        for group in range(4):
            start = long * (0.12 + group * 0.2)
            place = (x + short * 0.3, base - long + start) if upright else (x + start, base - short * 0.3)
            across, down = (short * 0.055, long * 0.13) if upright else (long * 0.13, short * 0.055)
            svg.rect(*place, across, down, short * 0.025, GREY, 'opacity=".7"')
    for line, word in enumerate(label):
        half = width_of(word, 18) / 2
        middle = min(x + w / 2, SIZE - 14 - half)
        letters(svg, word, middle, base - h - 34 + line * 20, size=18, colour=GREY)


def _measure(svg: Svg, start: tuple[float, float], end: tuple[float, float]) -> None:
    svg.stroke(f"M{n(start[0])} {n(start[1])} L{n(end[0])} {n(end[1])}", GREY, 1.4)
    for x, y in (start, end):
        svg.stroke(f"M{n(x - 6)} {n(y + 6)} L{n(x + 6)} {n(y - 6)}", INK, 2)
