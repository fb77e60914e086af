"""Phones, tablets, readers, watches and bands."""

import math

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec

PHONE_HEIGHT = 560


def phone(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """Back and front side by side."""
    scale = PHONE_HEIGHT / max(spec.size_mm[1], 150)
    w, h, y = spec.size_mm[0] * scale, spec.size_mm[1] * scale, 120
    back, front = 400 - w * 0.98, 400 - w * 0.06
    svg.shadow(400, y + h + 14, 235, 16)
    _phone_back(svg, spec, finish, back, y, w, h)
    svg.shadow(front + 4, y + h * 0.5, 12, h * 0.42, 0.22)
    _phone_front(svg, spec, finish, front, y + 16, w, h)


def phone_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The front and the edge with its buttons."""
    w, h = spec.size_mm[0] * 4, spec.size_mm[1] * 4
    x, y = 330 - w / 2, 400 - h / 2
    svg.shadow(400, y + h + 14, 235, 16)
    _phone_front(svg, spec, finish, x, y, w, h)
    edge, thick = x + w + 74, spec.size_mm[2] * 4.2
    svg.rect(edge, y, thick, h, thick * 0.42, svg.metal(finish))
    svg.rect(edge + thick * 0.3, y + h * 0.2, thick * 0.4, h * 0.07, 4, darker(finish, 0.4))
    svg.rect(edge + thick * 0.3, y + h * 0.3, thick * 0.4, h * 0.14, 4, darker(finish, 0.4))
    svg.rect(edge, y + h * 0.86, thick, 3, 0, darker(finish, 0.25))
    svg.rect(edge, y + h * 0.12, thick, 3, 0, darker(finish, 0.25))


def _phone_back(svg: Svg, spec: DrawingSpec, finish: str, x: float, y: float, w: float, h: float) -> None:
    svg.rect(x, y, w, h, w * 0.15, svg.metal(finish))
    svg.rect(x + 3, y + 3, w - 6, h - 6, w * 0.14, svg.face(finish))
    gleam = svg.linear((0, "#ffffff", 0), (0.5, "#ffffff", 0.22), (1, "#ffffff", 0), down=0.3)
    svg.path(
        f"M{n(x + w * 0.1)} {n(y + h * 0.97)} L{n(x + w * 0.75)} {n(y + 6)} h{n(w * 0.14)} "
        f"L{n(x + w * 0.3)} {n(y + h * 0.97)} Z",
        gleam,
        'opacity=".55"',
    )
    lenses, layout = spec.features.get("lenses", 2), spec.features.get("layout", 0)
    ring = lighter(finish, 0.25)
    r = h * 0.034
    if layout == 0:
        rim = f'stroke="{lighter(finish, 0.35)}" stroke-width="1.5"'
        svg.rect(x + w * 0.1, y + h * 0.07, w * 0.8, h * 0.1, h * 0.05, darker(finish, 0.55), rim)
        places = [(x + w * (0.23 + i * 0.22), y + h * 0.12) for i in range(lenses)]
        flash = (x + w * 0.8, y + h * 0.12)
    elif layout == 1:
        places = [(x + w * 0.2, y + h * (0.09 + i * 0.095)) for i in range(lenses)]
        flash = (x + w * 0.38, y + h * 0.09)
    else:
        places = [(x + w * (0.82 - i * 0.21), y + h * 0.09) for i in range(lenses)]
        flash = (x + w * 0.16, y + h * 0.09)
        svg.rect(x + 3, y + h * 0.155, w - 6, 2, 0, darker(finish, 0.3))
    for place in places:
        svg.lens(*place, r, ring)
    svg.circle(*flash, h * 0.011, "#fff4d8", f'stroke="{darker(finish, 0.3)}" stroke-width="1.5"')
    svg.rect(x + w * 0.44, y + h * 0.9, w * 0.12, 5, 2.5, darker(finish, 0.3), 'opacity=".6"')


def _phone_front(svg: Svg, spec: DrawingSpec, finish: str, x: float, y: float, w: float, h: float) -> None:
    svg.rect(x - 2, y - 4, w + 4, h, w * 0.155, svg.metal(finish))
    svg.rect(x + 2, y, w - 4, h - 8, w * 0.145, BLACK_GLASS)
    svg.screen(x + 9, y + 7, w - 18, h - 22, w * 0.125, spec.seed)
    svg.circle(x + w / 2, y + 30, 7, "#05070a")
    svg.circle(x + w / 2 - 2, y + 28, 1.8, "#3d5a80")


def tablet(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#8d979c"
    if spec.features.get("paper"):
        _reader(svg, spec)
        return
    w = 600
    h = w * spec.size_mm[1] / spec.size_mm[0]
    x, y = 400 - w / 2, 400 - h / 2
    svg.shadow(400, y + h + 22, w * 0.52, 15)
    with svg.turned(-6, 400, 400):
        svg.rect(x + 14, y - 26, w - 30, h - 6, 30, svg.metal(finish))
        svg.rect(x + 17, y - 23, w - 36, h - 12, 28, svg.face(finish))
        svg.lens(x + 60, y + 10, 15, lighter(finish, 0.4))
    svg.rect(x, y + 10, w, h, 30, svg.metal(finish))
    svg.rect(x + 4, y + 14, w - 8, h - 8, 27, BLACK_GLASS)
    svg.screen(x + 24, y + 34, w - 48, h - 48, 10, spec.seed)
    svg.circle(400, y + 24, 3.4, "#26313c")
    barrel = svg.linear((0, "#ffffff"), (0.6, "#dfe2e0"), (1, "#a2a9a6"), across=0, down=1)
    svg.rect(x + 120, y + h + 22, 360, 14, 7, barrel)
    svg.path(f"M{n(x + 480)} {n(y + h + 22)} l34 7 l-34 7 Z", "#c9cecb")


def _reader(svg: Svg, spec: DrawingSpec) -> None:
    """E-paper: lines of a page, a wide grip on the right."""
    h = 540
    w = h * spec.size_mm[0] / spec.size_mm[1]
    x, y = 400 - w / 2, 400 - h / 2
    svg.shadow(400, y + h + 12, w * 0.55, 15)
    svg.rect(x, y, w, h, 26, svg.metal("#3a4043"))
    svg.rect(x + 3, y + 3, w - 6, h - 6, 24, svg.face("#2b3033"))
    px, py, pw, ph = x + 26, y + 30, w - 52 - 34, h - 76
    svg.rect(px, py, pw, ph, 3, "#e8e6dd")
    svg.rect(px + pw * 0.3, py + 34, pw * 0.4, 12, 2, "#45494a")
    row, line = 0, py + 78
    while line < py + ph - 36:
        last = row % 5 == 4
        indent = 22 if row % 5 == 0 else 0
        svg.rect(px + 28 + indent, line, (pw - 56 - indent) * (0.55 if last else 1), 6, 1, "#7d8180")
        row, line = row + 1, line + 19
    svg.rect(x + w - 42, y + h * 0.4, 8, h * 0.09, 4, "#15181a")
    svg.rect(x + w - 42, y + h * 0.52, 8, h * 0.09, 4, "#15181a")


def watch(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The case is steel; the finish is the strap."""
    strap, case = finish or "#2f3d36", "#3b4145" if spec.seed % 2 else "#a9a49a"
    svg.shadow(400, 724, 96, 12)
    _strap(svg, strap, 312, 488, 98)
    if spec.features.get("square"):
        svg.rect(262, 244, 276, 312, 78, _case(svg, case))
        svg.rect(274, 256, 252, 288, 68, "#08090b")
        svg.rect(279, 261, 242, 278, 64, "none", 'stroke="#2a2f32" stroke-width="1.5"')
    else:
        svg.circle(400, 400, 154, _case(svg, case))
        svg.circle(400, 400, 139, "#08090b")
        _minutes(svg)
    svg.rect(
        536 if spec.features.get("square") else 549,
        374,
        20,
        50,
        7,
        svg.linear((0, lighter(case, 0.4)), (1, darker(case, 0.4)), across=0, down=1),
    )
    if spec.features.get("button"):
        svg.rect(
            527 if spec.features.get("square") else 531,
            462,
            18,
            40,
            7,
            darker(case, 0.15),
            'transform="rotate(24 540 482)"',
        )
    for radius, share, colour in ((92, 0.78, VOLT), (74, 0.55, "#7aa2ff"), (56, 0.34, "#ff8a6b")):
        svg.stroke(f"M400 {400 - radius} {_arc(radius, 0.9999)}", colour, 11, 'opacity=".18"')
        svg.stroke(f"M400 {400 - radius} {_arc(radius, share)}", colour, 11)
    svg.stroke("M400 400 L400 352 M400 400 L432 418", "#ffffff", 6)
    svg.circle(400, 400, 6, "#ffffff")


def _strap(svg: Svg, strap: str, left: float, right: float, top: float) -> None:
    band = svg.linear((0, darker(strap, 0.4)), (0.3, lighter(strap, 0.18)), (0.7, strap), (1, darker(strap, 0.5)))
    inset = 18
    for sign in (-1, 1):
        near, far = 400 + sign * 100, 400 + sign * (400 - top)
        svg.path(
            f"M{left} {near} L{left + inset} {far - sign * 16} Q{left + inset + 2} {far} {left + inset + 18} {far} "
            f"L{right - inset - 18} {far} Q{right - inset - 2} {far} {right - inset} {far - sign * 16} "
            f"L{right} {near} Z",
            band,
        )
    for hole in range(5):
        svg.rect(393, 600 + hole * 19, 14, 7, 3.5, darker(strap, 0.6))


def _case(svg: Svg, finish: str) -> str:
    return svg.linear(
        (0, lighter(finish, 0.55)), (0.35, finish), (0.7, darker(finish, 0.35)), (1, lighter(finish, 0.25)), down=1
    )


def _minutes(svg: Svg) -> None:
    for minute in range(60):
        angle = math.radians(minute * 6)
        inner, weight, opacity = (113, 2.6, 0.9) if minute % 5 == 0 else (120, 1, 0.4)
        across, down = math.cos(angle), math.sin(angle)
        outline = f"M{n(400 + 126 * across)} {n(400 + 126 * down)} L{n(400 + inner * across)} {n(400 + inner * down)}"
        svg.stroke(outline, "#cfd6d2", weight, f'opacity="{opacity}"')


def _arc(radius: float, share: float) -> str:
    angle = 2 * math.pi * share - math.pi / 2
    return (
        f"A{radius} {radius} 0 {int(share > 0.5)} 1 {n(400 + radius * math.cos(angle))} "
        f"{n(400 + radius * math.sin(angle))}"
    )


def band(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    strap = finish or "#2f3d36"
    svg.shadow(400, 724, 70, 12)
    _strap(svg, strap, 336, 464, 98)
    svg.rect(328, 236, 144, 328, 66, _case(svg, "#2a2f32"))
    svg.rect(338, 246, 124, 308, 58, "#060708")
    svg.screen(346, 254, 108, 292, 52, spec.seed)
    svg.stroke("M372 420 h14 l8 -26 l14 58 l12 -44 l6 12 h12", "#ffffff", 5)
    for row, share in enumerate((0.8, 0.5)):
        svg.rect(370, 470 + row * 22, 60, 8, 4, "#ffffff", 'opacity=".25"')
        svg.rect(370, 470 + row * 22, 60 * share, 8, 4, VOLT if row == 0 else "#7aa2ff")
    svg.rect(370, 300, 60, 12, 6, "#ffffff", 'opacity=".9"')
    svg.rect(370, 322, 38, 8, 4, "#ffffff", 'opacity=".5"')
