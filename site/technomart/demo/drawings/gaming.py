"""Consoles, pads, mice and keyboards."""

from technomart.demo.drawings.canvas import VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec

PAD = (
    "M230 330 Q250 292 306 292 H494 Q550 292 570 330 Q618 430 634 520 Q640 592 592 598 "
    "Q556 602 520 542 Q496 504 462 502 H338 Q304 504 280 542 Q244 602 208 598 Q160 592 166 520 Q182 430 230 330 Z"
)


def pad(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    svg.shadow(400, 618, 230, 16)
    _pad(svg, finish)


def _pad(svg: Svg, finish: str) -> None:
    svg.path("M250 320 q10 -44 62 -46 h36 l-8 40 Z M550 320 q-10 -44 -62 -46 h-36 l8 40 Z", darker(finish, 0.4))
    svg.path(PAD, svg.metal(finish))
    svg.path(PAD, svg.face(finish), 'transform="translate(8 7) scale(.98)"')
    for x, y in ((318, 448), (482, 448)):
        svg.circle(x, y, 46, darker(finish, 0.5))
        svg.circle(x, y - 3, 35, svg.metal("#3b4144"))
        svg.circle(x, y - 4, 27, svg.face("#2c3134"))
    for dx, dy in ((0, -26), (26, 0), (0, 26), (-26, 0)):
        svg.circle(540 + dx, 372 + dy, 14, svg.metal("#30363a"))
        svg.circle(540 + dx - 3, 372 + dy - 4, 4, "#ffffff", 'opacity=".35"')
    cross = "M248 360 h20 v-20 h24 v20 h20 v24 h-20 v20 h-24 v-20 h-20 Z"
    svg.path(cross, svg.face("#30363a"), f'stroke="{darker(finish, 0.4)}" stroke-width="2"')
    svg.rect(372, 330, 56, 30, 10, "#16191b")
    svg.rect(380, 342, 40, 6, 3, VOLT)
    for x in (346, 438):
        svg.rect(x, 340, 16, 9, 4.5, darker(finish, 0.5))


def pad_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """From above: triggers, the socket and the thickness."""
    svg.shadow(400, 560, 240, 16)
    svg.path(
        "M170 420 q4 -70 90 -80 h280 q86 10 90 80 q6 92 -48 104 q-46 8 -66 -44 q-14 -34 -60 -34 h-112 "
        "q-46 0 -60 34 q-20 52 -66 44 q-54 -12 -48 -104 Z",
        svg.metal(finish),
    )
    svg.path("M186 420 q4 -56 78 -64 h272 q74 8 78 64 q-214 -40 -428 0 Z", svg.face(lighter(finish, 0.1)))
    for sign in (-1, 1):
        middle = 400 + sign * 158
        svg.rect(middle - 62, 284, 124, 60, 26, svg.barrel(darker(finish, 0.3)))
        svg.rect(middle - 66, 330, 132, 34, 16, svg.metal(darker(finish, 0.15)))
    svg.rect(376, 338, 48, 20, 10, "#0d0f10")
    svg.rect(380, 372, 40, 6, 3, VOLT)


def console(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """A cube-like body with a slot of light, and its pad in front."""
    svg.shadow(430, 650, 270, 18)
    svg.rect(268, 190, 330, 448, 40, svg.metal(finish))
    svg.rect(273, 195, 320, 438, 36, svg.face(finish))
    svg.rect(300, 224, 268, 150, 20, svg.dots(darker(finish, 0.55), 13, 2.6), 'opacity=".8"')
    svg.rect(300, 402, 268, 5, 2.5, VOLT)
    svg.rect(520, 430, 40, 10, 5, darker(finish, 0.6))
    svg.rect(470, 430, 40, 10, 5, darker(finish, 0.6))
    svg.circle(318, 436, 9, darker(finish, 0.5), f'stroke="{lighter(finish, 0.4)}" stroke-width="2"')
    svg.shadow(330, 674, 160, 12)
    with svg.placed(70, 300, 0.62):
        _pad(svg, finish if finish != "#1d2430" else "#2b3546")


def console_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The back with its sockets."""
    svg.shadow(400, 650, 220, 18)
    svg.rect(235, 170, 330, 470, 40, svg.metal(finish))
    svg.rect(240, 175, 320, 460, 36, svg.face(finish))
    for slot in range(9):
        svg.rect(284, 220 + slot * 20, 232, 8, 4, darker(finish, 0.6))
    svg.rect(284, 430, 232, 160, 18, darker(finish, 0.35))
    svg.path("M312 462 h52 v14 l-8 10 h-36 l-8 -10 Z", "#0d0f10")
    svg.rect(388, 460, 42, 36, 4, "#0d0f10")
    svg.rect(454, 466, 34, 13, 6.5, "#0d0f10")
    svg.rect(454, 492, 34, 13, 6.5, "#0d0f10")
    svg.rect(312, 530, 40, 16, 2, "#0d0f10")
    svg.circle(464, 548, 20, "#0d0f10", f'stroke="{lighter(finish, 0.3)}" stroke-width="3"')


def mouse(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    svg.shadow(400, 664, 140, 16)
    outline = (
        "M400 138 Q540 138 548 300 Q566 420 546 520 Q520 652 400 654 Q280 652 254 520 Q234 420 252 300 Q260 "
        "138 400 138 Z"
    )
    svg.path(outline, svg.metal(finish))
    svg.path(outline, svg.face(finish), 'transform="translate(10 9) scale(.975)"')
    svg.stroke("M400 146 V340 M262 352 Q400 390 538 352", darker(finish, 0.5), 4)
    svg.rect(382, 202, 36, 98, 18, darker(finish, 0.65))
    wheel = svg.linear((0, "#262b2e"), (0.5, "#8b9498"), (1, "#1b1f21"), across=0, down=1)
    svg.rect(388, 212, 24, 78, 12, wheel)
    for tread in range(7):
        svg.rect(388, 220 + tread * 10, 24, 3, 1, "#101314", 'opacity=".6"')
    svg.rect(385, 420, 30, 7, 3.5, VOLT)
    svg.stroke("M250 336 Q242 400 250 452", darker(finish, 0.55), 9)
    svg.ellipse(330, 470, 46, 96, "#ffffff", 'opacity=".10"')


def keyboard(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    x, y, w, h = 60, 282, 680, 256
    svg.shadow(400, y + h + 12, 340, 15)
    svg.rect(x, y, w, h, 22, svg.metal(finish))
    svg.rect(x + 3, y + 3, w - 6, h - 6, 20, svg.face(finish))
    svg.rect(x + 14, y + 14, w - 28, h - 28, 10, darker(finish, 0.62))
    unit = (w - 40) / 17
    rows = (
        (1,) * 17,
        (1,) * 13 + (2,) + (1,) * 2,
        (1.5,) + (1,) * 12 + (1.5, 1, 1),
        (1.75,) + (1,) * 11 + (2.25, 1, 1),
        (1.25, 1.25, 1.25, 6.25, 1.25, 1.25, 1, 1, 1.5),
    )
    top = y + 20
    for row, widths in enumerate(rows):
        left, step = x + 20.0, (h - 40) / 5
        for column, share in enumerate(widths):
            colour = lighter(finish, 0.12) if share == 1 else darker(finish, 0.12)
            if (row, column) in ((0, 0), (2, len(widths) - 3)):
                colour = VOLT
            svg.rect(left + 2, top + row * step + 2, unit * share - 4, step - 4, 6, darker(colour, 0.35))
            svg.rect(left + 4.5, top + row * step + 2.5, unit * share - 9, step - 10, 5, colour)
            left += unit * share


def keyboard_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """A corner from nearby: keys, one switch without its cap."""
    svg.shadow(400, 660, 280, 16)
    svg.rect(110, 170, 580, 480, 40, svg.metal(finish))
    svg.rect(134, 194, 532, 432, 24, darker(finish, 0.65))
    for row in range(3):
        for column in range(4):
            left, top = 146 + column * 130, 206 + row * 138
            if (row, column) == (1, 1):
                svg.rect(left + 16, top + 16, 92, 98, 12, "#23282a")
                svg.rect(left + 30, top + 30, 64, 70, 10, svg.face("#4b5255"))
                svg.path(f"M{n(left + 56)} {n(top + 48)} h12 v10 h10 v12 h-10 v10 h-12 v-10 h-10 v-12 h10 Z", VOLT)
                continue
            colour = lighter(finish, 0.12)
            svg.rect(left, top, 122, 130, 18, darker(colour, 0.4))
            svg.rect(left + 9, top + 5, 104, 106, 16, svg.face(colour))
