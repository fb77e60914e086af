"""Vacuums, air, kettles, hubs and plugs."""

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec


def robot_vacuum(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The disc on the floor, its station behind it."""
    svg.shadow(400, 650, 270, 20)
    if spec.features.get("tower"):
        svg.rect(268, 150, 264, 420, 34, svg.barrel(finish))
        svg.rect(268, 150, 264, 60, 30, svg.face(lighter(finish, 0.12)))
        svg.rect(290, 232, 220, 210, 20, darker(finish, 0.1))
        svg.rect(384, 178, 32, 6, 3, VOLT)
        svg.path("M282 570 V500 Q282 460 330 460 H470 Q518 460 518 500 V570 Z", "#15181a")
    _disc(svg, finish, 400, 556, 250, 92)


def _disc(svg: Svg, finish: str, x: float, y: float, rx: float, ry: float) -> None:
    thick = 52
    svg.path(
        f"M{n(x - rx)} {n(y)} v{thick} a{n(rx)} {n(ry)} 0 0 0 {n(rx * 2)} 0 v{-thick} Z",
        svg.barrel(darker(finish, 0.12)),
    )
    svg.path(
        f"M{n(x - rx + 10)} {n(y + thick * 0.9)} a{n(rx - 10)} {n(ry - 6)} 0 0 0 {n(rx * 2 - 20)} 0 v10 "
        f"a{n(rx - 10)} {n(ry - 6)} 0 0 1 {n(-(rx * 2 - 20))} 0 Z",
        "#15181a",
        'opacity=".7"',
    )
    svg.ellipse(x, y, rx, ry, svg.metal(finish))
    svg.ellipse(x, y - 1, rx - 6, ry - 4, svg.face(finish))
    svg.ellipse(x, y - 2, rx * 0.72, ry * 0.7, "none", f'stroke="{darker(finish, 0.18)}" stroke-width="2"')
    svg.path(f"M{n(x - 58)} {n(y - 24)} v-16 a58 20 0 0 1 116 0 v16 a58 20 0 0 1 -116 0 Z", svg.barrel("#34393c"))
    svg.ellipse(x, y - 40, 58, 20, svg.face("#4b5255"))
    svg.rect(x - 34, y + ry * 0.56, 28, 9, 4.5, darker(finish, 0.35))
    svg.rect(x + 6, y + ry * 0.56, 28, 9, 4.5, VOLT)


def robot_vacuum_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """From beneath: the brush, wheels and sensors."""
    svg.shadow(400, 690, 240, 16)
    svg.circle(400, 400, 270, svg.metal("#3a4043"))
    svg.circle(400, 400, 262, svg.face("#2c3134"))
    svg.rect(250, 420, 300, 66, 20, "#15181a")
    for blade in range(13):
        svg.path(f"M{258 + blade * 22} 426 l14 54 h6 l-14 -54 Z", VOLT if blade % 3 == 0 else "#8b9498")
    for x in (176, 584):
        svg.rect(x, 330, 42, 128, 16, "#111314")
        for tread in range(7):
            svg.rect(x + 3, 338 + tread * 17, 36, 7, 2, "#4b5255")
    svg.circle(400, 220, 34, "#15181a")
    svg.circle(400, 220, 22, svg.metal("#9aa3a8"))
    for arm in range(3):
        svg.stroke("M552 270 l58 -22", "#c9cecb", 7, f'transform="rotate({arm * 120 + 10} 552 270)"')
    svg.circle(552, 270, 15, VOLT)
    for x in (320, 480):
        svg.rect(x - 26, 170, 52, 14, 7, "#c9a94a")


def air(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    if spec.features.get("mist"):
        _humidifier(svg, finish)
        return
    svg.shadow(400, 690, 170, 16)
    svg.rect(262, 120, 276, 566, 70, svg.barrel(finish))
    svg.rect(262, 330, 276, 300, 8, svg.dots(darker(finish, 0.5), 12, 2.4), 'opacity=".7"')
    svg.ellipse(400, 158, 116, 26, darker(finish, 0.3))
    for ring in (100, 74, 48):
        svg.ellipse(400, 156, ring, ring * 0.21, "none", f'stroke="{lighter(finish, 0.2)}" stroke-width="5"')
    svg.circle(400, 264, 40, BLACK_GLASS)
    svg.circle(
        400,
        264,
        31,
        "none",
        f'stroke="{VOLT}" stroke-width="5" stroke-dasharray="150 60" transform="rotate(-90 400 264)"',
    )
    svg.circle(400, 264, 5, "#ffffff")


def _humidifier(svg: Svg, finish: str) -> None:
    svg.shadow(400, 676, 170, 16)
    for x, y, r, veil in ((398, 118, 34, 0.5), (428, 84, 44, 0.35), (372, 62, 52, 0.25)):
        svg.circle(x, y, r, "#ffffff", f'opacity="{veil}" filter="{svg.blur(16)}"')
    svg.path(
        "M236 620 Q214 400 300 262 Q340 200 400 200 Q460 200 500 262 Q586 400 564 620 Q560 672 500 672 "
        "H300 Q240 672 236 620 Z",
        svg.barrel(finish),
    )
    svg.ellipse(400, 214, 54, 13, darker(finish, 0.5))
    water = svg.linear((0, "#a9cfd8", 0.75), (1, "#4f8796", 0.75), across=0, down=1)
    svg.rect(376, 330, 48, 230, 24, darker(finish, 0.25))
    svg.rect(381, 420, 38, 135, 19, water)
    svg.rect(380, 610, 40, 7, 3.5, VOLT)


def air_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The filter taken out beside the body."""
    svg.shadow(400, 680, 250, 16)
    with svg.placed(-20, 110, 0.82):
        air(svg, spec, finish)
    svg.rect(520, 330, 170, 330, 40, svg.barrel("#dfe3e0"))
    for fold in range(14):
        svg.rect(526 + fold * 12, 352, 4, 286, 2, "#9aa6a3", 'opacity=".7"')
    svg.ellipse(605, 340, 82, 17, "#b9c2bf")
    svg.ellipse(605, 340, 46, 9, "#4a5356")


def kettle(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    svg.shadow(390, 690, 190, 16)
    svg.path(
        "M536 250 Q670 250 656 420 Q648 540 560 560",
        "none",
        f'stroke="{darker(finish, 0.62)}" stroke-width="40" stroke-linecap="round"',
    )
    svg.path(
        "M536 246 Q664 248 652 416",
        "none",
        f'stroke="{lighter(finish, 0.1)}" stroke-width="6" stroke-linecap="round" opacity=".35"',
    )
    svg.path(
        "M236 330 Q190 290 150 252 L178 234 Q232 262 262 280 Z",
        svg.linear((0, lighter(finish, 0.3)), (1, darker(finish, 0.3)), down=1),
    )
    svg.path(
        "M262 220 H526 Q548 440 566 600 Q568 634 536 634 H250 Q216 634 220 600 Q240 440 262 220 Z", svg.barrel(finish)
    )
    svg.path("M270 222 Q300 178 394 176 Q490 178 520 222 Z", svg.face(darker(finish, 0.2)))
    svg.rect(364, 150, 60, 30, 15, darker(finish, 0.6))
    svg.rect(480, 330, 16, 190, 8, darker(finish, 0.5))
    svg.rect(482, 410, 12, 106, 6, "#8fc3cf", 'opacity=".9"')
    svg.rect(218, 636, 352, 34, 16, svg.face("#34393c"))
    svg.rect(376, 650, 36, 6, 3, VOLT)
    svg.path(
        "M296 250 Q282 420 270 590", "none", 'stroke="#fff" stroke-width="14" opacity=".22" stroke-linecap="round"'
    )


def kettle_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """From above with a cup: the lid, the handle, steam."""
    svg.shadow(400, 660, 230, 16)
    with svg.placed(-60, 96, 0.82):
        kettle(svg, spec, finish)
    svg.path("M560 470 h150 l-14 150 q-2 22 -26 22 h-70 q-24 0 -26 -22 Z", svg.barrel("#f1efe8"))
    svg.path("M706 500 q52 2 44 52 q-8 40 -54 36", "none", 'stroke="#d9d6cb" stroke-width="16"')
    svg.ellipse(635, 472, 75, 16, "#d9d6cb")
    svg.ellipse(635, 474, 64, 12, "#9c5a2b")
    for x in (610, 640, 668):
        svg.stroke(f"M{x} 440 q-14 -24 0 -48 t0 -48", "#ffffff", 7, f'opacity=".45" filter="{svg.blur(3)}"')


def hub(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#e4e6e3"
    svg.shadow(400, 560, 240, 18)
    svg.path("M168 430 v58 a232 92 0 0 0 464 0 v-58 Z", svg.barrel(darker(finish, 0.08)))
    svg.ellipse(400, 430, 232, 92, svg.metal(finish))
    svg.ellipse(400, 428, 224, 87, svg.face(finish))
    svg.ellipse(400, 428, 120, 46, "none", f'stroke="{VOLT}" stroke-width="7"')
    svg.ellipse(400, 428, 40, 15, darker(finish, 0.14))
    for x, y in ((232, 250), (400, 190), (568, 250)):
        svg.stroke(f"M{x} {y} L400 400", "#8b9498", 2.5, 'stroke-dasharray="3 11"')
        svg.circle(x, y, 25, svg.face("#cfd4d5"))
        svg.circle(x, y, 8, VOLT)


def plug(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#e4e6e3"
    svg.shadow(400, 650, 170, 16)
    svg.circle(400, 400, 232, svg.metal(finish))
    svg.circle(400, 400, 222, svg.face(finish))
    svg.circle(400, 400, 150, svg.face(darker(finish, 0.14)))
    svg.circle(400, 400, 142, svg.radial((0, darker(finish, 0.1)), (1, darker(finish, 0.3))))
    for x in (340, 460):
        svg.circle(x, 400, 24, "#15181a")
    for y in (272, 506):
        svg.rect(384, y, 32, 22, 6, "#b9a05a")
    svg.circle(400, 590, 12, VOLT)


def plug_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """From the side: the pins and the button."""
    finish = finish or "#e4e6e3"
    svg.shadow(420, 590, 200, 16)
    for y in (330, 446):
        svg.rect(130, y, 150, 34, 14, svg.linear((0, "#f1f2f0"), (0.5, "#9aa3a8"), (1, "#5c666b"), across=0, down=1))
        svg.rect(214, y, 66, 34, 4, "#2c3134")
    svg.path("M270 300 Q270 270 300 270 H340 V540 H300 Q270 540 270 510 Z", svg.face(darker(finish, 0.12)))
    svg.rect(
        330,
        232,
        300,
        346,
        60,
        svg.linear((0, lighter(finish, 0.3)), (0.4, finish), (1, darker(finish, 0.3)), across=0, down=1),
    )
    svg.rect(440, 226, 70, 18, 9, darker(finish, 0.2))
    svg.circle(590, 405, 7, VOLT)
    svg.rect(622, 262, 22, 286, 11, darker(finish, 0.16))
