"""Phones, tablets, readers, watches and bands: things carried all day, where mass follows battery and volume."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, tenths, volume_cm3, whole

MM_IN_INCH = 25.4
PHONE_BASE = (11990, 14990, 22990, 34990, 54990, 82990)
TABLET_BASE = (8990, 11990, 17990, 26990, 42990, 64990)
READER_BASE = (9990, 10990, 12990, 16990, 24990, 32990)
WATCH_BASE = (4990, 6990, 9990, 15990, 24990, 36990)
BAND_BASE = (2490, 2990, 4990, 6990, 8990, 9990)


def phone(line: Line) -> Made:
    step = line.step
    inches = line.size * MM_IN_INCH
    width, height, depth = round(inches * 0.4104 + 4), round(inches * 0.912 + 5), round(8.9 - 0.15 * step, 1)
    volume = volume_cm3(width, height, depth)
    battery = whole(volume * 52, 50)
    attributes: Attributes = {
        "diagonal": tenths(line.size),
        "battery": battery,
        "refresh": whole((60, 60, 90, 120, 120, 144)[step]),
        "camera_mp": whole((12, 16, 32, 48, 50, 64)[step]),
        "sim": ("nano", "dual", "dual", "esim", "esim", "esim")[step],
        "protection": ("IP53", "IP53", "IP54", "IP65", "IP67", "IP68")[step].lower(),
        "charging_w": whole((15, 18, 25, 33, 45, 67)[step]),
        "wireless_charging": step >= 4,
        "ram": ("4", "4", "6", "8", "12", "16")[step],
        "processor": f"T{step}{6 - line.age}",
    }
    return Made(
        attributes,
        base=round(PHONE_BASE[step] * (line.size / 6.5) ** 0.3),
        mass_grams=round(volume * 1.42 + float(battery) * 0.0125),
        size_mm=(width, height, depth),
        features={"lenses": 1 + (step >= 2) + (step >= 4), "layout": len(line.model) % 3},
    )


def tablet(line: Line) -> Made:
    step = line.step
    inches = line.size * MM_IN_INCH
    width, height, depth = round(inches * 0.8 + 14), round(inches * 0.6 + 14), round(7.4 - 0.2 * step, 1)
    volume = volume_cm3(width, height, depth)
    attributes: Attributes = {
        "diagonal": tenths(line.size),
        "battery_hours": whole(volume / (line.size**2) * 4.2 + step / 2),
        "screen_type": ("ips", "ips", "ips", "ips", "oled", "ltpo-oled")[step],
        "refresh": whole((60, 60, 60, 90, 120, 120)[step]),
        "resolution": ("full-hd", "full-hd", "full-hd", "qhd", "qhd", "4k")[step],
        "pen": step >= 3,
        "ram": ("4", "4", "6", "8", "12", "16")[step],
        "processor": f"T{step}{6 - line.age}",
        "ports": "USB-C" if step >= 4 else "USB-C, microSD",
    }
    return Made(
        attributes,
        base=round(TABLET_BASE[step] * (line.size / 11) ** 0.8),
        mass_grams=round(volume * 1.78),
        size_mm=(width, height, depth),
    )


def reader(line: Line) -> Made:
    step = line.step
    inches = line.size * MM_IN_INCH
    width, height, depth = round(inches * 0.62 + 16), round(inches * 0.79 + 20), round(8.6 - 0.3 * step, 1)
    volume = volume_cm3(width, height, depth)
    attributes: Attributes = {
        "diagonal": tenths(line.size),
        "battery_hours": whole(volume * 0.42, 5),
        "screen_type": "e-paper",
        "pen": step >= 4,
        "ram": ("4", "4", "4", "4", "6", "8")[step],
        "processor": f"E{step}{6 - line.age}",
        "ports": "USB-C",
    }
    return Made(
        attributes,
        base=round(READER_BASE[step] * (line.size / 7) ** 0.4),
        mass_grams=round(volume * 1.22),
        size_mm=(width, height, depth),
        features={"paper": 1},
    )


def watch(line: Line) -> Made:
    step = line.step
    width = round(44 * line.size)
    depth = round(13.2 - 0.5 * step, 1)
    attributes: Attributes = {
        "diagonal": tenths(width * 0.0325),
        "battery_days": whole(4 + depth - 8 + (2 if step in (2, 3) else 0)),
        "water_atm": whole((3, 3, 5, 5, 5, 10)[step]),
        "screen_type": ("ips", "ips", "oled", "oled", "ltpo-oled", "ltpo-oled")[step],
        "gps": step >= 2,
        "payments": step >= 3,
        "pulse": True,
        "ecg": step >= 4,
        "glass": ("mineral", "mineral", "mineral", "tempered", "tempered", "sapphire")[step],
    }
    return Made(
        attributes,
        base=WATCH_BASE[step],
        mass_grams=round(volume_cm3(width, width, depth) * 1.5),
        size_mm=(width, width + 3, depth),
        features={"square": int(line.brand == "orvelo"), "button": int(step >= 4)},
    )


def band(line: Line) -> Made:
    step = line.step
    width, height, depth = round(20 * line.size), round(44 * line.size), 10.5
    attributes: Attributes = {
        "diagonal": tenths(1.1 + 0.1 * step),
        "battery_days": whole(16 - step),
        "water_atm": whole(5),
        "screen_type": "oled" if step >= 2 else "ips",
        "gps": step >= 3,
        "payments": step >= 4,
        "pulse": True,
        "ecg": False,
        "glass": "tempered" if step >= 2 else "mineral",
    }
    return Made(
        attributes,
        base=BAND_BASE[step],
        mass_grams=round(volume_cm3(width, height, depth) * 1.9),
        size_mm=(width, height, depth),
        features={"band": 1},
    )
