"""Laptops, monitors and routers."""

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec


def laptop(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    w = min(640.0, 540 * spec.size_mm[0] / 312)
    h = w * 0.63
    x, y = 400 - w / 2, 400 - h / 2 - 14
    hinge, lip = y + h, w * 0.6
    svg.shadow(400, hinge + 60, w * 0.62, 15)
    svg.rect(x, y, w, h, 16, svg.linear((0, lighter(finish, 0.45)), (1, darker(finish)), across=0, down=1))
    svg.rect(x + 3, y + 3, w - 6, h - 3, 14, "#090b0d")
    svg.screen(x + 13, y + 16, w - 26, h - 36, 5, spec.seed)
    svg.circle(400, y + 9.5, 2.2, "#26313c")
    base = svg.linear(
        (0, darker(finish, 0.25)),
        (0.12, lighter(finish, 0.3)),
        (0.8, finish),
        (1, darker(finish, 0.35)),
        across=0,
        down=1,
    )
    svg.path(
        f"M{n(x - 2)} {n(hinge)} H{n(x + w + 2)} L{n(400 + lip)} {n(hinge + 40)} q0 10 -14 12 "
        f"H{n(400 - lip + 14)} q-14 -2 -14 -12 Z",
        base,
    )
    svg.path(
        f"M{n(400 - w * 0.43)} {n(hinge + 6)} H{n(400 + w * 0.43)} L{n(400 + w * 0.475)} {n(hinge + 25)} "
        f"H{n(400 - w * 0.475)} Z",
        darker(finish, 0.78),
    )
    keys = VOLT if spec.features.get("lit") else darker(finish, 0.58)
    for row in range(3):
        spread = w * (0.86 + 0.03 * row) / 15
        for column in range(15):
            left = 400 + (column - 7.5) * spread + 3
            svg.rect(left, hinge + 8 + row * 5.8, spread - 5, 4.2, 1.2, keys, 'opacity=".85"')
    svg.path(
        f"M{n(400 - w * 0.15)} {n(hinge + 28)} H{n(400 + w * 0.15)} L{n(400 + w * 0.16)} {n(hinge + 41)} "
        f"H{n(400 - w * 0.16)} Z",
        lighter(finish, 0.14),
        f'stroke="{darker(finish, 0.2)}" stroke-width="1"',
    )


def laptop_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The deck from above: keys, touchpad, rounded corners."""
    w = 660.0
    h = w * (spec.size_mm[1] - 8) / spec.size_mm[0]
    x, y = 400 - w / 2, 400 - h / 2
    svg.shadow(400, y + h + 12, w * 0.5, 16)
    svg.rect(x, y, w, h, 26, svg.metal(finish))
    svg.rect(x + 2, y + 2, w - 4, h - 4, 25, svg.face(finish))
    svg.rect(x + 60, y + 2, w - 120, 10, 4, darker(finish, 0.6))
    kx, ky, kw, kh = x + 42, y + 40, w - 84, h * 0.47
    svg.rect(kx - 8, ky - 8, kw + 16, kh + 16, 12, darker(finish, 0.32))
    cap = svg.linear((0, "#3a3f42"), (1, "#17191b"), across=0, down=1)
    rim = f'stroke="{VOLT}" stroke-width="1.2"' if spec.features.get("lit") else ""
    step = kh / 5
    for row, keys in enumerate(((14, 1), (13, 1.6), (12, 1.9), (11, 2.4))):
        count, last = keys
        unit = kw / (count + last)
        for column in range(count + 1):
            across = unit * (last if column == count else 1)
            svg.rect(kx + column * unit + 2, ky + row * step + 2, across - 4, step - 4, 4, cap, rim)
    left = kx
    for share in (0.08, 0.08, 0.09, 0.42, 0.09, 0.08, 0.08, 0.08):
        svg.rect(left + 2, ky + 4 * step + 2, kw * share - 4, step - 4, 4, cap, rim)
        left += kw * share
    svg.rect(
        400 - w * 0.19,
        ky + kh + 24,
        w * 0.38,
        y + h - (ky + kh + 24) - 18,
        12,
        lighter(finish, 0.1),
        f'stroke="{darker(finish, 0.25)}" stroke-width="1.4"',
    )


def monitor(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#8f979b"
    w = 640.0
    h = w * (spec.size_mm[1] - 14) / spec.size_mm[0]
    x, y = 80, 352 - h / 2
    foot = y + h + 148
    svg.shadow(400, foot + 12, 170, 12)
    svg.rect(368, y + h - 30, 64, 150, 6, svg.barrel(finish))
    svg.path(
        f"M280 {n(foot)} q0 -20 24 -22 L496 {n(foot - 22)} q24 2 24 22 q0 8 -14 8 H294 q-14 0 -14 -8 Z",
        svg.face(finish),
    )
    svg.rect(x, y, w, h, 12, svg.metal("#2a2e30"))
    svg.rect(x + 2, y + 2, w - 4, h - 4, 11, "#0a0b0c")
    svg.screen(x + 9, y + 9, w - 18, h - 30, 4, spec.seed)
    svg.rect(388, y + h - 13, 24, 3, 1.5, VOLT if spec.features.get("lit") else "#4a5154")


def monitor_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The back: the arm, the sockets and a ring of light on gaming models."""
    finish = finish or "#8f979b"
    w = 640.0
    h = w * (spec.size_mm[1] - 14) / spec.size_mm[0]
    x, y = 80, 352 - h / 2
    foot = y + h + 148
    svg.shadow(400, foot + 12, 170, 12)
    svg.path(
        f"M280 {n(foot)} q0 -20 24 -22 L496 {n(foot - 22)} q24 2 24 22 q0 8 -14 8 H294 q-14 0 -14 -8 Z",
        svg.face(finish),
    )
    svg.rect(x, y, w, h, 14, svg.metal(darker(finish, 0.1)))
    svg.rect(x + 3, y + 3, w - 6, h - 6, 12, svg.face(finish))
    svg.rect(
        x + w * 0.2,
        y + h * 0.2,
        w * 0.6,
        h * 0.6,
        34,
        svg.linear((0, darker(finish, 0.02)), (1, darker(finish, 0.2)), down=1),
    )
    if spec.features.get("lit"):
        svg.circle(400, y + h / 2, 92, "none", f'stroke="{VOLT}" stroke-width="9" opacity=".9"')
    svg.rect(362, y + h * 0.36, 76, foot - 20 - (y + h * 0.36), 10, svg.barrel(finish))
    svg.circle(400, y + h * 0.36 + 40, 20, darker(finish, 0.35))
    for socket in range(5):
        svg.rect(x + w * 0.27 + socket * 18 + (120 if socket > 2 else 0) * 1.4, y + h * 0.72, 13, 8, 2, "#15181a")


def router(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """A low square tower with a ring of light, no aerials."""
    finish = finish or "#e1e3df"
    svg.shadow(400, 616, 210, 18)
    svg.rect(222, 232, 356, 380, 84, svg.barrel(finish))
    svg.rect(222, 232, 356, 380, 84, svg.linear((0, "#ffffff", 0.35), (0.3, "#ffffff", 0), across=0, down=1))
    svg.ellipse(400, 262, 132, 22, darker(finish, 0.12))
    svg.ellipse(400, 260, 132, 20, svg.radial((0, darker(finish, 0.3)), (0.75, darker(finish, 0.12)), (1, finish)))
    svg.ellipse(400, 260, 92, 12, "none", f'stroke="{VOLT}" stroke-width="4"')
    svg.rect(248, 330, 304, 226, 20, svg.dots(darker(finish, 0.34), 12, 1.9), 'opacity=".75"')
    svg.rect(384, 574, 32, 6, 3, "#6fd8a2")


def router_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The back with its ports."""
    finish = finish or "#e1e3df"
    ports = 1 + spec.seed % 2 + 3
    svg.shadow(400, 616, 210, 18)
    svg.rect(222, 232, 356, 380, 84, svg.barrel(finish))
    svg.rect(256, 330, 288, 196, 22, darker(finish, 0.14))
    for port in range(ports):
        left = 400 + (port - ports / 2) * 56 + 5
        svg.rect(left, 400, 46, 40, 4, "#1b1f21")
        svg.rect(left + 13, 392, 20, 10, 2, "#1b1f21")
        for pin in range(4):
            svg.rect(left + 9 + pin * 8, 406, 3, 12, 0, "#c9a94a")
        svg.circle(left + 8, 452, 3, "#6fd8a2" if port % 2 == 0 else "#e0b13c")
    svg.circle(400, 486, 13, BLACK_GLASS, 'stroke="#9aa19f" stroke-width="4"')
