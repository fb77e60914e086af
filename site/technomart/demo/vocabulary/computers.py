"""Words for laptops, monitors and routers."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, below, differs, equals, has, lacks

LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")

LAPTOP = Vocabulary(
    type_en="Laptop",
    type_ru="Ноутбук",
    gender="m",
    key=("{diagonal_n}-inch {screen_type}, {mass_kg}", "{diagonal_w}, {screen_type}, {mass_kg}"),
    facts=(
        ("a {diagonal_n}-inch {screen_type} screen", "экран {screen_type} на {diagonal_w}"),
        ("{mass_kg} in the bag", "масса {mass_kg}"),
        ("{battery_hours_w} away from the socket", "{battery_hours_w} без розетки"),
    ),
    whom=(
        (
            "For lectures, essays and lessons by video, from school to the first job.",
            "Для лекций, рефератов и уроков по видео — от школы до первой работы.",
        ),
        (
            "For people who live in tables and letters and carry the office in a bag.",
            "Для тех, кто живёт в таблицах и письмах и носит офис в сумке.",
        ),
        (
            "For editors and engineers who count minutes of rendering.",
            "Для монтажёров и инженеров, которые считают минуты рендера.",
        ),
    ),
    limits=(
        (
            equals("graphics", "integrated"),
            "New games need discrete graphics; here they are integrated.",
            "Для новых игр нужна дискретная видеокарта, здесь встроенная.",
        ),
        (
            at_least("mass_kg", 2),
            "With {mass_kg} it is better on a desk than on the knees.",
            "С массой {mass_kg} ему лучше на столе, чем на коленях.",
        ),
        (
            always,
            "It is more than enough for letters: those need a simpler model.",
            "Для одной только почты его слишком много: хватит модели проще.",
        ),
    ),
    benefits=(
        (
            at_least("battery_hours", 9),
            "{battery_hours_w} on one charge: leave the adapter at home",
            "{battery_hours_w} на одном заряде: адаптер можно не брать",
        ),
        (
            below("battery_hours", 9),
            "{battery_hours_w} without a socket are enough for two meetings",
            "{battery_hours_w} без розетки — на две встречи",
        ),
        (
            below("mass_kg", 1.5),
            "{mass_kg}: lighter than a litre and a half of water",
            "{mass_kg} — легче полутора литров воды",
        ),
        (
            equals("keyboard", "en-ru-lit"),
            "Russian and English letters are engraved and lit",
            "Русские и английские буквы выгравированы и подсвечены",
        ),
        (
            equals("keyboard", "en-ru"),
            "Russian and English letters are engraved, not glued",
            "Русские и английские буквы выгравированы, а не наклеены",
        ),
        (
            equals("screen_type", "oled", "mini-led"),
            "{screen_type}: colours to trust in editing",
            "{screen_type}: цветам можно верить при монтаже",
        ),
        (
            equals("screen_type", "ips"),
            "A matt IPS screen without lamps reflected in it",
            "Матовый экран IPS без отражений ламп",
        ),
        (
            differs("graphics", "integrated"),
            "Discrete graphics with memory of their own for scenes and filters",
            "Дискретная видеокарта со своей памятью для сцен и фильтров",
        ),
        (always, "{ports}: a stick and a projector without adapters", "{ports}: флешка и проектор без переходников"),
        (always, "Battery and SSD come out with one screwdriver", "Аккумулятор и накопитель меняются одной отвёрткой"),
    ),
    box=(("Laptop", "Ноутбук"), ("USB-C charger with cable", "Зарядное устройство USB-C с кабелем"), LEAFLET),
)

GAMING_LAPTOP = Vocabulary(
    type_en="Gaming laptop",
    type_ru="Игровой ноутбук",
    gender="m",
    key=("{diagonal_n}-inch {screen_type}, {mass_kg}", "{diagonal_w}, {screen_type}, {mass_kg}"),
    facts=(
        ("a {diagonal_n}-inch {screen_type} screen", "экран {screen_type} на {diagonal_w}"),
        ("graphics with memory of their own", "видеокарта с собственной памятью"),
        ("{mass_kg} of cooling and metal", "{mass_kg} металла и охлаждения"),
    ),
    whom=(
        ("For team games in the evening and homework by day.", "Вечером для командных игр, днём для домашних заданий."),
        (
            "For players who move between two flats and take the game along.",
            "Для тех, кто живёт на два дома и берёт игру с собой.",
        ),
        (
            "For the newest games at full settings, and for video between them.",
            "Для новинок на полных настройках и видеомонтажа в перерывах.",
        ),
    ),
    limits=(
        (
            always,
            "After {battery_hours_w} it asks for a socket, and under load the fans can be heard.",
            "Через {battery_hours_w} попросит розетку, а под нагрузкой слышны вентиляторы.",
        ),
    ),
    benefits=(
        (always, "Graphics: {graphics_low}", "Видеокарта: {graphics_low}"),
        (
            equals("screen_type", "oled", "mini-led"),
            "{screen_type} shows who hides in the shade",
            "{screen_type} показывает, кто прячется в тени",
        ),
        (equals("screen_type", "ips"), "IPS keeps colours from any seat", "IPS сохраняет цвета под любым углом"),
        (always, "A lit keyboard with Russian letters", "Подсвеченная клавиатура с русскими буквами"),
        (
            always,
            "{ports}: mouse, headset and cable network at once",
            "{ports}: мышь, гарнитура и кабельная сеть сразу",
        ),
        (always, "A second slot for one more SSD", "Второй слот под ещё один накопитель"),
    ),
    box=(("Laptop", "Ноутбук"), ("Charger with cable", "Зарядное устройство с кабелем"), LEAFLET),
)

MONITOR = Vocabulary(
    type_en="Monitor",
    type_ru="Монитор",
    gender="m",
    key=("{resolution}, {refresh}", "{resolution}, {refresh}"),
    facts=(
        ("a {panel} panel in {resolution}", "матрица {panel} с разрешением {resolution}"),
        ("{refresh}", "частота {refresh}"),
        ("{ports_count_w}", "{ports_count_w}"),
    ),
    whom=(
        ("For a study corner and a first desk.", "Для учебного уголка и первого рабочего стола."),
        ("For tables, code and two windows side by side.", "Для таблиц, кода и двух окон рядом."),
        ("For photo and film, where colour is the job.", "Для фото и кино, где цвет — это работа."),
    ),
    limits=(
        (
            lacks("usb_c_w"),
            "A laptop needs a charger of its own: there is no USB-C here.",
            "Ноутбуку понадобится своя зарядка: USB-C здесь нет.",
        ),
        (below("refresh", 140), "Fast games ask for a higher refresh rate.", "Для быстрых игр частота нужна выше."),
        (
            always,
            "On a shelf less than 60 cm deep it stands too close to the eyes.",
            "На столе уже 60 см экран окажется слишком близко к глазам.",
        ),
    ),
    benefits=(
        (
            has("usb_c_w"),
            "One USB-C cable carries the picture and {usb_c_w} to the laptop",
            "Один кабель USB-C ведёт картинку и {usb_c_w} к ноутбуку",
        ),
        (always, "{resolution}: letters without steps", "{resolution}: буквы без ступенек"),
        (always, "{ports}", "Разъёмы: {ports}"),
        (at_least("refresh", 75), "{refresh} make scrolling calm", "{refresh} — прокрутка без ряби"),
        (
            equals("panel", "oled", "mini-led"),
            "{panel}: deep black for films after work",
            "{panel}: глубокий чёрный для кино после работы",
        ),
        (
            equals("panel", "ips", "va"),
            "{panel} keeps colours when two people look",
            "{panel}: цвета не плывут, когда смотрят вдвоём",
        ),
        (
            always,
            "The stand turns, tilts and lifts by 12 cm",
            "Подставка поворачивается, наклоняется и поднимается на 12 см",
        ),
    ),
    box=(
        ("Monitor", "Монитор"),
        ("Stand", "Подставка"),
        ("HDMI cable and mains lead", "Кабель HDMI и шнур питания"),
        LEAFLET,
    ),
)

GAMING_MONITOR = Vocabulary(
    type_en="Gaming monitor",
    type_ru="Игровой монитор",
    gender="m",
    key=MONITOR.key,
    facts=MONITOR.facts,
    whom=(
        ("For a first gaming desk.", "Для первого игрового стола."),
        ("For shooters, where the faster picture wins.", "Для шутеров, где побеждает тот, у кого быстрее картинка."),
        (
            "For racing, flying and worlds that should fill the view.",
            "Для гонок, полётов и миров, которые должны заполнить взгляд.",
        ),
    ),
    limits=(
        (
            always,
            "For a desk with spreadsheets only, a working monitor is quieter and cheaper.",
            "Только для таблиц выгоднее рабочая модель: спокойнее и дешевле.",
        ),
    ),
    benefits=(
        (always, "{refresh}: the turn of a head without a smear", "{refresh}: поворот головы без смаза"),
        (
            equals("panel", "oled"),
            "OLED answers in a tenth of a millisecond",
            "OLED откликается за десятую долю миллисекунды",
        ),
        (always, "{resolution}: more of the field in view", "{resolution}: в поле зрения больше карты"),
        (has("usb_c_w"), "USB-C gives {usb_c_w} to a laptop", "USB-C отдаёт ноутбуку {usb_c_w}"),
        (always, "{ports}: computer and console together", "{ports}: компьютер и консоль вместе"),
        (always, "Light behind the screen can be switched off", "Подсветка за экраном отключается"),
    ),
    box=MONITOR.box,
)

ROUTER = Vocabulary(
    type_en="Router",
    type_ru="Роутер",
    gender="m",
    key=("{wifi}, {coverage}", "{wifi}, {coverage}"),
    facts=(
        ("{wifi}", "стандарт {wifi}"),
        ("up to {coverage} with one unit", "до {coverage} с одним модулем"),
        ("a port of {link_speed}", "порт {link_speed}"),
    ),
    whom=(
        ("For a studio or a flat of two rooms.", "Для студии или двухкомнатной квартиры."),
        ("For a family where three people watch and one plays.", "Для семьи, где трое смотрят, а один играет."),
        (
            "For a house of two floors and a provider that gives more than a gigabit.",
            "Для дома в два этажа и провайдера, который даёт больше гигабита.",
        ),
    ),
    limits=(
        (
            below("link_speed", 2),
            "Tariffs above one gigabit ask for a faster port.",
            "Для тарифа быстрее гигабита нужен порт посерьёзнее.",
        ),
        (
            always,
            "In a one-room flat half of its strength stays unused.",
            "В однокомнатной квартире половина его сил останется без дела.",
        ),
    ),
    benefits=(
        (
            always,
            "{coverage} from one unit, through a brick wall",
            "{coverage} от одного модуля, через кирпичную стену",
        ),
        (always, "{wifi}: neighbours' networks get in the way less", "{wifi}: соседские сети мешают меньше"),
        (
            always,
            "{ports_count_w} for a TV, a console and a computer",
            "{ports_count_w}: телевизор, консоль и компьютер по кабелю",
        ),
        (
            at_least("link_speed", 2),
            "A port of {link_speed} for a fast provider",
            "Порт {link_speed} для быстрого провайдера",
        ),
        (
            always,
            "Units find each other; the app says where to stand them",
            "Модули находят друг друга сами, приложение подскажет место",
        ),
        (always, "Takes {power_w}, about a light bulb", "Берёт из розетки {power_w} — как лампочка"),
    ),
    box=(
        ("Router, according to the kit", "Роутер, по числу модулей"),
        ("Power supply", "Блок питания"),
        ("LAN cable, 1 m", "Кабель LAN, 1 м"),
        LEAFLET,
    ),
)
