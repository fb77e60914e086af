"""Laptops, monitors and routers: the battery follows the body, the ports and the watts follow the class."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, grams, tenths, volume_cm3, whole

MM_IN_INCH = 25.4
LAPTOP_BASE = (29990, 36990, 46990, 68990, 99990, 149990)
GAMING_LAPTOP_BASE = (49990, 59990, 79990, 104990, 129990, 159990)
MONITOR_BASE = (8990, 12990, 19990, 29990, 44990, 64990)
ROUTER_BASE = (2990, 3990, 5990, 8990, 14990, 21990)


def laptop(line: Line) -> Made:
    step, gaming = line.step, line.form == "gaming-laptop"
    inches = line.size * MM_IN_INCH
    thick = 25 - step * 0.4 if gaming else 19.5 - step * 1.1
    width, height, depth = round(inches * 0.848 + 10), round(inches * 0.53 + 20), round(thick, 1)
    volume = volume_cm3(width, height, depth)
    attributes: Attributes = {
        "diagonal": tenths(line.size),
        "battery_hours": whole(4 + step / 2 if gaming else volume / line.size / 10 + 1.4 * step),
        "processor_class": (
            "performance"
            if gaming or step == 5
            else ("efficient", "efficient", "efficient", "mainstream", "mainstream")[step]
        ),
        "processor": f"{'G' if gaming else 'T'}{step}{6 - line.age}-{8 + 2 * step}C",
        "screen_type": ("ips", "ips", "ips", "ips", "oled", "mini-led")[step],
        "graphics": ("discrete-6", "discrete-6", "discrete-6", "discrete-8", "discrete-8", "discrete-12")[step]
        if gaming
        else ("discrete-8" if step == 5 else "integrated"),
        "use": "games" if gaming else ("study", "study", "study", "office", "office", "video")[step],
        "keyboard": "en-ru-lit" if gaming or step >= 3 else "en-ru",
        "ports": "2 × USB-C, 2 × USB-A, HDMI, LAN"
        if gaming
        else ("2 × USB-C, USB-A, HDMI" if step < 4 else "3 × USB-C, HDMI"),
    }
    return Made(
        attributes,
        base=round((GAMING_LAPTOP_BASE if gaming else LAPTOP_BASE)[step] * (line.size / 15) ** 0.25),
        mass_grams=grams(volume * (1.16 + 0.06 * step), 10),
        size_mm=(width, height, depth),
        features={"lit": int(gaming)},
    )


def monitor(line: Line) -> Made:
    step, gaming = line.step, line.form == "gaming-monitor"
    size = float(line.options["screen_size"][-1])
    inches, wide = size * MM_IN_INCH, size == 34
    width = round(inches * (0.919 if wide else 0.872) + 12)
    height = round(inches * (0.394 if wide else 0.49) + 22)
    ports = 3 + (step >= 3) * 2
    attributes: Attributes = {
        "link_speed": whole(40 if step >= 4 else 32 if step == 3 else 18),
        "ports_count": whole(ports),
        "power_w": whole(size * (1 + step * 0.25) + (90 if step >= 3 else 0), 5),
        "resolution": "uwqhd" if wide else ("full-hd", "full-hd", "full-hd", "qhd", "4k", "4k")[step],
        "refresh": whole((144, 144, 165, 180, 240, 240)[step] if gaming else (60, 75, 75, 100, 100, 120)[step]),
        "panel": ("va", "va", "ips", "ips", "oled", "oled")[step]
        if gaming
        else ("ips", "ips", "ips", "ips", "ips", "mini-led")[step],
        "usb_c_w": whole(90 if step >= 4 else 65) if step >= 3 else whole(0),
        "ports": "2 × HDMI, DisplayPort" if step < 3 else "2 × HDMI, DisplayPort, USB-C, USB-A",
    }
    return Made(
        attributes,
        base=round(MONITOR_BASE[step] * (1.15 if gaming else 1)),
        mass_grams=grams(size * 170 + 900, 100),
        size_mm=(width, height, 48),
        features={"wide": int(wide), "lit": int(gaming)},
    )


def router(line: Line) -> Made:
    step = line.step
    side, height = round(112 * line.size), round(120 * line.size)
    attributes: Attributes = {
        "link_speed": (whole(1), whole(1), whole(1), tenths(2.5), tenths(2.5), whole(10))[step],
        "ports_count": whole(2 + (step + 1) // 2),
        "power_w": whole(8 + 3 * step),
        "wifi": ("wifi5", "wifi5", "wifi6", "wifi6e", "wifi6e", "wifi7")[step],
        "coverage": whole(55 + 13 * step, 5),
        "ports": f"{2 + (step + 1) // 2} × LAN" if step < 5 else "1 × LAN 10G, 4 × LAN 2.5G",
    }
    return Made(
        attributes,
        base=ROUTER_BASE[step],
        mass_grams=grams(volume_cm3(side, height, side) * 0.36, 10),
        size_mm=(side, height, side),
    )
