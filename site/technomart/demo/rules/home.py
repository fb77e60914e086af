"""Appliances, smart home devices, chargers and cables: watts first."""

from technomart.demo.lines import Line
from technomart.demo.rules.made import Attributes, Made, grams, tenths, volume_cm3, whole

VACUUM_BASE = (9990, 14990, 21990, 29990, 44990, 69990)
AIR_BASE = (2990, 3990, 5990, 11990, 17990, 27990)
KETTLE_BASE = (1490, 1990, 2990, 4490, 6990, 9990)
HUB_BASE = (2990, 2990, 3990, 4990, 6990, 8990)
PLUG_BASE = (990, 990, 1490, 1990, 2490, 2990)
CHARGER_BASE = (990, 990, 1490, 2490, 3990, 5990)
BANK_BASE = (990, 1490, 1990, 2990, 4990, 7990)
CABLE_BASE = (990, 990, 990, 1490, 1990, 2490)
PAD_BASE = (990, 1490, 1990, 2990, 3990, 4990)


def robot_vacuum(line: Line) -> Made:
    step = line.step
    side, height = round(348 * line.size), round(98 - step)
    attributes: Attributes = {
        "power_w": whole(30 + 8 * step),
        "noise_db": whole(70 - 2 * step),
        "appliance": "robot-vacuum",
        "area": whole(60 + 30 * step, 10),
        "volume": tenths(0.3 + 0.03 * step),
        "protocol": "matter" if step >= 4 else "wi-fi",
        "suction": whole(2000 + 1000 * step, 500),
        "run_minutes": whole(70 + 22 * step, 10),
        "app": True,
    }
    return Made(
        attributes,
        base=VACUUM_BASE[step],
        mass_grams=grams(volume_cm3(side, height, side) * 0.33, 100),
        size_mm=(side, height, side),
        features={"tower": int(step >= 3)},
    )


def air(line: Line) -> Made:
    step = line.step
    side, height = round(230 * line.size), round((480 if line.form == "purifier" else 330) * line.size)
    attributes: Attributes = {
        "power_w": whole(18 + 8 * step),
        "noise_db": whole(48 - 3 * step),
        "appliance": line.form,
        "area": whole(15 + 9 * step, 5),
        "protocol": ("none", "none", "wi-fi", "wi-fi", "matter", "matter")[step],
        "energy": ("c", "c", "b", "b", "a", "a")[step],
        "app": step >= 2,
    }
    if line.form == "humidifier":
        attributes["volume"] = tenths(3 + 0.6 * step)
    return Made(
        attributes,
        base=AIR_BASE[step],
        mass_grams=grams(volume_cm3(side, height, side) * 0.17, 10),
        size_mm=(side, height, side),
        features={"mist": int(line.form == "humidifier")},
    )


def kettle(line: Line) -> Made:
    step = line.step
    litres = round(1.7 * line.size, 1)
    width, height, depth = round(228 * line.size**0.5), round(262 * line.size**0.5), round(170 * line.size**0.5)
    attributes: Attributes = {
        "power_w": whole(1500 + 175 * step, 50),
        "noise_db": whole(68 - 2 * step),
        "appliance": "kettle",
        "volume": tenths(litres),
        "protocol": "wi-fi" if step >= 4 else "none",
        "app": step >= 4,
    }
    return Made(
        attributes,
        base=KETTLE_BASE[step],
        mass_grams=grams(520 * litres + 80 * step, 10),
        size_mm=(width, height, depth),
    )


def hub(line: Line) -> Made:
    step = line.step
    side = round(110 * line.size)
    attributes: Attributes = {
        "power_w": whole(3 + step),
        "noise_db": whole(0),
        "appliance": "hub",
        "area": whole(60 + 20 * step, 10),
        "protocol": "matter" if step >= 3 else "zigbee",
        "app": True,
    }
    return Made(attributes, base=HUB_BASE[step], mass_grams=grams(120 + 22 * step, 10), size_mm=(side, 30, side))


def plug(line: Line) -> Made:
    step = line.step
    attributes: Attributes = {
        "power_w": whole(2500 + 240 * step, 10),
        "noise_db": whole(0),
        "appliance": "plug",
        "protocol": ("wi-fi", "zigbee", "zigbee", "matter", "matter", "matter")[step],
        "app": True,
    }
    return Made(attributes, base=PLUG_BASE[step], mass_grams=70 + 10 * step, size_mm=(50, 50, 78))


def charger(line: Line) -> Made:
    step = line.step
    watts = (15, 20, 30, 45, 65, 100)[step]
    ports = 1 + (step >= 3) + (step >= 4)
    side = round((38 + watts * 0.22) * 0.95)
    width, height, depth = side, round(side * 1.25), round(24 + watts * 0.12)
    attributes: Attributes = {
        "watts": whole(watts),
        "connector": "usb-c-a" if ports > 1 else "usb-c",
        "accessory": "charger",
        "ports_count": whole(ports),
        "compatible": "laptop" if watts >= 45 else "tablet" if watts >= 30 else "phone",
        "cable_included": step == 2,
        "wireless_charging": False,
    }
    return Made(
        attributes,
        base=CHARGER_BASE[step],
        mass_grams=round(volume_cm3(width, height, depth) * 1.35),
        size_mm=(width, height, depth),
        features={"ports": ports},
    )


def power_bank(line: Line) -> Made:
    step = line.step
    capacity = (5000, 5000, 10000, 10000, 20000, 27000)[step]
    width, height = round(68 + capacity / 2500), round(104 + capacity / 500)
    depth = round(capacity / width / height * 15.6 + 5)
    watts = (10, 12, 20, 22, 65, 100)[step]
    attributes: Attributes = {
        "watts": whole(watts),
        "connector": "usb-c-a",
        "accessory": "power-bank",
        "ports_count": whole(2 if step < 4 else 3),
        "capacity_mah": whole(capacity),
        "compatible": "laptop" if watts >= 65 else "tablet",
        "cable_included": True,
        "wireless_charging": step == 3,
    }
    return Made(
        attributes,
        base=BANK_BASE[step],
        mass_grams=round(capacity * 0.0178 + 30),
        size_mm=(width, height, depth),
    )


def cable(line: Line) -> Made:
    step = line.step
    watts = (15, 60, 60, 100, 100, 240)[step]
    attributes: Attributes = {
        "watts": whole(watts),
        "connector": "usb-c",
        "accessory": "cable",
        "compatible": "laptop" if watts >= 60 else "phone",
        "cable_included": True,
        "wireless_charging": False,
    }
    return Made(attributes, base=CABLE_BASE[step], mass_grams=18 + 3 * step, size_mm=(96, 96, 10))


def charging_pad(line: Line) -> Made:
    step = line.step
    side = round(100 * line.size)
    attributes: Attributes = {
        "watts": whole((5, 7, 10, 15, 15, 25)[step]),
        "connector": "qi2",
        "accessory": "pad",
        "compatible": "phone",
        "cable_included": True,
        "wireless_charging": True,
    }
    return Made(
        attributes,
        base=PAD_BASE[step],
        mass_grams=round(volume_cm3(side, side, 9) * 1.1),
        size_mm=(side, side, 9),
    )
