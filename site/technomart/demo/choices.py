"""The closed lists that choice attributes pick from: colours with swatches, memory, panels, protection and others."""

from technomart.demo.specs import ChoiceSpec


def same(*values: str) -> tuple[ChoiceSpec, ...]:
    """Choices whose label is written alike in both languages; the value is the label in lower case."""
    return tuple(ChoiceSpec(label.lower().replace(" ", "-"), label, label) for label in values)


def measured(unit_en: str, unit_ru: str, *amounts: int) -> tuple[ChoiceSpec, ...]:
    """Choices that are an amount and its unit, parted by a no-break space."""
    return tuple(ChoiceSpec(str(n), f"{n}\u00a0{unit_en}", f"{n}\u00a0{unit_ru}") for n in amounts)


COLOURS = tuple(
    ChoiceSpec(*row)
    for row in (
        ("graphite", "Graphite", "Графит", "#33383b"),
        ("night", "Night", "Ночь", "#1d2430"),
        ("snow", "Snow", "Снег", "#e4e6e3"),
        ("fog", "Fog", "Туман", "#9aa6ad"),
        ("rain", "Rain", "Дождь", "#5f7d95"),
        ("thunder", "Thunder", "Гроза", "#4a4763"),
        ("moss", "Moss", "Мох", "#55684f"),
        ("dawn", "Dawn", "Рассвет", "#d8a48f"),
        ("sand", "Sand", "Песок", "#c9b79c"),
        ("frost", "Frost", "Иней", "#bcd3d8"),
        ("plum", "Plum", "Слива", "#6d4058"),
        ("brick", "Brick", "Кирпич", "#b4512f"),
        ("pine", "Pine", "Сосна", "#2f5d53"),
        ("steel", "Steel", "Сталь", "#b3b9bb"),
        ("cream", "Cream", "Сливки", "#e9dfc8"),
        ("cherry", "Cherry", "Вишня", "#8e2335"),
        ("sky", "Sky", "Небо", "#7fa9c9"),
        ("sun", "Sun", "Солнце", "#e0b13c"),
    )
)
SWATCHES = {choice.value: choice.swatch or "" for choice in COLOURS}

MEMORY = (
    *measured("GB", "ГБ", 32, 64, 128, 256, 512),
    ChoiceSpec("1024", "1\u00a0TB", "1\u00a0ТБ"),
)
SSD = (
    *measured("GB", "ГБ", 256, 512),
    ChoiceSpec("1024", "1\u00a0TB", "1\u00a0ТБ"),
    ChoiceSpec("2048", "2\u00a0TB", "2\u00a0ТБ"),
)
RAM = measured("GB", "ГБ", 4, 6, 8, 12, 16, 24, 32, 64)
SCREEN_SIZES = tuple(ChoiceSpec(str(n), f'{n}"', f'{n}"') for n in (24, 27, 32, 34, 43, 50, 55, 65, 75, 85, 100))
CASE_SIZES = measured("mm", "мм", 38, 40, 42, 44, 46)
LENGTHS = (
    ChoiceSpec("0.5", "0.5\u00a0m", "0,5\u00a0м"),
    ChoiceSpec("1", "1\u00a0m", "1\u00a0м"),
    ChoiceSpec("2", "2\u00a0m", "2\u00a0м"),
    ChoiceSpec("3", "3\u00a0m", "3\u00a0м"),
)
STRAPS = (
    ChoiceSpec("silicone", "Silicone", "Силикон", "#2f3d36"),
    ChoiceSpec("textile", "Woven textile", "Плетёный текстиль", "#4b5563"),
    ChoiceSpec("leather", "Leather", "Кожа", "#5b3a2a"),
    ChoiceSpec("steel", "Steel links", "Стальные звенья", "#a9adaf"),
)
STRAP_SWATCHES = {choice.value: choice.swatch or "" for choice in STRAPS}

LINKS = (
    ChoiceSpec("wifi", "Wi-Fi", "Wi-Fi"),
    ChoiceSpec("5g", "Wi-Fi and 5G", "Wi-Fi и 5G"),
)
KITS = (
    ChoiceSpec("1", "1 unit", "1 модуль"),
    ChoiceSpec("2", "2 units", "2 модуля"),
    ChoiceSpec("3", "3 units", "3 модуля"),
)
CAMERA_KITS = (
    ChoiceSpec("body", "Body only", "Без объектива"),
    ChoiceSpec("lens", "With one lens", "С одним объективом"),
    ChoiceSpec("two-lenses", "With two lenses", "С двумя объективами"),
    ChoiceSpec("standard", "Standard kit", "Базовый комплект"),
    ChoiceSpec("travel", "Travel kit: three batteries and a case", "Дорожный комплект: три батареи и кейс"),
)
SIM = (
    ChoiceSpec("nano", "One nano-SIM", "Одна nano-SIM"),
    ChoiceSpec("dual", "Two nano-SIM", "Две nano-SIM"),
    ChoiceSpec("esim", "nano-SIM and eSIM", "nano-SIM и eSIM"),
)
PROTECTION = (
    ChoiceSpec("none", "Indoor use only", "Только для помещений"),
    *same("IPX4", "IP53", "IP54", "IP65", "IP67", "IP68"),
)
SCREEN_TYPES = (
    *same("IPS", "OLED", "LTPO OLED", "Mini-LED"),
    ChoiceSpec("e-paper", "E-paper", "Электронная бумага"),
)
PANELS = (
    *same("IPS", "VA", "OLED", "QLED", "Mini-LED"),
    ChoiceSpec("laser", "Laser projection", "Лазерная проекция"),
)
RESOLUTIONS = same("Full HD", "QHD", "UWQHD", "4K", "8K")
PROCESSOR_CLASSES = (
    ChoiceSpec("efficient", "Efficient", "Экономичный"),
    ChoiceSpec("mainstream", "Mainstream", "Универсальный"),
    ChoiceSpec("performance", "Performance", "Производительный"),
)
GRAPHICS = (
    ChoiceSpec("integrated", "Integrated", "Встроенная"),
    ChoiceSpec("discrete-6", "Discrete, 6\u00a0GB", "Дискретная, 6\u00a0ГБ"),
    ChoiceSpec("discrete-8", "Discrete, 8\u00a0GB", "Дискретная, 8\u00a0ГБ"),
    ChoiceSpec("discrete-12", "Discrete, 12\u00a0GB", "Дискретная, 12\u00a0ГБ"),
)
USES = (
    ChoiceSpec("study", "Study", "Учёба"),
    ChoiceSpec("office", "Office", "Офис"),
    ChoiceSpec("games", "Games", "Игры"),
    ChoiceSpec("video", "Video editing", "Видеомонтаж"),
)
KEYBOARDS = (
    ChoiceSpec("en-ru", "English and Russian, engraved", "Английская и русская, гравировка"),
    ChoiceSpec("en-ru-lit", "English and Russian, backlit", "Английская и русская, с подсветкой"),
    ChoiceSpec("en", "English only", "Только английская"),
)
WIFI = (
    ChoiceSpec("wifi5", "Wi-Fi 5", "Wi-Fi 5"),
    ChoiceSpec("wifi6", "Wi-Fi 6", "Wi-Fi 6"),
    ChoiceSpec("wifi6e", "Wi-Fi 6E", "Wi-Fi 6E"),
    ChoiceSpec("wifi7", "Wi-Fi 7", "Wi-Fi 7"),
)
ENERGY = same("A", "B", "C", "D", "E", "F", "G")
WALL_MOUNTS = (
    ChoiceSpec("none", "Not provided", "Не предусмотрено"),
    *(
        ChoiceSpec(f"{n}x{m}", f"{n} × {m}\u00a0mm", f"{n} × {m}\u00a0мм")
        for n, m in ((200, 200), (300, 200), (400, 300))
    ),
)
FITS = (
    ChoiceSpec("over-ear", "Over the ear", "Полноразмерные"),
    ChoiceSpec("on-ear", "On the ear", "Накладные"),
    ChoiceSpec("in-ear", "In the ear canal", "Внутриканальные"),
    ChoiceSpec("open", "Open", "Открытые"),
)
CODECS = same("SBC", "AAC", "LDAC", "LC3")
GLASS = (
    ChoiceSpec("mineral", "Mineral glass", "Минеральное стекло"),
    ChoiceSpec("tempered", "Tempered glass", "Закалённое стекло"),
    ChoiceSpec("sapphire", "Sapphire", "Сапфировое стекло"),
)
VIDEO = (
    ChoiceSpec("1080p60", "Full HD, 60 fps", "Full HD, 60 к/с"),
    ChoiceSpec("4k30", "4K, 30 fps", "4K, 30 к/с"),
    ChoiceSpec("4k60", "4K, 60 fps", "4K, 60 к/с"),
    ChoiceSpec("4k120", "4K, 120 fps", "4K, 120 к/с"),
    ChoiceSpec("6k30", "6K, 30 fps", "6K, 30 к/с"),
)
SENSORS = (
    ChoiceSpec("small", "1/2.3 inch", "1/2,3 дюйма"),
    ChoiceSpec("one-inch", "1 inch", "1 дюйм"),
    ChoiceSpec("aps-c", "APS-C", "APS-C"),
    ChoiceSpec("full-frame", "Full frame", "Полный кадр"),
)
MOUNTS = (
    ChoiceSpec("fixed", "Fixed lens", "Несменный объектив"),
    ChoiceSpec("fm", "FM mount", "Байонет FM"),
)
CONNECTIONS = (
    ChoiceSpec("wired", "USB-C cable", "Кабель USB-C"),
    ChoiceSpec("radio", "Radio, 2.4\u00a0GHz", "Радиоканал 2,4\u00a0ГГц"),
    ChoiceSpec("bluetooth", "Bluetooth", "Bluetooth"),
    ChoiceSpec("three", "Cable, radio, Bluetooth", "Кабель, радио, Bluetooth"),
)
PLATFORMS = (
    ChoiceSpec("own", "Playvard", "Плейвард"),
    ChoiceSpec("pc", "PC", "ПК"),
    ChoiceSpec("pc-console", "PC and console", "ПК и консоль"),
    ChoiceSpec("any", "PC, console, phone", "ПК, консоль, телефон"),
)
SWITCHES = (
    ChoiceSpec("linear", "Linear", "Линейные"),
    ChoiceSpec("tactile", "Tactile", "Тактильные"),
    ChoiceSpec("optical", "Optical", "Оптические"),
    ChoiceSpec("hall", "Magnetic", "Магнитные"),
)
CAPACITIES = SSD
APPLIANCES = (
    ChoiceSpec("robot-vacuum", "Robot vacuum", "Робот-пылесос"),
    ChoiceSpec("purifier", "Air purifier", "Очиститель воздуха"),
    ChoiceSpec("humidifier", "Humidifier", "Увлажнитель"),
    ChoiceSpec("kettle", "Kettle", "Чайник"),
    ChoiceSpec("hub", "Smart home hub", "Центр умного дома"),
    ChoiceSpec("plug", "Smart plug", "Умная розетка"),
)
PROTOCOLS = (
    ChoiceSpec("none", "No network", "Без сети"),
    *same("Wi-Fi", "Zigbee", "Matter"),
)
ACCESSORIES = (
    ChoiceSpec("charger", "Mains charger", "Сетевое зарядное устройство"),
    ChoiceSpec("power-bank", "Power bank", "Внешний аккумулятор"),
    ChoiceSpec("cable", "Cable", "Кабель"),
    ChoiceSpec("pad", "Wireless charging pad", "Беспроводная зарядка"),
)
CONNECTORS = (
    ChoiceSpec("usb-c", "USB-C", "USB-C"),
    ChoiceSpec("usb-a", "USB-A", "USB-A"),
    ChoiceSpec("usb-c-a", "USB-C and USB-A", "USB-C и USB-A"),
    ChoiceSpec("qi2", "Wireless, Qi2", "Беспроводной, Qi2"),
)
COMPATIBLE = (
    ChoiceSpec("phone", "Phones and headphones", "Телефоны и наушники"),
    ChoiceSpec("tablet", "Phones and tablets", "Телефоны и планшеты"),
    ChoiceSpec("laptop", "Phones, tablets, laptops", "Телефоны, планшеты, ноутбуки"),
)
