"""The rules that turn a model line into numbers: one function for each form of product."""

from collections.abc import Callable

from technomart.demo.lines import Line
from technomart.demo.rules import computers, home, leisure, mobile, picture, sound
from technomart.demo.rules.made import Made

RULES: dict[str, Callable[[Line], Made]] = {
    "phone": mobile.phone,
    "tablet": mobile.tablet,
    "reader": mobile.reader,
    "watch": mobile.watch,
    "band": mobile.band,
    "laptop": computers.laptop,
    "gaming-laptop": computers.laptop,
    "monitor": computers.monitor,
    "gaming-monitor": computers.monitor,
    "router": computers.router,
    "tv": picture.tv,
    "projector": picture.projector,
    "camera": picture.camera,
    "compact": picture.camera,
    "action-camera": picture.action_camera,
    "drone": picture.drone,
    "over-ear": sound.over_ear,
    "earbuds": sound.earbuds,
    "speaker": sound.speaker,
    "home-speaker": sound.speaker,
    "soundbar": sound.soundbar,
    "console": leisure.console,
    "pad": leisure.pad,
    "mouse": leisure.mouse,
    "keyboard": leisure.keyboard,
    "robot-vacuum": home.robot_vacuum,
    "purifier": home.air,
    "humidifier": home.air,
    "kettle": home.kettle,
    "hub": home.hub,
    "plug": home.plug,
    "charger": home.charger,
    "power-bank": home.power_bank,
    "cable": home.cable,
    "charging-pad": home.charging_pad,
}


def make(line: Line) -> Made:
    return RULES[line.form](line)
