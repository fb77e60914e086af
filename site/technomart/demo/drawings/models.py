"""Which functions draw which form of product: the first picture, and the second."""

from collections.abc import Callable

from technomart.demo.drawings import computers, gaming, home, mobile, picture, power, sound
from technomart.demo.drawings.canvas import Svg
from technomart.demo.specs import DrawingSpec

Draw = Callable[[Svg, DrawingSpec, str], None]


def closeup(whole: Draw, x: float, y: float, size: float) -> Draw:
    """The same drawing from nearby: the square that is seen has this corner and side."""

    def draw(svg: Svg, spec: DrawingSpec, finish: str) -> None:
        svg.view = (x, y, size, size)
        whole(svg, spec, finish)

    return draw


MODELS: dict[str, tuple[Draw, Draw]] = {
    "phone": (mobile.phone, mobile.phone_side),
    "tablet": (mobile.tablet, closeup(mobile.tablet, 60, 130, 460)),
    "reader": (mobile.tablet, closeup(mobile.tablet, 250, 100, 400)),
    "watch": (mobile.watch, closeup(mobile.watch, 200, 200, 400)),
    "band": (mobile.band, closeup(mobile.band, 240, 210, 360)),
    "laptop": (computers.laptop, computers.laptop_side),
    "gaming-laptop": (computers.laptop, computers.laptop_side),
    "monitor": (computers.monitor, computers.monitor_side),
    "gaming-monitor": (computers.monitor, computers.monitor_side),
    "router": (computers.router, computers.router_side),
    "tv": (picture.tv, picture.tv_side),
    "projector": (picture.projector, closeup(picture.projector, 330, 280, 340)),
    "camera": (picture.camera, picture.camera_side),
    "compact": (picture.camera, picture.camera_side),
    "action-camera": (picture.action_camera, closeup(picture.action_camera, 360, 190, 300)),
    "drone": (picture.drone, closeup(picture.drone, 220, 320, 360)),
    "over-ear": (sound.over_ear, sound.over_ear_side),
    "earbuds": (sound.earbuds, sound.earbuds_side),
    "speaker": (sound.speaker, closeup(sound.speaker, 200, 150, 400)),
    "home-speaker": (sound.speaker, sound.speaker_side),
    "soundbar": (sound.soundbar, sound.soundbar_side),
    "console": (gaming.console, gaming.console_side),
    "pad": (gaming.pad, gaming.pad_side),
    "mouse": (gaming.mouse, closeup(gaming.mouse, 240, 110, 320)),
    "keyboard": (gaming.keyboard, gaming.keyboard_side),
    "robot-vacuum": (home.robot_vacuum, home.robot_vacuum_side),
    "purifier": (home.air, home.air_side),
    "humidifier": (home.air, closeup(home.air, 200, 100, 420)),
    "kettle": (home.kettle, home.kettle_side),
    "hub": (home.hub, closeup(home.hub, 200, 270, 400)),
    "plug": (home.plug, home.plug_side),
    "charger": (power.charger, power.charger_side),
    "power-bank": (power.power_bank, closeup(power.power_bank, 220, 320, 380)),
    "cable": (power.cable, power.cable_side),
    "charging-pad": (power.charging_pad, power.charging_pad_side),
}
# What stands for a product that comes in one finish only.
USUAL_FINISH = {
    "phone": "#6f8599",
    "tablet": "#8d979c",
    "laptop": "#b9bdbf",
    "gaming-laptop": "#3a3f42",
    "monitor": "#8f979b",
    "gaming-monitor": "#3a3f42",
    "router": "#e1e3df",
    "camera": "#2c3033",
    "compact": "#c3c7c6",
    "action-camera": "#3b4245",
    "drone": "#b9c0c0",
    "projector": "#dfe1de",
    "watch": "#2f3d36",
    "band": "#3c5a52",
}


def finish_of(spec: DrawingSpec) -> str:
    return spec.finish or USUAL_FINISH.get(spec.model, "#5f686b")
