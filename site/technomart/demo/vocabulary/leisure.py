"""Words for consoles, pads, mice and keyboards."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, differs, equals, has

LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")
CABLE = ("USB-C cable, 2 m", "Кабель USB-C, 2 м")

CONSOLE = Vocabulary(
    type_en="Game console",
    type_ru="Игровая консоль",
    gender="f",
    key=("with a pad", "с геймпадом"),
    facts=(
        ("a latency of {latency}", "задержка {latency}"),
        ("{ports}", "разъёмы {ports}"),
        ("{mass} under the TV", "{mass} под телевизором"),
    ),
    whom=(
        ("For children's games and films.", "Для детских игр и кино."),
        ("For evenings for two on one sofa.", "Для вечеров вдвоём на одном диване."),
        ("For the newest worlds on a large TV.", "Для новых миров на большом телевизоре."),
    ),
    limits=((always, "Games for a computer do not start on it.", "Компьютерные игры на ней не запустятся."),),
    benefits=(
        (always, "{latency} from press to signal", "{latency} от нажатия до сигнала"),
        (always, "Storage is extended by a second SSD", "Память расширяется вторым накопителем"),
        (always, "{ports}: headset and pad charge at the front", "{ports}: гарнитура и геймпад заряжаются спереди"),
        (always, "Fans quieter than a talk in the next room", "Вентиляторы тише разговора за стеной"),
        (always, "A pad is in the box, two may be added", "Геймпад в коробке, можно добавить ещё два"),
    ),
    box=(
        ("Console", "Консоль"),
        ("Pad", "Геймпад"),
        ("HDMI cable", "Кабель HDMI"),
        ("Mains lead", "Шнур питания"),
        LEAFLET,
    ),
)

PAD = Vocabulary(
    type_en="Game pad",
    type_ru="Геймпад",
    gender="m",
    key=("{latency}, {battery_hours_w}", "{latency}, {battery_hours_w}"),
    facts=(
        ("a latency of {latency}", "задержка {latency}"),
        ("{battery_hours_w} on one charge", "{battery_hours_w} на одном заряде"),
        ("{mass} in the hands", "{mass} в руках"),
    ),
    whom=(
        ("For a phone and for guests.", "Для телефона и для гостей."),
        ("For football, racing and everything with a sofa.", "Для футбола, гонок и всего, что с дивана."),
        ("For tournaments, where a millisecond decides.", "Для турниров, где решает миллисекунда."),
    ),
    limits=((always, "For strategies a mouse is better.", "Для стратегий лучше мышь."),),
    benefits=(
        (always, "Magnetic sticks that do not drift with the years", "Магнитные стики не «плывут» с годами"),
        (always, "{latency} from press to signal", "{latency} от нажатия до сигнала"),
        (always, "{battery_hours_w}: a week of evenings", "{battery_hours_w}: неделя вечеров"),
        (
            equals("connection", "three"),
            "Cable, radio and Bluetooth: three machines, one pad",
            "Кабель, радио и Bluetooth: три устройства, один геймпад",
        ),
        (differs("connection", "three"), "Sits in the hands with {mass}", "Лежит в руках: {mass}"),
        (always, "Two keys at the back can be assigned", "Две клавиши сзади назначаются"),
    ),
    box=(("Pad", "Геймпад"), CABLE, LEAFLET),
)

MOUSE = Vocabulary(
    type_en="Mouse",
    type_ru="Мышь",
    gender="f",
    key=("{dpi}, {mass}", "{dpi}, {mass}"),
    facts=(
        ("a sensor of {dpi}", "сенсор {dpi}"),
        ("a latency of {latency}", "задержка {latency}"),
        ("{mass} under the palm", "{mass} под ладонью"),
    ),
    whom=(
        ("For texts and tables.", "Для текстов и таблиц."),
        ("For work by day and strategies by night.", "Днём для работы, ночью для стратегий."),
        ("For shooters, where the wrist decides.", "Для шутеров, где решает кисть."),
    ),
    limits=(
        (
            always,
            "For the left hand the side keys lie on the wrong side.",
            "Левшам боковые клавиши будут не с той стороны.",
        ),
    ),
    benefits=(
        (
            always,
            "{dpi}: the cursor crosses two monitors in one move",
            "{dpi}: курсор проходит два монитора одним движением",
        ),
        (always, "{mass}: the wrist does not tire", "{mass}: кисть не устаёт"),
        (always, "{battery_hours_w} between charges", "{battery_hours_w} между зарядками"),
        (
            equals("switches", "optical"),
            "Optical switches do not click twice",
            "Оптические переключатели не дают двойных щелчков",
        ),
        (has("lighting"), "Lighting that can be switched off", "Подсветка, которую можно выключить"),
        (always, "Glides on glass and wood without a mat", "Скользит по стеклу и дереву без коврика"),
    ),
    box=(("Mouse", "Мышь"), CABLE, ("Radio receiver", "Приёмник"), LEAFLET),
)

KEYBOARD = Vocabulary(
    type_en="Keyboard",
    type_ru="Клавиатура",
    gender="f",
    key=("{latency}, {battery_hours_w}", "{latency}, {battery_hours_w}"),
    facts=(
        ("a latency of {latency}", "задержка {latency}"),
        ("{battery_hours_w} without a wire", "{battery_hours_w} без провода"),
        ("{mass} that stay in place", "масса {mass}"),
    ),
    whom=(
        ("For letters and lessons.", "Для писем и уроков."),
        ("For those who type all day and play for an hour.", "Для тех, кто печатает весь день, а играет час."),
        ("For those who know the names of switches.", "Для тех, кто знает переключатели по именам."),
    ),
    limits=((always, "Accountants will miss the number block.", "Бухгалтерам не хватит цифрового блока."),),
    benefits=(
        (always, "Russian and English letters are engraved", "Русские и английские буквы выгравированы"),
        (
            equals("switches", "hall"),
            "Magnetic switches: the point of the press is set for each key",
            "Магнитные переключатели: глубина срабатывания своя у каждой клавиши",
        ),
        (always, "{battery_hours_w} without lighting", "{battery_hours_w} без подсветки"),
        (at_least("battery_hours", 100), "Works by cable while it charges", "Во время зарядки работает по кабелю"),
        (has("lighting"), "Lighting from beneath for the night", "Подсветка снизу для ночи"),
        (always, "Caps and switches come out without soldering", "Клавиши и переключатели вынимаются без пайки"),
    ),
    box=(("Keyboard", "Клавиатура"), CABLE, ("Key puller", "Съёмник клавиш"), LEAFLET),
)
