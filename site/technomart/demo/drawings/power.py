"""Chargers, power banks, cables and charging pads."""

import math

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec

PIN = ((0, "#f1f2f0"), (0.5, "#9aa3a8"), (1, "#5c666b"))


def charger(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """Ports to the viewer, pins above."""
    ports = spec.features.get("ports", 1)
    svg.shadow(400, 658, 160, 16)
    for x in (322, 442):
        svg.rect(x, 118, 36, 110, 14, svg.linear(*PIN))
        svg.rect(x, 176, 36, 52, 4, "#2c3134")
    svg.rect(236, 216, 328, 436, 58, svg.metal(finish))
    svg.rect(240, 220, 320, 428, 54, svg.face(finish))
    svg.rect(268, 250, 264, 140, 30, "#ffffff", 'opacity=".08"')
    top = 470 - (ports - 1) * 34
    for port in range(ports):
        usb_a = ports > 1 and port == ports - 1
        w, h = (104, 38) if usb_a else (92, 32)
        y = top + port * 68
        svg.rect(400 - w / 2 - 8, y - 8, w + 16, h + 16, (h + 16) / (6 if usb_a else 2), darker(finish, 0.2))
        svg.rect(400 - w / 2, y, w, h, 4 if usb_a else h / 2, "#101314")
        svg.rect(
            400 - w * 0.34, y + h * (0.55 if usb_a else 0.38), w * 0.68, h * 0.24, 2, "#f0f0ee" if usb_a else "#8b9498"
        )
    svg.rect(382, 616, 36, 6, 3, VOLT)


def charger_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """In the socket of a wall, with a cable leaving it."""
    svg.rect(120, 120, 560, 560, 60, svg.face("#dcdedb"))
    svg.circle(400, 400, 190, svg.face("#cdd0cc"))
    svg.circle(400, 400, 178, svg.radial((0, "#b6bab6"), (1, "#d6d9d5")))
    svg.shadow(420, 430, 150, 90, 0.3)
    svg.stroke("M400 500 C400 620 470 610 480 700 C486 748 440 770 430 800", darker(finish, 0.5), 17)
    svg.stroke("M400 500 C400 620 470 610 480 700 C486 748 440 770 430 800", lighter(finish, 0.1), 10)
    svg.rect(290, 270, 220, 240, 50, svg.metal(finish))
    svg.rect(294, 274, 212, 232, 46, svg.face(finish))
    svg.rect(376, 498, 48, 46, 8, "#c9cecb")
    svg.rect(384, 320, 32, 6, 3, VOLT)


def power_bank(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    h = 520.0
    w = h * spec.size_mm[0] / spec.size_mm[1]
    x, y = 400 - w / 2, 140
    svg.shadow(400, y + h + 10, w * 0.62, 16)
    svg.rect(x + 22, y - 10, w, h, 44, svg.face(darker(finish, 0.35)))
    svg.rect(x, y, w, h, 44, svg.metal(finish))
    svg.rect(x + 4, y + 4, w - 8, h - 8, 41, svg.face(finish))
    svg.rect(x + w * 0.16, y + 36, 58, 22, 11, "#101314")
    svg.rect(x + w * 0.84 - 66, y + 32, 66, 30, 4, "#101314")
    svg.rect(400 - 62, y + h - 96, 124, 46, 14, BLACK_GLASS)
    for bar in range(4):
        svg.rect(400 - 50 + bar * 26, y + h - 84, 20, 22, 4, VOLT if bar < 3 else "#3a4043")
    gleam = svg.linear((0, "#ffffff", 0.25), (1, "#ffffff", 0))
    svg.rect(x + 10, y + 50, 20, h - 110, 10, gleam)


def cable(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """A coil with a strap and two plugs."""
    svg.shadow(400, 640, 220, 16)
    jacket = finish or "#33383b"
    for radius, shift in ((190, 0), (168, 6), (147, -4), (126, 3)):
        svg.circle(400 + shift, 390, radius, "none", f'stroke="{darker(jacket, 0.5)}" stroke-width="21"')
        svg.circle(400 + shift, 390, radius, "none", f'stroke="{lighter(jacket, 0.12)}" stroke-width="15"')
        svg.circle(
            400 + shift, 390, radius, "none", f'stroke="{darker(jacket, 0.3)}" stroke-width="15" stroke-dasharray="3 5"'
        )
    for start, angle in (((520, 536), 38), ((270, 530), 142)):
        turn = math.radians(angle)
        end = (start[0] + 96 * math.cos(turn), start[1] + 96 * math.sin(turn))
        outline = f"M{start[0]} {start[1]} L{n(end[0])} {n(end[1])}"
        svg.stroke(outline, darker(jacket, 0.5), 21)
        svg.stroke(outline, lighter(jacket, 0.12), 15)
        with svg.group(f'transform="translate({n(end[0])} {n(end[1])}) rotate({angle})"'):
            svg.rect(-10, -23, 84, 46, 12, svg.linear((0, "#e4e6e3"), (1, "#8b9498"), across=0, down=1))
            svg.rect(72, -15, 40, 30, 10, svg.linear((0, "#f4f5f3"), (1, "#9aa3a8"), across=0, down=1))
            svg.rect(82, -4, 30, 8, 4, "#3a4043")
    svg.rect(372, 172, 56, 112, 14, svg.face("#3a4043"))
    svg.rect(372, 216, 56, 10, 0, VOLT)


def cable_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """One plug from nearby."""
    jacket = finish or "#33383b"
    svg.shadow(400, 600, 260, 16)
    with svg.turned(-24):
        svg.stroke("M-60 400 H300", darker(jacket, 0.5), 74)
        svg.stroke("M-60 394 H300", lighter(jacket, 0.1), 54)
        svg.path("M-60 400 H300", "none", f'stroke="{darker(jacket, 0.35)}" stroke-width="54" stroke-dasharray="7 12"')
        svg.rect(262, 340, 90, 120, 30, svg.face(darker(jacket, 0.2)))
        svg.rect(320, 316, 220, 168, 42, svg.linear((0, "#f1f2f0"), (0.5, "#c3c7c6"), (1, "#7d8789"), across=0, down=1))
        svg.rect(534, 346, 120, 108, 40, svg.linear((0, "#f7f8f6"), (0.5, "#b3b9bb"), (1, "#7d8789"), across=0, down=1))
        svg.rect(576, 384, 82, 32, 16, "#23282a")
        for pin in range(6):
            svg.rect(588 + pin * 10, 397, 5, 6, 1, "#c9a94a")
        svg.rect(404, 392, 52, 10, 5, VOLT)


def charging_pad(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#9aa6ad"
    svg.shadow(400, 560, 240, 16)
    svg.stroke("M600 460 C720 440 700 600 790 590", darker(finish, 0.5), 14)
    svg.path("M172 420 v26 a228 104 0 0 0 456 0 v-26 Z", svg.barrel(darker(finish, 0.2)))
    svg.ellipse(400, 420, 228, 104, svg.metal(finish))
    svg.ellipse(400, 418, 220, 99, svg.face(finish))
    svg.ellipse(400, 418, 128, 57, "none", f'stroke="{lighter(finish, 0.4)}" stroke-width="3"')
    svg.path("M392 388 l-22 34 h24 l-8 28 l34 -38 h-26 l12 -24 Z", VOLT)


def charging_pad_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """With a phone lying on it."""
    charging_pad(svg, spec, finish)
    svg.shadow(400, 430, 190, 20, 0.35)
    svg.path(
        "M286 330 L560 300 Q584 298 588 318 L604 420 Q606 438 586 442 L300 484 Q276 486 270 464 L254 362 "
        "Q252 336 286 330 Z",
        svg.metal("#4a5053"),
    )
    svg.path(
        "M290 336 L556 307 Q576 306 580 322 L595 414 Q597 430 580 433 L304 472 Q284 474 279 458 L263 364 "
        "Q262 342 290 336 Z",
        BLACK_GLASS,
    )
    svg.stroke("M400 384 a36 16 -6 1 1 46 14", VOLT, 7)
