"""The studio: a canvas of 800 units, light from the upper left, soft shadows, metal, glass and lit screens."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from xml.sax.saxutils import escape

INK = "#101413"
GREY = "#626a67"
VOLT = "#d6f24a"
BLACK_GLASS = "#07090b"
SIZE = 800
WALLPAPERS = (
    ("#0b1026", "#2a46ff", "#ff8a4c"),
    ("#06231f", "#0fae8b", "#e9f26a"),
    ("#1c0b26", "#b5349f", "#ffb36b"),
    ("#0a1a2b", "#1584c7", "#b9f3ff"),
    ("#20110a", "#e0562b", "#ffe08a"),
    ("#11201a", "#5a8f3c", "#f2e3b3"),
)


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` of the way from the first to the second, as #rrggbb."""
    pairs = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#000000", share)


def n(value: float) -> str:
    """A coordinate with at most one decimal, as short as it can be written."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Svg:
    """A drawing: definitions, shapes in painting order, the part that is seen, and a title."""

    def __init__(self) -> None:
        self.view: tuple[float, float, float, float] = (0, 0, SIZE, SIZE)
        self.definitions: dict[str, str] = {}
        self.shapes: list[str] = []

    def define(self, prefix: str, template: str) -> str:
        """Add a definition whose id replaces ID in the template; return its url() reference."""
        if template not in self.definitions:
            self.definitions[template] = f"{prefix}{len(self.definitions) + 1}"
        return f"url(#{self.definitions[template]})"

    def linear(self, *stops: tuple[float, str] | tuple[float, str, float], across: float = 1, down: float = 0) -> str:
        """A gradient from the upper left corner; stops are (offset, colour) or (offset, colour, opacity)."""
        box = f'x1="0" y1="0" x2="{across}" y2="{down}"'
        return self.define("g", f'<linearGradient id="ID" {box}>{_marks(stops)}</linearGradient>')

    def radial(
        self, *stops: tuple[float, str] | tuple[float, str, float], x: float = 0.5, y: float = 0.5, r: float = 0.5
    ) -> str:
        box = f'cx="{x}" cy="{y}" r="{r}"'
        return self.define("g", f'<radialGradient id="ID" {box}>{_marks(stops)}</radialGradient>')

    def blur(self, deviation: float) -> str:
        return self.define(
            "f",
            '<filter id="ID" x="-50%" y="-50%" width="200%" height="200%">'
            f'<feGaussianBlur stdDeviation="{n(deviation)}"/></filter>',
        )

    def dots(self, colour: str, step: float = 9, radius: float = 2.1) -> str:
        """A perforated surface: round holes in a staggered grid."""
        half = step / 2
        holes = "".join(
            f'<circle cx="{n(x)}" cy="{n(y)}" r="{radius}" fill="{colour}"/>'
            for x, y in ((half / 2, half / 2), (half * 1.5, half * 1.5))
        )
        return self.define(
            "p", f'<pattern id="ID" width="{step}" height="{step}" patternUnits="userSpaceOnUse">{holes}</pattern>'
        )

    def weave(self, colour: str) -> str:
        """A cloth of fine slanted threads."""
        return self.define(
            "p",
            '<pattern id="ID" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<path d="M0 6 6 0M-1 1 1 -1M5 7 7 5" stroke="{colour}" stroke-width="1.6"/></pattern>',
        )

    def add(self, markup: str) -> None:
        self.shapes.append(markup)

    @contextmanager
    def group(self, attributes: str) -> Iterator[None]:
        self.add(f"<g {attributes}>")
        yield
        self.add("</g>")

    @contextmanager
    def placed(self, x: float, y: float, scale: float = 1) -> Iterator[None]:
        """Draw with the origin moved to x, y and everything scaled."""
        with self.group(f'transform="translate({n(x)} {n(y)}) scale({scale:.3f})"'):
            yield

    @contextmanager
    def turned(self, degrees: float, x: float = 400, y: float = 400) -> Iterator[None]:
        with self.group(f'transform="rotate({n(degrees)} {n(x)} {n(y)})"'):
            yield

    @contextmanager
    def mirrored(self) -> Iterator[None]:
        with self.group('transform="translate(800 0) scale(-1 1)"'):
            yield

    @contextmanager
    def clipped(self, shape: str) -> Iterator[None]:
        reference = self.define("c", f'<clipPath id="ID">{shape}</clipPath>')
        with self.group(f'clip-path="{reference}"'):
            yield

    def rect(self, x: float, y: float, w: float, h: float, r: float, fill: str, extra: str = "") -> None:
        self.add(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(r)}" fill="{fill}" {extra}/>')

    def circle(self, x: float, y: float, r: float, fill: str, extra: str = "") -> None:
        self.add(f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}" {extra}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, extra: str = "") -> None:
        self.add(f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}" {extra}/>')

    def path(self, outline: str, fill: str, extra: str = "") -> None:
        self.add(f'<path d="{outline}" fill="{fill}" {extra}/>')

    def stroke(self, outline: str, colour: str, width: float, extra: str = "") -> None:
        line = f'stroke="{colour}" stroke-width="{n(width)}" stroke-linecap="round" stroke-linejoin="round"'
        self.path(outline, "none", f"{line} {extra}")

    def shadow(self, x: float, y: float, across: float, down: float = 14, opacity: float = 0.3) -> None:
        self.ellipse(x, y, across, down, INK, f'opacity="{opacity}" filter="{self.blur(down * 0.8)}"')

    def metal(self, finish: str) -> str:
        """The edge of a metal frame: bright rims, a darker face."""
        return self.linear(
            (0, lighter(finish, 0.5)),
            (0.06, darker(finish, 0.1)),
            (0.5, finish),
            (0.94, lighter(finish, 0.12)),
            (1, darker(finish, 0.35)),
        )

    def face(self, finish: str) -> str:
        """A broad surface lit from the upper left."""
        return self.linear((0, lighter(finish, 0.3)), (0.55, finish), (1, darker(finish, 0.22)), across=0.9, down=1)

    def barrel(self, finish: str) -> str:
        """A standing cylinder."""
        return self.linear(
            (0, darker(finish, 0.4)),
            (0.2, lighter(finish, 0.22)),
            (0.55, finish),
            (1, darker(finish, 0.55)),
        )

    def lens(self, x: float, y: float, r: float, ring: str) -> None:
        """A camera lens with coated glass and two reflections."""
        self.circle(x, y, r, BLACK_GLASS, f'stroke="{ring}" stroke-width="{n(max(1.5, r * 0.1))}"')
        self.circle(
            x, y, r * 0.72, self.radial((0, "#3d5878"), (0.55, "#101725"), (1, "#030405"), x=0.38, y=0.32, r=0.75)
        )
        self.circle(x, y, r * 0.34, "#05070a")
        self.ellipse(x - r * 0.26, y - r * 0.3, r * 0.2, r * 0.13, "#fff", 'opacity=".7"')
        self.circle(x + r * 0.3, y + r * 0.32, r * 0.08, "#b69cff", 'opacity=".6"')

    def screen(self, x: float, y: float, w: float, h: float, r: float, seed: int) -> None:
        """A lit screen with an abstract wallpaper; the same seed always gives the same picture."""
        chance = Random(seed)
        ground, cool, warm = WALLPAPERS[seed % len(WALLPAPERS)]
        blur = self.blur(max(w, h) * 0.09)
        with self.clipped(f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(r)}"/>'):
            self.rect(x, y, w, h, r, ground)
            for colour in (cool, warm, cool, lighter(cool, 0.35)):
                cx, cy = x + w * chance.uniform(0.05, 0.95), y + h * chance.uniform(0.15, 0.95)
                rx, ry = w * chance.uniform(0.28, 0.55), h * chance.uniform(0.12, 0.3)
                turn = f'opacity=".85" filter="{blur}" transform="rotate({chance.randint(-50, 50)} {n(cx)} {n(cy)})"'
                self.ellipse(cx, cy, rx, ry, colour, turn)
            glare = self.linear((0, "#ffffff", 0.16), (0.45, "#ffffff", 0.03), (0.46, "#ffffff", 0), down=0.8)
            self.rect(x, y, w, h, r, glare)

    def render(self, title: str) -> str:
        marks = "".join(template.replace("ID", name, 1) for template, name in self.definitions.items())
        view = " ".join(n(edge) for edge in self.view)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{n(self.view[2])}" '
            f'height="{n(self.view[3])}" role="img"><title>{escape(title)}</title>'
            f"<defs>{marks}</defs>{''.join(self.shapes)}</svg>"
        )


def _marks(stops: tuple[tuple[float, str] | tuple[float, str, float], ...]) -> str:
    """Gradient stops as markup; a third value is the opacity."""
    marks = ""
    for offset, colour, *opacity in stops:
        veil = f' stop-opacity="{opacity[0]}"' if opacity else ""
        marks += f'<stop offset="{offset}" stop-color="{colour}"{veil}/>'
    return marks
