"""Headphones, earbuds, speakers and soundbars."""

from technomart.demo.drawings.canvas import VOLT, Svg, darker, lighter, mix, n
from technomart.demo.specs import DrawingSpec


def over_ear(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    svg.shadow(400, 668, 190, 15)
    band = svg.linear((0, lighter(finish, 0.35)), (0.5, finish), (1, darker(finish, 0.4)), down=1)
    svg.path("M214 440 C196 120 604 120 586 440 L560 440 C560 176 240 176 240 440 Z", band)
    svg.path("M250 300 C280 190 520 190 550 300 L540 306 C506 212 294 212 260 306 Z", darker(finish, 0.45))
    round_cups = spec.features.get("round")
    slider = svg.linear((0, "#e9ecee"), (0.5, "#9aa3a8"), (1, "#5c666b"))
    cup = svg.linear((0, lighter(finish, 0.38)), (0.5, finish), (1, darker(finish, 0.5)))
    cushion = svg.linear((0, darker(finish, 0.6)), (0.6, darker(finish, 0.25)), (1, darker(finish, 0.62)))
    for side in (1, -1):
        with svg.group(f'transform="translate({0 if side == 1 else 800} 0) scale({side} 1)"'):
            svg.rect(206, 392, 30, 84, 12, slider)
            if round_cups:
                svg.ellipse(234, 548, 50, 108, cup)
                svg.ellipse(286, 548, 32, 98, cushion)
                svg.ellipse(222, 540, 12, 74, "#ffffff", 'opacity=".10"')
                svg.circle(236, 634, 4.5, VOLT)
            else:
                svg.rect(188, 440, 92, 214, 46, cup)
                svg.rect(262, 452, 52, 190, 26, cushion)
                svg.rect(199, 470, 10, 150, 5, "#ffffff", 'opacity=".12"')
                svg.circle(234, 620, 4.5, VOLT)


def over_ear_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """One cup from outside, with its band going up."""
    svg.shadow(400, 690, 150, 15)
    svg.path("M352 380 C352 60 448 60 448 380 L424 380 C424 110 376 110 376 380 Z", svg.metal(finish))
    svg.rect(378, 250, 44, 150, 16, svg.linear((0, "#e9ecee"), (0.5, "#9aa3a8"), (1, "#5c666b")))
    rx, ry = (150, 158) if spec.features.get("round") else (126, 168)
    svg.ellipse(400, 512, rx + 16, ry + 12, darker(finish, 0.55))
    svg.ellipse(400, 512, rx, ry, svg.metal(finish))
    svg.ellipse(400, 512, rx - 9, ry - 9, svg.face(finish))
    svg.ellipse(
        400,
        512,
        rx * 0.58,
        ry * 0.58,
        svg.face(darker(finish, 0.08)),
        f'stroke="{lighter(finish, 0.25)}" stroke-width="2"',
    )
    for slot in range(3):
        svg.rect(384, 432 - 36 + slot * 9, 32, 4, 2, darker(finish, 0.6))
    svg.circle(400, 512 + ry * 0.76, 6, VOLT)
    svg.rect(400 + rx - 14, 470, 14, 54, 7, darker(finish, 0.35))


def earbuds(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The open case with both earbuds standing before it."""
    svg.shadow(400, 608, 300, 16)
    inner = darker(finish, 0.55)
    svg.path("M222 400 V300 Q222 196 326 196 H474 Q578 196 578 300 V400 Z", svg.face(darker(finish, 0.06)))
    svg.path(
        "M238 398 V306 Q238 212 332 212 H468 Q562 212 562 306 V398 Z",
        svg.linear((0, inner), (1, darker(finish, 0.35)), across=0, down=1),
    )
    svg.rect(214, 396, 372, 196, 84, svg.barrel(finish))
    svg.rect(236, 398, 328, 40, 18, darker(finish, 0.3))
    for side in (-1, 1):
        svg.ellipse(400 + side * 82, 418, 52, 15, darker(finish, 0.7))
    svg.rect(386, 520, 28, 6, 3, VOLT)
    for side in (1, -1):
        with svg.group(f'transform="translate({0 if side == 1 else 800} 0) scale({side} 1)"'):
            _bud(svg, finish, 128, 470)


def _bud(svg: Svg, finish: str, x: float, y: float) -> None:
    """A drop-shaped earbud without a stem, its tip to the right."""
    with svg.turned(-18, x, y + 80):
        svg.ellipse(x + 52, y + 86, 26, 30, svg.barrel(mix(finish, "#d9dbd8", 0.6)))
        svg.path(f"M{n(x)} {n(y + 6)} q58 4 58 70 q0 72 -62 74 q-58 -4 -58 -70 q2 -70 62 -74 Z", svg.metal(finish))
        svg.path(f"M{n(x - 2)} {n(y + 12)} q50 4 50 64 q0 64 -52 68 q-50 -4 -50 -64 q2 -64 52 -68 Z", svg.face(finish))
        svg.ellipse(x - 14, y + 60, 20, 28, lighter(finish, 0.28), 'opacity=".5"')
        svg.rect(x - 10, y + 122, 22, 5, 2.5, darker(finish, 0.6))


def earbuds_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """One earbud, large, with its microphones and its contacts."""
    svg.shadow(400, 640, 170, 16)
    with svg.placed(-310, -1170, 2.9):
        _bud(svg, finish, 238, 470)


def speaker(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    if spec.features.get("home"):
        _home_speaker(svg, finish)
        return
    h = 470
    w = max(230.0, h * spec.size_mm[0] / spec.size_mm[1])
    x, y = 400 - w / 2, 660 - h
    svg.shadow(400, y + h + 4, w * 0.62, 16)
    svg.stroke(f"M{n(x + w - 26)} {n(y + 70)} q88 60 30 190", darker(finish, 0.35), 15)
    svg.stroke(f"M{n(x + w - 26)} {n(y + 70)} q88 60 30 190", lighter(finish, 0.06), 9)
    svg.rect(x, y, w, h, w * 0.34, svg.barrel(finish))
    svg.rect(x, y + 50, w, h - 100, 40, svg.dots(darker(finish, 0.72)), 'opacity=".55"')
    svg.ellipse(400, y + 24, w * 0.31, 14, darker(finish, 0.55))
    svg.ellipse(400, y + 22, w * 0.27, 10, "none", f'stroke="{VOLT}" stroke-width="3" opacity=".9"')
    svg.rect(378, y + h - 92, 44, 44, 12, darker(finish, 0.4))
    svg.stroke(f"M390 {n(y + h - 70)} h20 M400 {n(y + h - 80)} v20", lighter(finish, 0.5), 4)


def _home_speaker(svg: Svg, finish: str) -> None:
    svg.shadow(400, 650, 190, 16)
    svg.rect(232, 200, 336, 446, 96, svg.barrel(finish))
    svg.rect(232, 262, 336, 384, 80, svg.weave(darker(finish, 0.3)), 'opacity=".55"')
    svg.rect(254, 632, 292, 18, 9, "#8a6a48")
    svg.ellipse(400, 226, 118, 22, darker(finish, 0.35))
    svg.ellipse(400, 214, 92, 19, svg.metal("#9aa3a8"))
    svg.ellipse(400, 208, 92, 18, svg.face("#cfd4d5"))
    svg.circle(352, 203, 4, VOLT)


def speaker_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """Opened up: the drivers that stand behind the grille."""
    svg.shadow(400, 664, 170, 16)
    svg.rect(250, 160, 300, 500, 70, svg.barrel(darker(finish, 0.1)))
    svg.rect(272, 184, 256, 452, 54, "#1a1d1f")
    for middle, radius in ((280, 62), (472, 104)):
        svg.circle(400, middle, radius, svg.metal("#4b5255"))
        svg.circle(400, middle, radius * 0.86, "#0e1011")
        svg.circle(
            400, middle, radius * 0.74, svg.radial((0, "#474e51"), (0.75, "#23282a"), (1, "#111415"), x=0.4, y=0.35)
        )
        svg.circle(400, middle, radius * 0.3, svg.face("#5d666a"))
        for screw in range(4):
            svg.circle(400, middle - radius * 0.93, 4, "#8b9498", f'transform="rotate({45 + screw * 90} 400 {middle})"')
    svg.rect(384, 606, 32, 6, 3, VOLT)


def soundbar(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    svg.shadow(400, 478, 340, 14)
    svg.rect(
        40,
        380,
        720,
        92,
        40,
        svg.linear((0, lighter(finish, 0.4)), (0.3, finish), (1, darker(finish, 0.5)), across=0, down=1),
    )
    svg.rect(48, 394, 704, 72, 34, svg.weave(darker(finish, 0.45)), 'opacity=".7"')
    svg.rect(300, 384, 200, 7, 3.5, darker(finish, 0.4))
    svg.rect(376, 424, 48, 6, 3, VOLT)
    for side in (46, 726):
        svg.rect(side, 396, 28, 60, 14, "#ffffff", 'opacity=".07"')


def soundbar_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """Beneath a TV, where it belongs."""
    svg.shadow(400, 640, 320, 14)
    svg.rect(120, 196, 560, 322, 7, "#15181a")
    svg.screen(124, 200, 552, 308, 3, spec.seed)
    svg.rect(80, 586, 640, 46, 8, svg.face("#b08d63"))
    with svg.placed(112, 296, 0.72):
        svg.rect(
            40,
            310,
            720,
            92,
            40,
            svg.linear((0, lighter(finish, 0.4)), (0.3, finish), (1, darker(finish, 0.5)), across=0, down=1),
        )
        svg.rect(48, 324, 704, 72, 34, svg.weave(darker(finish, 0.45)), 'opacity=".7"')
        svg.rect(376, 354, 48, 6, 3, VOLT)
