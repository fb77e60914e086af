"""The words of the demo shop, by form of product."""

from technomart.demo.vocabulary import computers, home, leisure, mobile, picture, sound
from technomart.demo.vocabulary.vocabulary import Vocabulary

VOCABULARIES: dict[str, Vocabulary] = {
    "phone": mobile.PHONE,
    "tablet": mobile.TABLET,
    "reader": mobile.READER,
    "watch": mobile.WATCH,
    "band": mobile.BAND,
    "laptop": computers.LAPTOP,
    "gaming-laptop": computers.GAMING_LAPTOP,
    "monitor": computers.MONITOR,
    "gaming-monitor": computers.GAMING_MONITOR,
    "router": computers.ROUTER,
    "tv": picture.TV,
    "projector": picture.PROJECTOR,
    "camera": picture.CAMERA,
    "compact": picture.CAMERA,
    "action-camera": picture.ACTION_CAMERA,
    "drone": picture.DRONE,
    "over-ear": sound.OVER_EAR,
    "earbuds": sound.EARBUDS,
    "speaker": sound.SPEAKER,
    "home-speaker": sound.HOME_SPEAKER,
    "soundbar": sound.SOUNDBAR,
    "console": leisure.CONSOLE,
    "pad": leisure.PAD,
    "mouse": leisure.MOUSE,
    "keyboard": leisure.KEYBOARD,
    "robot-vacuum": home.ROBOT_VACUUM,
    "purifier": home.PURIFIER,
    "humidifier": home.HUMIDIFIER,
    "kettle": home.KETTLE,
    "hub": home.HUB,
    "plug": home.PLUG,
    "charger": home.CHARGER,
    "power-bank": home.POWER_BANK,
    "cable": home.CABLE,
    "charging-pad": home.CHARGING_PAD,
}

__all__ = ["VOCABULARIES", "Vocabulary"]
