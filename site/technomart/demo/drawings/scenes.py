"""Compositions of several products: the hero of the home page, category tiles and the covers of guides."""

from technomart.demo.drawings.canvas import GREY, INK, VOLT, Svg, lighter
from technomart.demo.drawings.models import MODELS, finish_of
from technomart.demo.specs import DrawingSpec

WIDE = (1200, 675)
HERO = (1200, 740)
# Form, size, finish, wallpaper, features: a still life needs no product of the shop.
CAST: dict[str, DrawingSpec] = {
    "phone": DrawingSpec("phone", (72, 156, 8), "#5f7d95", 1, {"lenses": 3}),
    "other-phone": DrawingSpec("phone", (72, 156, 8), "#c9b79c", 4, {"lenses": 2, "layout": 1}),
    "laptop": DrawingSpec("laptop", (320, 225, 15), "#b3b9bb", 3),
    "gaming-laptop": DrawingSpec("gaming-laptop", (360, 250, 22), "#2b3036", 4, {"lit": 1}),
    "over-ear": DrawingSpec("over-ear", (168, 192, 80), "#2f5d53", 0, {"round": 1}),
    "other-over-ear": DrawingSpec("over-ear", (168, 192, 80), "#e9dfc8", 0),
    "earbuds": DrawingSpec("earbuds", (62, 48, 26), "#bcd3d8", 0),
    "speaker": DrawingSpec("speaker", (96, 190, 96), "#b4512f", 0),
    "watch": DrawingSpec("watch", (46, 49, 11), "#2f3d36", 1, {"button": 1}),
    "tv": DrawingSpec("tv", (1240, 720, 40), "", 2, {"stand": 1}),
    "soundbar": DrawingSpec("soundbar", (900, 64, 102), "#33383b", 0),
    "monitor": DrawingSpec("monitor", (610, 360, 48), "#8f979b", 3),
    "keyboard": DrawingSpec("keyboard", (356, 132, 34), "#33383b", 0),
    "mouse": DrawingSpec("mouse", (63, 122, 39), "#33383b", 0),
    "router": DrawingSpec("router", (150, 52, 150), "#e1e3df", 0),
    "tablet": DrawingSpec("tablet", (238, 182, 6), "", 3),
    "robot-vacuum": DrawingSpec("robot-vacuum", (350, 96, 350), "#e4e6e3", 0, {"tower": 1}),
    "kettle": DrawingSpec("kettle", (228, 262, 170), "#e9dfc8", 0),
    "charger": DrawingSpec("charger", (50, 62, 30), "#e4e6e3", 0, {"ports": 3}),
    "power-bank": DrawingSpec("power-bank", (72, 144, 24), "#33383b", 0),
    "cable": DrawingSpec("cable", (96, 96, 10), "#33383b", 0),
    "camera": DrawingSpec("camera", (134, 92, 66), "#2c3033", 4, {"finder": 1}),
    "pad": DrawingSpec("pad", (152, 102, 60), "#1d2430", 0),
}
HOME = (
    ("speaker", -193, 162, 0.72),
    ("laptop", 40, -56, 1.2),
    ("over-ear", 812, 226, 0.62),
    ("phone", 610, 234, 0.6),
    ("watch", 82, 386, 0.42),
    ("earbuds", 474, 482, 0.34),
)
COVERS: dict[str, tuple[str, tuple[tuple[str, float, float, float], ...]]] = {
    "choose-a-phone": ("#dfe6ea", (("other-phone", 110, 60, 0.74), ("phone", 480, 40, 0.8))),
    "laptop-for-study": ("#e6e3d8", (("laptop", 150, -60, 1.0), ("mouse", 850, 330, 0.4))),
    "choose-headphones": (
        "#dde6df",
        (("other-over-ear", 70, 50, 0.76), ("over-ear", 450, 60, 0.76), ("earbuds", 870, 330, 0.4)),
    ),
    "tv-size-by-distance": ("#dcdfe8", (("tv", 240, -110, 0.9), ("soundbar", 360, 272, 0.6))),
    "charger-and-cable": (
        "#e4e7d6",
        (("charger", 100, 70, 0.68), ("cable", 420, 60, 0.74), ("power-bank", 790, 90, 0.66)),
    ),
    "router-placement": ("#dfe6ea", (("router", 110, 40, 0.8), ("tablet", 560, 110, 0.66))),
}
TILES = {
    "smartphones": "phone",
    "tablets": "tablet",
    "laptops": "laptop",
    "monitors-networks": "monitor",
    "tvs-projectors": "tv",
    "headphones": "over-ear",
    "speakers": "speaker",
    "watches": "watch",
    "photo-video": "camera",
    "gaming": "pad",
    "smart-home": "robot-vacuum",
    "power": "charger",
}


def home_hero(title: str) -> str:
    """A still life on the bench, transparent."""
    svg = Svg()
    svg.view = (0, 0, *HERO)
    svg.shadow(600, 668, 560, 26, 0.16)
    for name, x, y, scale in HOME:
        _stand(svg, name, x, y, scale)
    return svg.render(title)


def category_tile(category: str, title: str) -> str:
    svg = Svg()
    _stand(svg, TILES[category], 0, 0, 1)
    return svg.render(title)


def guide_cover(guide: str, title: str) -> str:
    """Products of the guide on coloured drawing paper, 16 by 9."""
    ground, cast = COVERS[guide]
    svg = Svg()
    svg.view = (0, 0, *WIDE)
    svg.rect(0, 0, *WIDE, 0, ground)
    for column in range(0, WIDE[0] + 1, 75):
        svg.rect(column, 0, 1, WIDE[1], 0, lighter(ground, 0.45))
    for row in range(0, WIDE[1] + 1, 75):
        svg.rect(0, row, WIDE[0], 1, 0, lighter(ground, 0.45))
    svg.rect(60, 52, 132, 3, 0, INK)
    for tick in range(3):
        svg.rect(60 + tick * 65, 52, 3, 16, 0, INK)
    svg.rect(1116, 52, 24, 24, 4, VOLT, f'stroke="{INK}" stroke-width="2"')
    svg.rect(60, 610, 1080, 2, 0, GREY, 'opacity=".5"')
    for name, x, y, scale in cast:
        _stand(svg, name, x, y, scale)
    return svg.render(title)


def _stand(svg: Svg, name: str, x: float, y: float, scale: float) -> None:
    spec = CAST[name]
    with svg.placed(x, y, scale):
        MODELS[spec.model][0](svg, spec, finish_of(spec))
