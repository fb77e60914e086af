"""Pictures of the demo shop, drawn by code: products, categories, the home page and the covers of guides."""

from technomart.demo.choices import STRAP_SWATCHES, SWATCHES
from technomart.demo.drawings.box import box
from technomart.demo.drawings.canvas import SIZE, Svg
from technomart.demo.drawings.models import MODELS, finish_of
from technomart.demo.drawings.scale import scale
from technomart.demo.drawings.scenes import category_tile, guide_cover, home_hero
from technomart.demo.specs import PictureRole, ProductSpec, VariantSpec

__all__ = ["HEIGHT", "WIDTH", "category_tile", "draw", "finish_for", "guide_cover", "home_hero", "picture_title"]

WIDTH = HEIGHT = SIZE
TITLES = {
    "en": {
        "hero": "{name}",
        "side": "{name}, second view",
        "scale": "{name}: size beside a bank card",
        "box": "{name}: what is in the box",
    },
    "ru": {
        "hero": "{name}",
        "side": "{name}, другой ракурс",
        "scale": "{name}: размер рядом с банковской картой",
        "box": "{name}: что в коробке",
    },
}


def draw(product: ProductSpec, role: PictureRole, language: str = "", finish: str = "") -> str:
    """One picture of a product as SVG.

    The finish is #rrggbb; without it the first colour is drawn. Without a language the picture has no words.
    """
    svg, spec = Svg(), product.drawing
    colour = finish or finish_of(spec)
    if role == "scale":
        scale(svg, spec, language)
    elif role == "box":
        box(svg, spec, colour, product.box_en)
    else:
        MODELS[spec.model][0 if role == "hero" else 1](svg, spec, colour)
    return svg.render(picture_title(product, role, language) if language else product.model)


def picture_title(product: ProductSpec, role: PictureRole, language: str) -> str:
    """The alternative text of a picture."""
    name = product.name_en if language == "en" else product.name_ru
    return TITLES[language][role].format(name=name.split(",")[0])


def finish_for(variant: VariantSpec) -> str:
    """The colour in which a variant is drawn, or nothing when its options do not change how it looks."""
    options = variant.options
    return SWATCHES.get(options.get("colour", ""), "") or STRAP_SWATCHES.get(options.get("strap", ""), "")
