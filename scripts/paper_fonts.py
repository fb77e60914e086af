"""Makes the fonts of invoices (shop/papers/fonts) from the store's own: two weights, all European scripts in one file.

Run it with ``uv run --with 'fonttools[woff]' scripts/paper_fonts.py`` after ``npm ci`` in theme/.
"""

import tempfile
from pathlib import Path

from fontTools import merge
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "theme/node_modules/@fontsource-variable/onest/files"
TARGET = ROOT / "shop/papers/fonts"
SCRIPTS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext")
WEIGHTS = {"regular": 400, "bold": 700}
# PDF places glyphs one by one: nothing reads rules for their combination.
NOT_NEEDED = ("GSUB", "GPOS", "GDEF", "STAT", "DSIG")


def main() -> None:
    for name, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = [_part(script, weight, Path(folder)) for script in SCRIPTS]
            font = merge.Merger().merge([str(part) for part in parts])
        # The same input gives the same file.
        font["head"].created = font["head"].modified = 3_786_912_000
        font.recalcTimestamp = False
        font.save(TARGET / f"onest-{name}.ttf")


def _part(script: str, weight: int, folder: Path) -> Path:
    font = TTFont(SOURCE / f"onest-{script}-wght-normal.woff2", recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    for table in NOT_NEEDED:
        if table in font:
            del font[table]
    font.flavor = None
    path = folder / f"{script}.ttf"
    font.save(path)
    return path


if __name__ == "__main__":
    main()
