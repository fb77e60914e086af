"""Figures and labels as outlines, because a picture cannot use the fonts of the page around it.

The glyphs in glyphs.json are from Onest, weight 500 (SIL Open Font License 1.1): advance and path, 1,000 to the em.
"""

import json
from functools import cache
from pathlib import Path

from technomart.demo.drawings.canvas import INK, Svg, n

EM = 1000


@cache
def _glyphs() -> dict[str, tuple[int, str]]:
    text = Path(__file__).with_name("glyphs.json").read_text(encoding="utf-8")
    return {letter: (advance, outline) for letter, (advance, outline) in json.loads(text).items()}


def width_of(text: str, size: float) -> float:
    return sum(_glyphs()[letter][0] for letter in text) * size / EM


def letters(
    svg: Svg, text: str, x: float, y: float, *, size: float = 22, colour: str = INK, anchor: float = 0.5
) -> None:
    """Write with the baseline at y; the anchor is the share of the text that lies left of x."""
    pen = 0
    with svg.group(
        f'transform="translate({n(x - width_of(text, size) * anchor)} {n(y)}) scale({size / EM:.4f})" fill="{colour}"'
    ):
        for letter in text:
            advance, outline = _glyphs()[letter]
            if outline:
                svg.add(f'<path transform="translate({pen} 0)" d="{outline}"/>')
            pen += advance
