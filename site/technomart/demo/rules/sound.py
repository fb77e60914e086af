"""Headphones, speakers and soundbars: hours follow the mass, bass follows the volume."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, grams, volume_cm3, whole

OVER_EAR_BASE = (2990, 3990, 6990, 12990, 19990, 32990)
EARBUDS_BASE = (1490, 1990, 4990, 8990, 13990, 19990)
SPEAKER_BASE = (2490, 2990, 4990, 8990, 15990, 26990)
SOUNDBAR_BASE = (8990, 12990, 17990, 27990, 44990, 64990)
CODECS = ("sbc", "sbc", "aac", "aac", "ldac", "ldac")


def over_ear(line: Line) -> Made:
    step = line.step
    width, height, depth = round(168 * line.size), round(192 * line.size), round(80 * line.size)
    cancelling = step >= 3
    attributes: Attributes = {
        "battery_hours": whole(24 + 6 * step - (4 if cancelling else 0)),
        "noise_reduction": whole((10, 11, 13, 28, 36, 42)[step]),
        "fit": "over-ear" if step >= 2 else "on-ear",
        "noise_cancelling": cancelling,
        "codec": CODECS[step],
        "microphones": whole((1, 1, 2, 4, 6, 8)[step]),
        "protection": "ipx4" if line.brand == "bregova" else "none",
        "wired": step >= 2,
        "bluetooth": "5.4" if step >= 4 else "5.3",
        "driver": whole(40),
        "quick_minutes": whole(14 - 2 * step),
    }
    return Made(
        attributes,
        base=OVER_EAR_BASE[step],
        mass_grams=round(150 + 20 * step * line.size + 25 * (line.size - 1)),
        size_mm=(width, height, depth),
        features={"round": len(line.model) % 2},
    )


def earbuds(line: Line) -> Made:
    step = line.step
    width, height, depth = round(62 * line.size), round(48 * line.size), round(26 * line.size)
    cancelling = step >= 3
    attributes: Attributes = {
        "battery_hours": whole(5 + step * 0.9 - (1 if cancelling else 0)),
        "noise_reduction": whole((6, 8, 10, 24, 32, 38)[step]),
        "fit": "in-ear" if step >= 2 else "open",
        "noise_cancelling": cancelling,
        "codec": ("sbc", "sbc", "aac", "aac", "lc3", "lc3")[step],
        "microphones": whole((2, 2, 2, 4, 6, 6)[step]),
        "protection": "ip65" if line.brand == "bregova" else "ipx4",
        "wired": False,
        "bluetooth": "5.4" if step >= 4 else "5.3",
        "driver": whole(10 if step >= 3 else 8),
        "quick_minutes": whole(25 - 2 * step),
    }
    return Made(
        attributes,
        base=EARBUDS_BASE[step],
        mass_grams=round(volume_cm3(width, height, depth) * 0.62 + step),
        size_mm=(width, height, depth),
    )


def speaker(line: Line) -> Made:
    step, portable = line.step, line.form == "speaker"
    width, height = round((96 if portable else 140) * line.size), round((190 if portable else 210) * line.size)
    volume = volume_cm3(width, height, width)
    attributes: Attributes = {
        "output_w": whole(volume / 75 + 5 * step, 5) if volume > 700 else whole(volume / 60 + 2 * step),
        "bass_hz": whole(105 - 12 * step - volume / 160, 5),
        "protection": ("ip67" if step >= 2 else "ipx4") if portable else "none",
        "assistant": not portable and step >= 3,
        "multiroom": step >= 4,
        "hdmi_arc": False,
        "drivers": whole(1 + step // 2),
        "bluetooth": "5.3",
        "ports": "USB-C" if portable else "USB-C, AUX",
    }
    if portable:
        attributes["battery_hours"] = whole(8 + 2.4 * step + volume / 500)
    return Made(
        attributes,
        base=round(SPEAKER_BASE[step] * line.size),
        mass_grams=grams(volume * (0.52 if portable else 0.72), 10),
        size_mm=(width, height, width),
        features={"home": int(not portable)},
    )


def soundbar(line: Line) -> Made:
    step = line.step
    width, height, depth = round(900 * line.size), 64, 102
    volume = volume_cm3(width, height, depth)
    attributes: Attributes = {
        "output_w": whole(volume / 60 + 40 * step, 10),
        "bass_hz": whole(80 - 7 * step, 5),
        "protection": "none",
        "assistant": step >= 4,
        "multiroom": step >= 4,
        "hdmi_arc": True,
        "drivers": whole(2 + 2 * step),
        "bluetooth": "5.3",
        "ports": "HDMI eARC, USB-A" if step >= 4 else "HDMI ARC, AUX",
    }
    return Made(
        attributes,
        base=SOUNDBAR_BASE[step],
        mass_grams=grams(volume * 0.62, 10),
        size_mm=(width, height, depth),
    )
