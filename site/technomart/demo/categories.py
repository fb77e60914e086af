"""The twelve categories: which attributes they use, which make facets, and which three stand on a card."""

from technomart.demo.specs import CategoryAttributeSpec, CategorySpec
from technomart.demo.typography import typeset_ru

CARD, FACET, PLAIN = "!", "+", ""


def category(
    slug: str, names: tuple[str, str], introductions: tuple[str, str], *, axes: str, attributes: str
) -> CategorySpec:
    """Attributes are codes in order: a leading "!" puts one on the card and among the facets, "+" among the facets."""
    specs = tuple(
        CategoryAttributeSpec(mark.lstrip("!+"), mark[0] in "!+", mark[0] == CARD, position)
        for position, mark in enumerate(attributes.split(), start=1)
    )
    introduction_en, introduction_ru = introductions
    return CategorySpec(slug, *names, introduction_en, typeset_ru(introduction_ru), specs, tuple(axes.split()))


CATEGORIES = (
    category(
        "smartphones",
        ("Smartphones", "Смартфоны"),
        (
            "From a light phone for calls and maps to one that films all day. Compare the screen, the battery and the "
            "mass: those three you feel every hour.",
            "От лёгкого телефона для звонков и карт до камеры на весь день. Сравнивайте экран, аккумулятор и массу: "
            "эти три числа чувствуются каждый час.",
        ),
        axes="memory colour",
        attributes="!diagonal !battery !mass +memory +colour +refresh +camera_mp +sim +protection +charging_w "
        "+wireless_charging ram processor width height depth",
    ),
    category(
        "tablets",
        ("Tablets & readers", "Планшеты и читалки"),
        (
            "Tablets for films, drawing and notes, and e-paper readers that last for weeks. Choose the diagonal first, "
            "then whether 5G is needed away from home.",
            "Планшеты для кино, рисования и заметок, а также читалки с электронной бумагой. Сначала выберите "
            "диагональ, потом решите, нужна ли связь 5G вне дома.",
        ),
        axes="memory link",
        attributes="!diagonal !battery_hours !mass +memory +link +screen_type +pen +refresh +resolution ram processor "
        "ports width height depth",
    ),
    category(
        "laptops",
        ("Laptops", "Ноутбуки"),
        (
            "For lectures, for the office, for editing and for games. Memory cannot be added later, so decide on it "
            "first; then weigh the mass against the hours away from a socket.",
            "Для лекций, офиса, монтажа и игр. В характеристиках каждого указано всё, от чего зависит работа: память, "
            "накопитель, экран и время без розетки.",
        ),
        axes="ram ssd colour",
        attributes="!diagonal !mass_kg !battery_hours +ram +ssd +colour +processor_class +screen_type +graphics +use "
        "+keyboard processor ports width height depth",
    ),
    category(
        "monitors-networks",
        ("Monitors, PC & networks", "Мониторы, ПК и сети"),
        (
            "Screens for a desk and routers for a home. A monitor that charges the laptop takes one cable off the "
            "table; a second router unit takes the dead corner out of the bedroom.",
            "Экраны для стола и роутеры для дома. Монитор с зарядкой по USB-C убирает со стола один провод, второй "
            "модуль роутера — глухой угол в спальне.",
        ),
        axes="screen_size kit",
        attributes="!link_speed !ports_count !power_w +screen_size +kit +resolution +refresh +panel +usb_c_w +wifi "
        "+coverage ports mass_kg width height depth",
    ),
    category(
        "tvs-projectors",
        ("TVs & projectors", "Телевизоры и проекторы"),
        (
            "Measure the distance from the sofa: divided by 1.2 it gives the diagonal for 4K. After that look at the "
            "brightness for a sunny room and at HDMI 2.1 for a console.",
            "Измерьте расстояние от дивана до стены и разделите на 1,2 — получится диагональ для 4K. Дальше важны "
            "яркость для солнечной комнаты и HDMI 2.1 для консоли.",
        ),
        axes="screen_size",
        attributes="!screen_size !refresh !hdmi +panel +resolution +hdmi21 +brightness +energy +wall_mount +smart "
        "power_w ports mass_kg width height depth",
    ),
    category(
        "headphones",
        ("Headphones", "Наушники"),
        (
            "Every pair is listed with the hours it plays, the decibels it takes away and its mass. The rest is a "
            "matter of the ear: ask at a pick-up point to try them on.",
            "Для каждой пары указано, сколько часов она играет, на сколько децибел делает тише и сколько весит. "
            "Остальное решает ухо: в пункте выдачи наушники можно примерить.",
        ),
        axes="colour",
        attributes="!battery_hours !noise_reduction !mass +colour +fit +noise_cancelling +codec +microphones "
        "+protection +wired bluetooth driver quick_minutes width height depth",
    ),
    category(
        "speakers",
        ("Speakers & soundbars", "Колонки и саундбары"),
        (
            "Portable speakers for the lake, home speakers for the shelf and soundbars for under the TV. Watts say how "
            "large a room they fill, hertz how deep the bass goes.",
            "Портативные колонки для озера, домашние для полки и саундбары под телевизор. Ватты говорят, какую комнату "
            "они наполнят, герцы — насколько глубок бас.",
        ),
        axes="colour",
        attributes="!output_w !bass_hz !mass_kg +colour +battery_hours +protection +assistant +multiroom +hdmi_arc "
        "drivers bluetooth ports width height depth",
    ),
    category(
        "watches",
        ("Watches & bands", "Часы и браслеты"),
        (
            "A watch is chosen by the wrist: first the case, then the days between charges. The strap of every model "
            "is changed without tools.",
            "Часы выбирают по запястью: сначала размер корпуса, потом дни между зарядками. Ремешок любой модели "
            "меняется без инструментов.",
        ),
        axes="case_size strap",
        attributes="!diagonal !battery_days !water_atm +case_size +strap +screen_type +gps +payments +pulse +ecg +mass "
        "glass width height depth",
    ),
    category(
        "photo-video",
        ("Photo, video & drones", "Фото, видео и дроны"),
        (
            "Cameras with one lens and with many, action cameras and drones under 250 grams. Kits differ by lenses and "
            "batteries, never by the camera itself.",
            "Камеры с одним объективом и со сменными, экшен-камеры и дроны легче 250 граммов. Комплекты различаются "
            "объективами и батареями, сама камера всегда одна и та же.",
        ),
        axes="camera_kit",
        attributes="!camera_mp !video !mass +camera_kit +sensor +stabilisation +mount +battery_minutes +protection "
        "+diagonal wifi ports width height depth",
    ),
    category(
        "gaming",
        ("Gaming", "Игры"),
        (
            "Consoles, pads, mice and keyboards measured in milliseconds. If you play on several machines, look for "
            "the connection by cable, radio and Bluetooth at once.",
            "Консоли, геймпады, мыши и клавиатуры, измеренные в миллисекундах. Если играете на разных устройствах, "
            "ищите подключение сразу трёх видов.",
        ),
        axes="colour capacity",
        attributes="!latency !connection !mass +colour +capacity +platform +dpi +switches +battery_hours +lighting "
        "bluetooth ports width height depth",
    ),
    category(
        "smart-home",
        ("Smart home & appliances", "Умный дом и техника"),
        (
            "Vacuums, air, kettles and the devices that make them act together. Noise is given at the usual speed, not "
            "at the quietest one.",
            "Пылесосы, воздух, чайники и устройства, которые заставляют их работать вместе. Шум указан на обычной "
            "скорости, а не на самой тихой.",
        ),
        axes="colour",
        attributes="!power_w !noise_db !mass_kg +colour +appliance +area +volume +protocol +energy +suction "
        "+run_minutes +app width height depth",
    ),
    category(
        "power",
        ("Power & accessories", "Питание и аксессуары"),
        (
            "Chargers, power banks and cables with honest watts: the number on the card is what all ports give "
            "together. A laptop needs 65 W, a phone 25.",
            "Зарядные устройства, внешние аккумуляторы и кабели с честными ваттами: на карточке указана мощность всех "
            "портов вместе. Ноутбуку нужно 65 Вт, телефону — 25.",
        ),
        axes="length colour",
        attributes="!watts !connector !mass +length +colour +accessory +ports_count +capacity_mah +compatible "
        "+cable_included +wireless_charging width height depth",
    ),
)

CATEGORY_BY_SLUG = {spec.slug: spec for spec in CATEGORIES}
