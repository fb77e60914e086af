"""What lies in the box, laid out flat: the product above, its small things in a row beneath."""

from collections.abc import Callable

from technomart.demo.drawings.canvas import BLACK_GLASS, VOLT, Svg, darker
from technomart.demo.drawings.models import MODELS, finish_of
from technomart.demo.specs import DrawingSpec

GRAPHITE = "#3a4043"
PAPER = "#f4f2ea"
MOST_SMALL = 4


def box(svg: Svg, spec: DrawingSpec, finish: str, contents: tuple[str, ...]) -> None:
    """Contents are the English names, the product first; what is not known by a word is a small carton."""
    with svg.placed(124, 0, 0.69):
        MODELS[spec.model][0](svg, spec, finish or finish_of(spec))
    small = contents[1 : 1 + MOST_SMALL]
    step = min(190.0, 720 / max(1, len(small)))
    for position, thing in enumerate(small):
        with svg.placed(400 + (position - (len(small) - 1) / 2) * step, 660):
            svg.shadow(0, 62, 60, 7, 0.22)
            _drawer(thing)(svg)


def _drawer(thing: str) -> Callable[[Svg], None]:
    return next((draw for word, draw in THINGS if word in thing.lower()), _carton)


def _coil(svg: Svg) -> None:
    for radius in (46, 37, 28):
        svg.circle(0, 10, radius, "none", f'stroke="{GRAPHITE}" stroke-width="6"')
    svg.rect(28, 40, 40, 15, 5, svg.metal("#b3b9bb"), 'transform="rotate(20 28 46)"')
    svg.rect(-66, 40, 40, 15, 5, svg.metal("#b3b9bb"), 'transform="rotate(-20 -28 46)"')
    svg.rect(-10, -44, 20, 28, 5, VOLT)


def _leaflet(svg: Svg) -> None:
    svg.rect(-38, -46, 84, 104, 5, darker(PAPER, 0.12), 'transform="rotate(7)"')
    svg.rect(-44, -48, 84, 106, 5, PAPER)
    svg.rect(-32, -34, 22, 22, 4, GRAPHITE)
    for row in range(5):
        svg.rect(-32, 0 + row * 11, 60 if row < 4 else 34, 4, 2, "#a9ada8")


def _brick(svg: Svg) -> None:
    svg.rect(-40, -44, 80, 100, 18, svg.face("#e1e3df"))
    for x in (-20, 10):
        svg.rect(x, -62, 10, 24, 4, svg.metal("#9aa3a8"))
    svg.rect(-16, 20, 32, 12, 6, "#15181a")


def _pouch(svg: Svg) -> None:
    svg.rect(-58, -38, 116, 96, 34, svg.face(GRAPHITE))
    svg.stroke("M-52 -6 Q0 14 52 -6", "#8b9498", 3, 'stroke-dasharray="5 5"')
    svg.rect(38, 0, 10, 26, 5, VOLT)


def _remote(svg: Svg) -> None:
    svg.rect(-20, -62, 40, 122, 18, svg.face(GRAPHITE))
    svg.circle(0, -30, 13, "#15181a", 'stroke="#6b7377" stroke-width="2"')
    for row in range(3):
        for x in (-9, 9):
            svg.circle(x, 2 + row * 16, 4, "#8b9498" if row else VOLT)


def _tips(svg: Svg) -> None:
    for position, radius in enumerate((12, 15, 18, 21)):
        x, y = (-30, 32)[position % 2], (-24, 28)[position // 2]
        svg.circle(x, y, radius, svg.face("#c9cecb"))
        svg.circle(x, y, radius * 0.4, darker("#c9cecb", 0.5))


def _feet(svg: Svg) -> None:
    for sign in (-1, 1):
        svg.path(f"M{sign * 10} -40 h{sign * 10} l{sign * 34} 92 h{sign * -14} Z", svg.face(GRAPHITE))
        svg.rect(14 if sign > 0 else -66, 48, 52, 8, 4, "#23282a")


def _pin(svg: Svg) -> None:
    svg.circle(0, -18, 18, "none", 'stroke="#9aa3a8" stroke-width="6"')
    svg.stroke("M0 2 V52", "#9aa3a8", 5)


def _strap(svg: Svg) -> None:
    svg.path(
        "M-46 40 Q-60 -48 0 -48 Q60 -48 46 40", "none", f'stroke="{GRAPHITE}" stroke-width="13" stroke-linecap="round"'
    )
    svg.rect(-56, 34, 22, 20, 5, VOLT)
    svg.rect(36, 34, 22, 20, 5, svg.metal("#9aa3a8"))


def _battery(svg: Svg) -> None:
    svg.rect(-38, -42, 76, 98, 10, svg.face(GRAPHITE))
    svg.rect(-38, -4, 76, 30, 0, VOLT)
    for x in (-22, -4, 14):
        svg.rect(x, -42, 10, 8, 1, "#c9a94a")


def _mounts(svg: Svg) -> None:
    for x in (-34, 34):
        svg.rect(x - 26, 14, 52, 40, 8, svg.face(GRAPHITE))
        for fin in (-12, 0, 12):
            svg.rect(x + fin - 4, -24, 8, 42, 4, "#4b5255")
        svg.circle(x, -8, 5, VOLT)


def _propellers(svg: Svg) -> None:
    for y in (-20, 26):
        svg.path(f"M0 {y} q40 -22 66 -4 q-30 16 -66 8 Z M0 {y} q-40 22 -66 4 q30 -16 66 -8 Z", svg.face("#6b7377"))
        svg.circle(0, y, 7, BLACK_GLASS)


def _base(svg: Svg) -> None:
    svg.ellipse(0, 40, 62, 18, darker(GRAPHITE, 0.3))
    svg.ellipse(0, 32, 62, 18, svg.face("#5d666a"))
    svg.circle(0, 30, 10, "#15181a")


def _filter(svg: Svg) -> None:
    svg.rect(-44, -44, 88, 100, 10, svg.face("#dfe3e0"))
    for fold in range(7):
        svg.rect(-36 + fold * 11, -36, 4, 84, 2, "#9aa6a3")


def _dongle(svg: Svg) -> None:
    svg.rect(-14, -20, 28, 48, 6, svg.face(GRAPHITE))
    svg.rect(-10, -46, 20, 28, 2, svg.metal("#b3b9bb"))


def _carton(svg: Svg) -> None:
    svg.rect(-46, -34, 92, 90, 6, svg.face("#c8ab80"))
    svg.rect(-8, -34, 16, 90, 0, darker("#c8ab80", 0.12))


def _pad(svg: Svg) -> None:
    with svg.placed(-118, -130, 0.295):
        MODELS["pad"][0](svg, DrawingSpec("pad", (1, 1, 1), "", 0), "#2b3546")


# The first word that is found in a name decides how it is drawn.
THINGS: tuple[tuple[str, Callable[[Svg], None]], ...] = (
    ("leaflet", _leaflet),
    ("remote", _remote),
    ("charger", _brick),
    ("power supply", _brick),
    ("cable", _coil),
    ("lead", _coil),
    ("pin", _pin),
    ("puller", _pin),
    ("tips", _tips),
    ("stand", _feet),
    ("feet", _feet),
    ("strap", _strap),
    ("battery", _battery),
    ("mounts", _mounts),
    ("propellers", _propellers),
    ("station", _base),
    ("base", _base),
    ("filter", _filter),
    ("receiver", _dongle),
    ("case", _pouch),
    ("pad", _pad),
)
