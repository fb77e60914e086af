"""TVs, projectors, cameras and drones."""

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker, lighter, n
from technomart.demo.specs import DrawingSpec


def tv(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    w, x, y = 680, 60, 168
    h = w * 9 / 16
    bottom = y + h
    svg.shadow(400, bottom + 82, 300, 11)
    if spec.features.get("stand"):
        svg.path(f"M352 {n(bottom)} h96 l10 62 h-116 Z", svg.linear((0, "#6b7377"), (1, "#2a2f31"), across=0, down=1))
        svg.rect(232, bottom + 60, 336, 14, 7, svg.metal("#4b5255"))
    else:
        leg = svg.linear((0, "#5a6266"), (1, "#1d2123"), across=0, down=1)
        for side in (-1, 1):
            svg.path(f"M{400 + side * 212} {n(bottom)} l{side * 34} 68 l{side * 9} 0 l{-side * 26} -68 Z", leg)
            svg.rect(400 + side * 234 - 32, bottom + 64, 68, 8, 4, "#2b3032")
    svg.rect(x, y, w, h, 7, svg.metal("#3a3f42"))
    svg.rect(x + 1.5, y + 1.5, w - 3, h - 3, 6, "#050607")
    svg.screen(x + 5, y + 5, w - 10, h - 14, 3, spec.seed)


def tv_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """On a wall above a board with a sofa before it: how large the picture stands in a room."""
    w, y = 460, 170
    h = w * 9 / 16
    x = 400 - w / 2
    svg.shadow(400, 716, 300, 12, 0.24)
    svg.ellipse(400, y + h / 2, w * 0.66, h * 0.72, "#ffffff", f'opacity=".28" filter="{svg.blur(40)}"')
    svg.rect(x, y, w, h, 5, "#15181a")
    svg.screen(x + 4, y + 4, w - 8, h - 11, 3, spec.seed)
    svg.rect(130, 490, 540, 66, 8, svg.face("#b08d63"))
    for door in range(1, 4):
        svg.rect(130 + door * 135, 494, 2, 58, 0, darker("#b08d63", 0.35))
    svg.rect(160, 556, 14, 26, 3, "#5d4a34")
    svg.rect(626, 556, 14, 26, 3, "#5d4a34")
    for left in (168, 404):
        svg.rect(left, 596, 228, 92, 26, svg.face("#6f7f86"))
    svg.rect(132, 580, 60, 132, 26, svg.face("#617178"))
    svg.rect(608, 580, 60, 132, 26, svg.face("#617178"))
    svg.rect(150, 660, 500, 52, 22, svg.face("#7d8d94"))


def projector(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#dfe1de"
    svg.shadow(400, 556, 260, 16)
    svg.rect(160, 350, 480, 188, 52, svg.face(finish))
    svg.rect(160, 350, 480, 188, 52, "none", f'stroke="{darker(finish, 0.2)}" stroke-width="1.5"')
    svg.rect(190, 378, 220, 132, 22, svg.dots(darker(finish, 0.4), 11, 1.9))
    svg.circle(526, 444, 76, svg.metal(darker(finish, 0.35)))
    svg.lens(526, 444, 62, lighter(finish, 0.3))
    svg.rect(606, 376, 12, 12, 6, VOLT)
    svg.rect(212, 536, 44, 14, 6, "#4a5053")
    svg.rect(544, 536, 44, 14, 6, "#4a5053")


def camera(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """A body of cloth and metal with a large lens; finders and grips depend on the class."""
    compact, finder = spec.features.get("compact"), spec.features.get("finder")
    finish = finish or ("#c3c7c6" if compact else "#2c3033")
    x, y, w, h = (170, 286, 460, 268) if compact else (142, 262, 516, 320)
    svg.shadow(400, y + h + 12, w * 0.52, 16)
    if finder:
        svg.path(f"M318 {y + 8} l22 -58 q4 -10 16 -10 h88 q12 0 16 10 l22 58 Z", svg.face(finish))
        svg.rect(352, y - 50, 96, 7, 3.5, darker(finish, 0.4))
    svg.rect(x + w - 120, y - 16, 74, 26, 8, svg.metal(lighter(finish, 0.12)))
    svg.circle(x + w - 162, y - 2, 20, svg.metal(lighter(finish, 0.2)))
    svg.rect(x, y, w, h, 44, svg.metal(finish))
    svg.rect(x + 3, y + 3, w - 6, h - 6, 42, svg.face(finish))
    svg.rect(x + 3, y + h * 0.3, w - 6, h * 0.58, 6, "#1a1c1e" if not compact else "#5b4636")
    svg.rect(x + 3, y + h * 0.3, w - 6, h * 0.58, 6, svg.weave("#2c3033" if not compact else "#6b5443"))
    if not compact:
        svg.rect(x - 14, y + 24, 92, h - 36, 36, svg.barrel("#1d2022"))
    svg.circle(x + w - 52, y + h * 0.16, 11, "#f3e6c4", f'stroke="{darker(finish, 0.3)}" stroke-width="2"')
    svg.rect(x + 56, y + h * 0.12, 44, 12, 6, VOLT, 'opacity=".95"')
    radius = 104 if compact else 138
    middle = y + h * 0.54
    for share, colour in ((1.0, "#3d4346"), (0.9, "#1b1e20"), (0.8, "#34393c")):
        svg.circle(412, middle, radius * share, svg.metal(colour))
    for notch in range(36):
        svg.rect(
            410,
            middle - radius + 2,
            4,
            radius * 0.08,
            1,
            "#0f1112",
            f'transform="rotate({notch * 10} 412 {n(middle)})"',
        )
    svg.lens(412, middle, radius * 0.68, "#5a6367")


def action_camera(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    finish = finish or "#3b4245"
    svg.shadow(400, 612, 190, 15)
    svg.rect(188, 218, 424, 384, 62, svg.metal(finish))
    svg.rect(193, 223, 414, 374, 58, svg.face(finish))
    svg.rect(193, 430, 414, 110, 0, svg.weave(darker(finish, 0.35)))
    svg.rect(228, 204, 92, 22, 9, svg.metal("#c8512c"))
    svg.rect(226, 260, 190, 148, 20, BLACK_GLASS)
    svg.screen(232, 266, 178, 136, 15, spec.seed)
    svg.rect(438, 252, 152, 152, 40, svg.metal(lighter(finish, 0.15)))
    svg.lens(514, 328, 60, "#8b9498")
    svg.circle(586, 436, 6, "#ff5b4a")
    for left in (344, 402):
        svg.rect(left, 596, 54, 30, 10, svg.metal(darker(finish, 0.2)))


def drone(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """Seen from the front and a little above: four arms, blurred rotors, a camera on its mount."""
    finish = finish or "#b9c0c0"
    svg.shadow(400, 640, 230, 16, 0.22)
    for sign in (-1, 1):
        for reach, height, size in ((206, 372, 92), (284, 446, 112)):
            tip = 400 + sign * reach
            svg.stroke(f"M{400 + sign * 60} 430 L{tip} {height + 18}", darker(finish, 0.25), 22 if size > 100 else 17)
            svg.stroke(f"M{400 + sign * 60} 427 L{tip} {height + 14}", finish, 14 if size > 100 else 10)
            svg.rect(tip - 17, height - 8, 34, 44, 10, svg.barrel("#3a4043"))
            svg.ellipse(tip, height - 12, size, size * 0.17, "#3a4043", 'opacity=".14"')
            svg.ellipse(
                tip, height - 12, size, size * 0.17, "none", 'stroke="#3a4043" stroke-width="1.6" opacity=".35"'
            )
            svg.path(
                f"M{tip} {height - 17} q{n(size * 0.5)} -14 {n(size * 0.96)} 2 q{n(-size * 0.5)} 16 "
                f"{n(-size * 0.96)} 7 Z",
                "#4a5154",
                'opacity=".75"',
            )
            svg.path(
                f"M{tip} {height - 17} q{n(-size * 0.5)} 22 {n(-size * 0.96)} 8 q{n(size * 0.5)} -16 "
                f"{n(size * 0.96)} -3 Z",
                "#4a5154",
                'opacity=".75"',
            )
            svg.circle(tip, height - 12, 7, "#15181a")
    svg.path(
        "M292 410 Q300 358 400 352 Q500 358 508 410 L492 486 Q480 512 400 514 Q320 512 308 486 Z", svg.face(finish)
    )
    svg.path(
        "M292 410 Q300 358 400 352 Q500 358 508 410 Q400 436 292 410 Z",
        svg.linear((0, lighter(finish, 0.55)), (1, finish), down=1),
    )
    svg.rect(352, 392, 96, 5, 2.5, VOLT)
    for side in (-1, 1):
        svg.circle(400 + side * 66, 452, 9, BLACK_GLASS)
    svg.rect(348, 486, 104, 40, 18, "#3a4043")
    svg.rect(356, 500, 88, 82, 30, svg.barrel("#4b5255"))
    svg.lens(400, 544, 32, "#8b9498")


def camera_side(svg: Svg, spec: DrawingSpec, finish: str) -> None:
    """The back: the screen with what the lens sees, keys and a wheel."""
    compact = spec.features.get("compact")
    finish = finish or ("#c3c7c6" if compact else "#2c3033")
    x, y, w, h = 142, 262, 516, 312
    svg.shadow(400, y + h + 12, w * 0.52, 16)
    if spec.features.get("finder"):
        svg.path(f"M318 {y + 8} l22 -58 q4 -10 16 -10 h88 q12 0 16 10 l22 58 Z", svg.face(finish))
        svg.rect(352, y - 44, 96, 40, 10, BLACK_GLASS)
    svg.rect(x, y, w, h, 44, svg.metal(finish))
    svg.rect(x + 3, y + 3, w - 6, h - 6, 42, svg.face(finish))
    svg.rect(x + 28, y + 46, 336, 232, 12, BLACK_GLASS)
    svg.screen(x + 36, y + 54, 320, 216, 6, spec.seed)
    frame = "M{} {} h-22 v22"
    for left, top, turn in (
        (x + 90, y + 84, 0),
        (x + 302, y + 84, 90),
        (x + 302, y + 240, 180),
        (x + 90, y + 240, 270),
    ):
        svg.stroke(frame.format(n(left), n(top)), "#ffffff", 2.5, f'transform="rotate({turn} {n(left)} {n(top)})"')
    svg.circle(x + 440, y + 174, 44, svg.metal(darker(finish, 0.2)))
    svg.circle(x + 440, y + 174, 20, svg.face(lighter(finish, 0.1)))
    for key, top in enumerate((76, 106, 250)):
        svg.circle(x + 412 + 56 * (key % 2), y + top, 12, svg.metal(darker(finish, 0.1)))
    svg.rect(x + 392, y + 20, 88, 16, 8, darker(finish, 0.35))
