"""TVs, projectors, cameras and drones: everything that shows or takes a picture."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, grams, volume_cm3, whole

MM_IN_INCH = 25.4
TV_BASE = (24990, 27990, 36990, 52990, 79990, 134990)
PROJECTOR_BASE = (39990, 49990, 69990, 99990, 149990, 199990)
CAMERA_BASE = (19990, 27990, 39990, 54990, 84990, 134990)
ACTION_BASE = (9990, 11990, 16990, 22990, 29990, 36990)
DRONE_BASE = (19990, 24990, 34990, 49990, 64990, 89990)


def tv(line: Line) -> Made:
    step = line.step
    size = float(line.options["screen_size"][0])
    inches = size * MM_IN_INCH
    width, height = round(inches * 0.872 + 8), round(inches * 0.49 + 18)
    hdmi = 2 + (step >= 2) + (step >= 4)
    attributes: Attributes = {
        "refresh": whole((60, 60, 60, 60, 120, 144)[step]),
        "hdmi": whole(hdmi),
        "hdmi21": whole((0, 0, 0, 1, 2, 4)[step]),
        "panel": ("va", "va", "va", "qled", "mini-led", "oled")[step],
        "resolution": "full-hd" if size <= 32 else "4k",
        "brightness": whole((220, 250, 300, 450, 900, 1300)[step]),
        "energy": ("G", "G", "F", "F", "F", "E")[step].lower(),
        "wall_mount": "200x200" if size < 50 else "300x200" if size < 65 else "400x300",
        "smart": step >= 1,
        "power_w": whole(size * (1.4 + step * 0.3), 5),
        "ports": f"{hdmi} × HDMI, {1 + (step >= 2)} × USB-A, LAN",
    }
    return Made(
        attributes,
        base=TV_BASE[step],
        mass_grams=grams(size**1.75 * 8.6, 100),
        size_mm=(width, height, round(78 - 8 * step)),
        features={"stand": step >= 4},
    )


def projector(line: Line) -> Made:
    step = line.step
    width, height, depth = 330, 110, 300
    attributes: Attributes = {
        "refresh": whole(60),
        "hdmi": whole(2),
        "hdmi21": whole(int(step >= 4)),
        "panel": "laser",
        "resolution": "4k" if step >= 3 else "full-hd",
        "brightness": whole(150 + 40 * step),
        "energy": "g",
        "wall_mount": "none",
        "smart": True,
        "power_w": whole(90 + 30 * step),
        "ports": "2 × HDMI, USB-A, LAN",
    }
    return Made(
        attributes,
        base=PROJECTOR_BASE[step],
        mass_grams=grams(volume_cm3(width, height, depth) * 0.42, 100),
        size_mm=(width, height, depth),
    )


def camera(line: Line) -> Made:
    step, compact = line.step, line.form == "compact"
    width, height, depth = round(134 * line.size), round(92 * line.size), round((66 if not compact else 48) * line.size)
    attributes: Attributes = {
        "camera_mp": whole((16, 20, 20, 24, 26, 45)[step]),
        "video": ("1080p60", "4k30", "4k30", "4k60", "4k60", "6k30")[step],
        "sensor": "one-inch" if compact else "full-frame" if step >= 5 else "aps-c",
        "stabilisation": step >= 3,
        "mount": "fixed" if compact else "fm",
        "battery_minutes": whole(60 + 15 * step, 5),
        "protection": "ip53" if step >= 4 else "none",
        "diagonal": whole(3),
        "wifi": "wifi6" if step >= 4 else "wifi5",
        "ports": "USB-C, HDMI" if step >= 4 else "USB-C",
    }
    return Made(
        attributes,
        base=CAMERA_BASE[step],
        mass_grams=round(volume_cm3(width, height, depth) * 0.78),
        size_mm=(width, height, depth),
        features={"compact": int(compact), "finder": int(step >= 4)},
    )


def action_camera(line: Line) -> Made:
    step = line.step
    width, height, depth = round(70 * line.size), round(50 * line.size), round(34 * line.size)
    attributes: Attributes = {
        "camera_mp": whole((8, 12, 12, 20, 27, 27)[step]),
        "video": ("1080p60", "1080p60", "4k30", "4k60", "4k120", "4k120")[step],
        "sensor": "small",
        "stabilisation": step >= 2,
        "mount": "fixed",
        "battery_minutes": whole(70 + 10 * step, 5),
        "protection": "ip68",
        "diagonal": whole(2),
        "wifi": "wifi6" if step >= 4 else "wifi5",
        "ports": "USB-C",
    }
    return Made(
        attributes,
        base=ACTION_BASE[step],
        mass_grams=round(volume_cm3(width, height, depth) * 1.22),
        size_mm=(width, height, depth),
    )


def drone(line: Line) -> Made:
    """Every drone stays under 250 grams, so the battery, not the mass, grows with the class."""
    step = line.step
    width, height, depth = round(150 * line.size), round(64 * line.size), round(180 * line.size)
    attributes: Attributes = {
        "camera_mp": whole((12, 12, 12, 20, 48, 48)[step]),
        "video": ("1080p60", "1080p60", "4k30", "4k30", "4k60", "4k60")[step],
        "sensor": "one-inch" if step >= 4 else "small",
        "stabilisation": True,
        "mount": "fixed",
        "battery_minutes": whole(20 + 3.5 * step),
        "protection": "none",
        "wifi": "wifi6" if step >= 4 else "wifi5",
        "ports": "USB-C, microSD",
    }
    return Made(
        attributes,
        base=DRONE_BASE[step],
        mass_grams=min(249, round(170 * line.size + 18 * step)),
        size_mm=(width, height, depth),
    )
