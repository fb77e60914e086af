"""Every attribute of the demo shop with its type, unit, group and help, in both languages."""

from dataclasses import replace
from typing import Literal

from technomart.demo import choices as lists
from technomart.demo.specs import AttributeSpec, ChoiceSpec
from technomart.demo.typography import typeset_ru

Kind = Literal["number", "choice", "boolean", "text"]
GROUPS = {
    "main": ("Main", "Основное"),
    "screen": ("Screen", "Экран"),
    "memory": ("Memory and processor", "Память и процессор"),
    "power": ("Power", "Питание"),
    "links": ("Connections", "Подключения"),
    "camera": ("Camera", "Камера"),
    "sound": ("Sound", "Звук"),
    "health": ("Health and sport", "Здоровье и спорт"),
    "work": ("In use", "В работе"),
    "body": ("Body", "Корпус"),
}
UNITS = {
    "": ("", ""),
    '"': ('"', '"'),
    "Hz": ("Hz", "Гц"),
    "g": ("g", "г"),
    "kg": ("kg", "кг"),
    "mm": ("mm", "мм"),
    "mAh": ("mAh", "мА·ч"),
    "MP": ("MP", "Мп"),
    "W": ("W", "Вт"),
    "h": ("h", "ч"),
    "min": ("min", "мин"),
    "days": ("days", "дн."),
    "ATM": ("ATM", "атм"),
    "dB": ("dB", "дБ"),
    "ms": ("ms", "мс"),
    "dpi": ("dpi", "dpi"),
    "m²": ("m²", "м²"),
    "l": ("l", "л"),
    "Pa": ("Pa", "Па"),
    "cd/m²": ("cd/m²", "кд/м²"),
    "Gbit/s": ("Gbit/s", "Гбит/с"),
}


def attribute(
    code: str,
    kind: Kind,
    group: str,
    names: tuple[str, str],
    helps: tuple[str, str],
    *,
    unit: str = "",
    choices: tuple[ChoiceSpec, ...] = (),
) -> AttributeSpec:
    name_en, name_ru = names
    help_en, help_ru = helps
    labelled = tuple(replace(choice, label_ru=typeset_ru(choice.label_ru)) for choice in choices)
    return AttributeSpec(
        code, name_en, typeset_ru(name_ru), kind, *UNITS[unit], *GROUPS[group], help_en, typeset_ru(help_ru), labelled
    )


def number(code: str, group: str, unit: str, names: tuple[str, str], helps: tuple[str, str]) -> AttributeSpec:
    return attribute(code, "number", group, names, helps, unit=unit)


def choice(
    code: str, group: str, choices: tuple[ChoiceSpec, ...], names: tuple[str, str], helps: tuple[str, str]
) -> AttributeSpec:
    return attribute(code, "choice", group, names, helps, choices=choices)


def boolean(code: str, group: str, names: tuple[str, str], helps: tuple[str, str]) -> AttributeSpec:
    return attribute(code, "boolean", group, names, helps)


def text(code: str, group: str, names: tuple[str, str], helps: tuple[str, str]) -> AttributeSpec:
    return attribute(code, "text", group, names, helps)


BODY = (
    choice(
        "colour",
        "body",
        lists.COLOURS,
        ("Colour", "Цвет"),
        ("The colour of the body; the pictures show it.", "Цвет корпуса, как на изображениях."),
    ),
    number("width", "body", "mm", ("Width", "Ширина"), ("Without the stand or the strap.", "Без подставки и ремешка.")),
    number("height", "body", "mm", ("Height", "Высота"), ("From the bottom edge up.", "От нижнего края до верхнего.")),
    number("depth", "body", "mm", ("Depth", "Толщина"), ("At the thickest place.", "В самом толстом месте.")),
    number("mass", "body", "g", ("Mass", "Масса"), ("Without the box.", "Без упаковки.")),
    number("mass_kg", "body", "kg", ("Mass", "Масса"), ("Without the box.", "Без упаковки.")),
    choice(
        "protection",
        "body",
        lists.PROTECTION,
        ("Protection", "Защита от воды"),
        (
            "The first digit is dust, the second water: 4 is splashes, 7 a fall into water, 8 a swim.",
            "Первая цифра — пыль, вторая — вода: 4 — брызги, 7 — падение в воду, 8 — погружение.",
        ),
    ),
)

SCREEN = (
    number(
        "diagonal",
        "screen",
        '"',
        ("Screen", "Экран"),
        ("From corner to corner, in inches.", "От угла до угла, в дюймах."),
    ),
    choice(
        "screen_size",
        "screen",
        lists.SCREEN_SIZES,
        ("Screen size", "Диагональ"),
        (
            "For a TV, sit about 1.2 diagonals away for 4K.",
            "До телевизора 4K удобно сидеть на расстоянии около 1,2 диагонали.",
        ),
    ),
    choice(
        "screen_type",
        "screen",
        lists.SCREEN_TYPES,
        ("Screen type", "Тип экрана"),
        ("OLED has true black, e-paper has no glare.", "У OLED настоящий чёрный, электронная бумага не бликует."),
    ),
    choice(
        "panel",
        "screen",
        lists.PANELS,
        ("Panel", "Матрица"),
        (
            "OLED and Mini-LED suit films, IPS suits work.",
            "OLED и Mini-LED хороши для кино, IPS — для работы.",
        ),
    ),
    choice(
        "resolution",
        "screen",
        lists.RESOLUTIONS,
        ("Resolution", "Разрешение"),
        ("More points make letters finer.", "Чем больше точек, тем тоньше буквы."),
    ),
    number(
        "refresh",
        "screen",
        "Hz",
        ("Refresh rate", "Частота экрана"),
        ("How often the picture is renewed in a second.", "Сколько раз в секунду обновляется изображение."),
    ),
    number(
        "brightness",
        "screen",
        "cd/m²",
        ("Brightness", "Яркость"),
        ("A room with sun needs 600 or more.", "Для солнечной комнаты нужно от 600."),
    ),
    choice(
        "glass",
        "screen",
        lists.GLASS,
        ("Glass", "Стекло"),
        ("Sapphire is scratched by almost nothing.", "Сапфировое почти ничем не поцарапать."),
    ),
)

MEMORY = (
    choice(
        "memory",
        "memory",
        lists.MEMORY,
        ("Storage", "Встроенная память"),
        ("A thousand photos take about 4 GB.", "Тысяча фотографий занимает около 4 ГБ."),
    ),
    choice(
        "ssd",
        "memory",
        lists.SSD,
        ("SSD", "Накопитель"),
        ("The system takes about 40 GB of it.", "Около 40 ГБ занимает система."),
    ),
    choice(
        "capacity",
        "memory",
        lists.CAPACITIES,
        ("Capacity", "Объём накопителя"),
        ("A large game takes 60 to 120 GB.", "Большая игра занимает от 60 до 120 ГБ."),
    ),
    choice(
        "ram",
        "memory",
        lists.RAM,
        ("Memory", "Оперативная память"),
        ("What programs work in; it cannot be added later.", "В ней работают программы; увеличить её потом нельзя."),
    ),
    text(
        "processor",
        "memory",
        ("Processor", "Процессор"),
        ("The first digit is the class, the last ones the year.", "Первая цифра — класс, последние — год."),
    ),
    choice(
        "processor_class",
        "memory",
        lists.PROCESSOR_CLASSES,
        ("Processor class", "Класс процессора"),
        (
            "Efficient is for texts, performance for video and games.",
            "Экономичный — для текстов, производительный — для видео и игр.",
        ),
    ),
    choice(
        "graphics",
        "memory",
        lists.GRAPHICS,
        ("Graphics", "Видеокарта"),
        ("Discrete graphics are for games and video.", "Дискретная нужна для игр и видео."),
    ),
)

POWER = (
    number(
        "battery",
        "power",
        "mAh",
        ("Battery", "Аккумулятор"),
        ("About a day of use for each 4,000.", "Каждые 4000 — примерно день работы."),
    ),
    number(
        "battery_hours",
        "power",
        "h",
        ("Battery life", "Время работы"),
        ("At half brightness or half volume.", "При половинной яркости или громкости."),
    ),
    number(
        "battery_days",
        "power",
        "days",
        ("Battery life", "Время работы"),
        ("With the pulse measured all day.", "С круглосуточным измерением пульса."),
    ),
    number(
        "battery_minutes",
        "power",
        "min",
        ("Work on one charge", "Работа без подзарядки"),
        ("Filming for cameras, flight for drones.", "Съёмка для камер, полёт для дронов."),
    ),
    number(
        "charging_w",
        "power",
        "W",
        ("Charging", "Мощность зарядки"),
        ("With a charger of the same power.", "С адаптером той же мощности."),
    ),
    boolean(
        "wireless_charging",
        "power",
        ("Wireless charging", "Беспроводная зарядка"),
        ("On a pad of the Qi2 standard.", "На площадке стандарта Qi2."),
    ),
    number(
        "quick_minutes",
        "power",
        "min",
        ("Quick charge for an evening", "Быстрая зарядка на вечер"),
        ("Minutes on the cable for four hours of sound.", "Минут на кабеле ради четырёх часов звука."),
    ),
    number(
        "power_w",
        "power",
        "W",
        ("Power draw", "Потребляемая мощность"),
        ("The most that it takes from the socket.", "Наибольшая нагрузка на розетку."),
    ),
    number(
        "watts",
        "power",
        "W",
        ("Power", "Мощность"),
        ("Of all ports together.", "Всех портов вместе."),
    ),
    number(
        "capacity_mah",
        "power",
        "mAh",
        ("Capacity", "Ёмкость"),
        ("About two thirds reach the phone.", "До телефона доходит около двух третей."),
    ),
    choice(
        "energy",
        "power",
        lists.ENERGY,
        ("Energy class", "Класс энергопотребления"),
        ("A spends least.", "A расходует меньше всего."),
    ),
)

LINKS = (
    choice(
        "link",
        "links",
        lists.LINKS,
        ("Connection", "Связь"),
        ("5G needs a SIM card.", "Для 5G нужна сим-карта."),
    ),
    choice("sim", "links", lists.SIM, ("SIM", "Сим-карты"), ("How many numbers it takes.", "Сколько номеров вмещает.")),
    text("ports", "links", ("Ports", "Разъёмы"), ("On the body, without adapters.", "На корпусе, без переходников.")),
    number(
        "ports_count",
        "links",
        "",
        ("Number of ports", "Число портов"),
        ("Those that can be used at once.", "Которыми можно пользоваться одновременно."),
    ),
    number(
        "link_speed",
        "links",
        "Gbit/s",
        ("Fastest port", "Самый быстрый порт"),
        ("Of a cable, not over the air.", "По кабелю, не по воздуху."),
    ),
    number(
        "usb_c_w",
        "links",
        "W",
        ("Charges a laptop by USB-C", "Зарядка ноутбука по USB-C"),
        ("65 W is enough for most laptops.", "Большинству ноутбуков хватает 65 Вт."),
    ),
    choice(
        "wifi",
        "links",
        lists.WIFI,
        ("Wi-Fi", "Wi-Fi"),
        ("Newer is faster in a crowded house.", "Новый быстрее в доме с соседями."),
    ),
    number(
        "coverage",
        "links",
        "m²",
        ("Coverage", "Площадь покрытия"),
        ("Through one brick wall.", "Через одну кирпичную стену."),
    ),
    choice(
        "kit",
        "links",
        lists.KITS,
        ("Units in the kit", "Модулей в комплекте"),
        ("One for every 80 to 100 m².", "По одному на 80–100 м²."),
    ),
    number("hdmi", "links", "", ("HDMI inputs", "Входы HDMI"), ("All versions together.", "Всех версий вместе.")),
    number(
        "hdmi21",
        "links",
        "",
        ("HDMI 2.1 inputs", "Входы HDMI 2.1"),
        ("For a console at 120 Hz.", "Для консоли с частотой 120 Гц."),
    ),
    text("bluetooth", "links", ("Bluetooth", "Bluetooth"), ("Version of the standard.", "Версия стандарта.")),
    choice(
        "connection",
        "links",
        lists.CONNECTIONS,
        ("Connection", "Подключение"),
        ("A cable is fastest, radio almost as fast.", "Кабель быстрее всего, радиоканал почти не уступает."),
    ),
    choice(
        "protocol",
        "links",
        lists.PROTOCOLS,
        ("Protocol", "Протокол"),
        ("Matter works with hubs of every maker.", "Matter работает с центрами любых марок."),
    ),
    choice(
        "connector",
        "links",
        lists.CONNECTORS,
        ("Connector", "Разъём"),
        ("On the device's side.", "Со стороны устройства."),
    ),
    choice("length", "links", lists.LENGTHS, ("Length", "Длина"), ("From tip to tip.", "От края до края разъёмов.")),
    boolean(
        "hdmi_arc",
        "links",
        ("Sound from the TV by one cable", "Звук с телевизора одним кабелем"),
        ("HDMI with a return channel.", "HDMI с обратным каналом."),
    ),
)

CAMERA = (
    number(
        "camera_mp",
        "camera",
        "MP",
        ("Camera", "Камера"),
        ("12 are enough for a print of A3.", "Для печати формата A3 хватает 12."),
    ),
    choice(
        "sensor",
        "camera",
        lists.SENSORS,
        ("Sensor", "Матрица"),
        ("Larger is better at dusk.", "Чем больше, тем лучше в сумерках."),
    ),
    boolean(
        "stabilisation",
        "camera",
        ("Stabilisation", "Стабилизация"),
        ("Moves the sensor or the lens against shake.", "Сдвигает матрицу или линзу против дрожания."),
    ),
    choice("video", "camera", lists.VIDEO, ("Video", "Видео"), ("The best mode.", "Лучший режим.")),
    choice(
        "mount", "camera", lists.MOUNTS, ("Lens", "Объектив"), ("Whether it can be changed.", "Можно ли его сменить.")
    ),
    choice(
        "camera_kit",
        "camera",
        lists.CAMERA_KITS,
        ("Kit", "Комплект"),
        ("What lies in the box besides the camera.", "Что лежит в коробке кроме камеры."),
    ),
)

SOUND = (
    choice("fit", "sound", lists.FITS, ("Type", "Тип"), ("How they sit on the ear.", "Как сидят на ухе.")),
    boolean(
        "noise_cancelling",
        "sound",
        ("Noise cancelling", "Активное шумоподавление"),
        ("Microphones subtract the noise around you.", "Микрофоны вычитают шум вокруг."),
    ),
    number(
        "noise_reduction",
        "sound",
        "dB",
        ("Quiets by", "Тишина"),
        ("10 dB is half as loud to the ear.", "10 дБ на слух — вдвое тише."),
    ),
    choice(
        "codec",
        "sound",
        lists.CODECS,
        ("Best codec", "Лучший кодек"),
        ("How the sound is packed for the air.", "Как звук упакован для передачи."),
    ),
    number(
        "microphones",
        "sound",
        "",
        ("Microphones", "Микрофоны"),
        ("For calls and for quiet.", "Для разговоров и тишины."),
    ),
    boolean(
        "wired",
        "sound",
        ("Works by cable", "Работа по кабелю"),
        ("Even with an empty battery.", "Даже с разряженным аккумулятором."),
    ),
    number("driver", "sound", "mm", ("Driver", "Излучатель"), ("Its diameter.", "Его диаметр.")),
    number(
        "output_w", "sound", "W", ("Sound power", "Мощность звука"), ("20 W fill a room.", "20 Вт хватает на комнату.")
    ),
    number(
        "bass_hz",
        "sound",
        "Hz",
        ("Lowest bass", "Нижняя частота"),
        ("The lower, the deeper.", "Чем ниже, тем глубже бас."),
    ),
    number("drivers", "sound", "", ("Drivers", "Динамики"), ("All that sound.", "Все, что звучат.")),
    boolean(
        "assistant",
        "sound",
        ("Voice assistant", "Голосовой помощник"),
        ("Works in Russian and English.", "Понимает русский и английский."),
    ),
    boolean(
        "multiroom",
        "sound",
        ("Several rooms", "Несколько комнат"),
        ("Speakers play one tune together.", "Колонки играют одно и то же вместе."),
    ),
)

HEALTH = (
    choice(
        "case_size",
        "health",
        lists.CASE_SIZES,
        ("Case", "Корпус"),
        ("For a thin wrist take 38 to 42.", "На тонкое запястье — 38–42."),
    ),
    choice(
        "strap",
        "health",
        lists.STRAPS,
        ("Strap", "Ремешок"),
        ("It can be changed without tools.", "Меняется без инструментов."),
    ),
    number("water_atm", "health", "ATM", ("Water", "Вода"), ("5 is enough for a pool.", "Для бассейна хватает 5.")),
    boolean("gps", "health", ("GPS", "GPS"), ("Records a run without the phone.", "Пишет пробежку без телефона.")),
    boolean("payments", "health", ("Payments", "Оплата"), ("By touching the terminal.", "Прикосновением к терминалу.")),
    boolean("pulse", "health", ("Pulse", "Пульс"), ("Measured on the wrist.", "Измеряется на запястье.")),
    boolean("ecg", "health", ("ECG", "ЭКГ"), ("Not a medical device.", "Не медицинский прибор.")),
)

WORK = (
    choice("use", "work", lists.USES, ("Best for", "Для чего"), ("What it is balanced for.", "На что рассчитан.")),
    choice(
        "keyboard",
        "work",
        lists.KEYBOARDS,
        ("Keyboard", "Клавиатура"),
        ("The letters on the keys.", "Буквы на клавишах."),
    ),
    boolean("pen", "work", ("Pen", "Стилус"), ("4,096 steps of pressure.", "4096 ступеней нажима.")),
    choice(
        "wall_mount",
        "work",
        lists.WALL_MOUNTS,
        ("Wall mount", "Крепление на стену"),
        ("The distance between the screws.", "Расстояние между винтами."),
    ),
    boolean(
        "smart",
        "work",
        ("Programs on board", "Умные функции"),
        ("Films without a separate box.", "Кино без приставки."),
    ),
    number("latency", "work", "ms", ("Latency", "Задержка"), ("From press to signal.", "От нажатия до сигнала.")),
    choice(
        "platform",
        "work",
        lists.PLATFORMS,
        ("Plays with", "Платформа"),
        ("What it connects to.", "К чему подключается."),
    ),
    number("dpi", "work", "dpi", ("Sensor", "Сенсор"), ("Of a mouse.", "У мыши.")),
    choice(
        "switches",
        "work",
        lists.SWITCHES,
        ("Switches", "Переключатели"),
        ("Linear are quiet, tactile can be felt.", "Линейные тише, тактильные ощутимее."),
    ),
    boolean("lighting", "work", ("Lighting", "Подсветка"), ("Can be switched off.", "Отключается.")),
    choice("appliance", "work", lists.APPLIANCES, ("Type", "Тип"), ("What the device does.", "Что делает прибор.")),
    number("noise_db", "work", "dB", ("Noise", "Шум"), ("A talk is about 60.", "Разговор — около 60.")),
    number(
        "area",
        "work",
        "m²",
        ("For a home of", "Площадь"),
        ("On one charge or in one hour.", "За один заряд или за один час."),
    ),
    number("volume", "work", "l", ("Volume", "Объём"), ("Of the tank or the bin.", "Бака или пылесборника.")),
    number(
        "run_minutes",
        "work",
        "min",
        ("Work on one charge", "Работа без подзарядки"),
        ("In the quiet mode.", "В тихом режиме."),
    ),
    number(
        "suction",
        "work",
        "Pa",
        ("Suction", "Разрежение"),
        ("4,000 take sand out of a carpet.", "4000 хватает, чтобы вытянуть песок из ковра."),
    ),
    boolean(
        "app",
        "work",
        ("Control from the phone", "Управление с телефона"),
        ("Works at home without the internet.", "Дома работает и без интернета."),
    ),
    choice("accessory", "work", lists.ACCESSORIES, ("Type", "Тип"), ("What it is.", "Что это за вещь.")),
    choice(
        "compatible", "work", lists.COMPATIBLE, ("Charges", "Что заряжает"), ("At full speed.", "На полной скорости.")
    ),
    boolean("cable_included", "work", ("Cable in the box", "Кабель в комплекте"), ("One metre.", "Длиной один метр.")),
)

ATTRIBUTES = (*BODY, *SCREEN, *MEMORY, *POWER, *LINKS, *CAMERA, *SOUND, *HEALTH, *WORK)
ATTRIBUTE_BY_CODE = {spec.code: spec for spec in ATTRIBUTES}
