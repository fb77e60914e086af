"""Consoles, pads, mice and keyboards, measured in milliseconds."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, grams, volume_cm3, whole

CONSOLE_BASE = (19990, 24990, 29990, 39990, 49990, 59990)
PAD_BASE = (1990, 2490, 3490, 4990, 7490, 11990)
MOUSE_BASE = (1990, 2490, 3490, 4990, 7990, 10990)
KEYBOARD_BASE = (2990, 3990, 5990, 8990, 12990, 17990)
LINKS = ("wired", "wired", "bluetooth", "radio", "three", "three")


def console(line: Line) -> Made:
    step = line.step
    width, height, depth = round(176 * line.size), round(250 * line.size), round(176 * line.size)
    attributes: Attributes = {
        "latency": whole(14 - 2 * step),
        "connection": "three",
        "platform": "own",
        "lighting": step >= 4,
        "bluetooth": "5.4",
        "ports": "HDMI, 2 × USB-C, USB-A, LAN",
    }
    return Made(
        attributes,
        base=CONSOLE_BASE[step],
        mass_grams=grams(volume_cm3(width, height, depth) * 0.6, 10),
        size_mm=(width, height, depth),
    )


def pad(line: Line) -> Made:
    step = line.step
    width, height, depth = round(152 * line.size), round(102 * line.size), round(60 * line.size)
    attributes: Attributes = {
        "latency": whole(9 - step),
        "connection": LINKS[step],
        "platform": "any" if step >= 4 or step == 2 else "pc-console",
        "lighting": step >= 4,
        "battery_hours": whole(12 + 5 * step),
        "bluetooth": "5.3",
        "ports": "USB-C",
    }
    return Made(
        attributes,
        base=PAD_BASE[step],
        mass_grams=round(180 * line.size + 16 * step),
        size_mm=(width, height, depth),
    )


def mouse(line: Line) -> Made:
    step = line.step
    width, height, depth = round(63 * line.size), round(122 * line.size), round(39 * line.size)
    attributes: Attributes = {
        "latency": whole(6 - step),
        "connection": LINKS[step],
        "platform": "pc-console",
        "dpi": whole((1600, 3200, 6400, 12000, 18000, 26000)[step]),
        "switches": "optical" if step >= 3 else "tactile",
        "lighting": step >= 3,
        "battery_hours": whole(30 + 15 * step),
        "bluetooth": "5.3",
        "ports": "USB-C",
    }
    return Made(
        attributes,
        base=MOUSE_BASE[step],
        mass_grams=round(108 - 10 * step),
        size_mm=(width, height, depth),
    )


def keyboard(line: Line) -> Made:
    step = line.step
    width, height, depth = round(356 * line.size), round(132 * line.size), 34
    attributes: Attributes = {
        "latency": whole(8 - step),
        "connection": LINKS[step],
        "platform": "pc-console",
        "switches": ("tactile", "tactile", "linear", "linear", "hall", "hall")[step],
        "lighting": step >= 2,
        "battery_hours": whole(40 + 20 * step),
        "bluetooth": "5.3",
        "ports": "USB-C",
    }
    return Made(
        attributes,
        base=KEYBOARD_BASE[step],
        mass_grams=grams(volume_cm3(width, height, depth) * 0.5, 10),
        size_mm=(width, height, depth),
    )
