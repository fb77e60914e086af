"""The look's promises: every pair of colours is legible, and no colour stands outside the token file."""

import json
import re
from itertools import product

import pytest
from django.conf import settings

ROOT = settings.ROOT
TOKENS = json.loads((ROOT / "theme" / "tokens.json").read_text(encoding="utf-8"))
COLOURS = TOKENS["colours"]
PAIRS = [
    (theme, text, ground, rule["minimum"])
    for rule in TOKENS["contrast"]
    for theme, text, ground in product(("light", "dark"), rule["text"], rule["on"])
]
HEX = re.compile(r"(?<![&\w])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})\b(?!-)")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("theme", "text", "ground", "minimum"), PAIRS)
def test_a_pair_of_tokens_has_the_contrast_that_it_needs(theme, text, ground, minimum):
    measured = contrast(COLOURS[text][theme], COLOURS[ground][theme])

    assert measured >= minimum


@pytest.mark.parametrize(("theme", "ground"), [("light", "surface"), ("dark", "surface"), ("dark", "paper")])
def test_every_series_of_a_chart_is_legible(theme, ground):
    measured = [contrast(colour, COLOURS[ground][theme]) for colour in TOKENS["chart"][theme]]

    assert min(measured) >= 4.5


def test_no_colour_stands_outside_the_token_file():
    sources = [
        *(ROOT / "theme" / "scss").glob("*.scss"),
        *(ROOT / "static" / "js").glob("*.js"),
        *(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in path.parts),
    ]

    found = {
        f"{path.relative_to(ROOT)}: {colour}"
        for path in sources
        for colour in HEX.findall(path.read_text(encoding="utf-8"))
    }

    assert found == set()


def test_the_compiled_style_sheet_knows_no_colour_but_the_tokens():
    allowed = {value.lower() for colour in COLOURS.values() for value in colour.values()}
    # Bootstrap writes a shadow of no size in black, where `none` would cancel the other shadows.
    allowed.add("#000")
    allowed |= {value.lower() for series in TOKENS["chart"].values() for value in series}

    compiled = (ROOT / "static" / "css" / "theme.css").read_text(encoding="utf-8")

    assert {colour.lower() for colour in HEX.findall(compiled)} <= allowed


def test_templates_carry_no_inline_script_or_style():
    inline = re.compile(
        r"""<style\b|\sstyle=|\son(?:click|change|load|submit|input)=|<script(?![^>]*(?:src=|ld\+json))"""
    )
    storefront = [
        path
        for path in (ROOT / "templates").rglob("*.html")
        if not {"mail", "wagtailadmin", "dashboards", "api", "admin"} & set(path.relative_to(ROOT / "templates").parts)
    ]

    found = [str(path.relative_to(ROOT)) for path in storefront if inline.search(path.read_text(encoding="utf-8"))]

    assert found == []
