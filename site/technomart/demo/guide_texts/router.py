"""Where to put a router, and when a second unit helps."""

from technomart.demo.guide_texts.guide import (
    Guide,
    bullets,
    callout,
    compared,
    faq,
    heading,
    paragraph,
    pick,
    ruler,
    shelf,
)

FOUR = ("router-meshtal-nord-7", "router-meshtal-nord-6e", "router-meshtal-nord-6", "router-meshtal-nord-5")
CODES = ("wifi", "coverage", "link_speed", "ports_count")

ROUTER = Guide(
    slug="router-placement",
    category="monitors-networks",
    title={"en": "Where to put the router", "ru": "Куда поставить роутер"},
    author={"en": "Ilya Ström, networks", "ru": "Илья Стрём, сети"},
    introduction={
        "en": "In the middle of the home, at the height of your chest, away from metal. A second unit helps when a "
        "wall of concrete stands between.",
        "ru": "В\u00a0середину квартиры, на уровень груди, подальше от металла. Второй модуль нужен, если мешает "
        "бетонная стена.",
    },
    blocks={
        "en": (
            paragraph(
                "Radio loses its strength in walls, not in air. The same router that reaches forty metres in a field "
                "stops at the second wall of a flat."
            ),
            ruler(
                "How much a wall takes away",
                ("", "Speed behind it"),
                ("Plasterboard", "90 %"),
                ("Brick", "60 %"),
                ("Concrete", "25 %"),
                ("Mirror, aquarium, fridge", "10 %"),
            ),
            heading("Five places that are wrong"),
            bullets(
                "in the metal box by the door,",
                "behind the TV,",
                "on the floor,",
                "beside the microwave oven,",
                "in the far room, because the cable ends there.",
            ),
            callout(
                "tip",
                "Measure in ten minutes",
                "Stand in each room and watch the same video. Where it stops to think is where "
                "the second unit belongs — half-way to the first, not beside the TV.",
            ),
            compared("en", "Four routers on one ruler", CODES, *FOUR),
            pick("router-meshtal-nord-6", "For two rooms", "One unit, Wi-Fi 6, and nothing to set up."),
            pick("router-meshtal-nord-7", "For a house", "Kits of up to three units and a port of 10 Gbit/s."),
            shelf("The routers of this guide", *FOUR),
            faq(
                "Questions",
                (
                    "Is a repeater as good as a second unit?",
                    "No: it halves the speed. Units talk to each other on a channel of their own.",
                ),
                (
                    "Do I need Wi-Fi 7?",
                    "If your provider gives more than a gigabit, or you have more than twenty devices.",
                ),
            ),
        ),
        "ru": (
            paragraph(
                "Радиоволны слабеют в\u00a0стенах, а\u00a0не в\u00a0воздухе. Роутер, которого в\u00a0поле хватает на "
                "сорок метров, в\u00a0квартире сдаётся на второй стене."
            ),
            ruler(
                "Сколько отнимает стена",
                ("", "Остаётся скорости"),
                ("Гипсокартон", "90 %"),
                ("Кирпич", "60 %"),
                ("Бетон", "25 %"),
                ("Зеркало, аквариум, холодильник", "10 %"),
            ),
            heading("Пять неудачных мест"),
            bullets(
                "металлический щиток у\u00a0двери,",
                "за телевизором,",
                "на полу,",
                "рядом с\u00a0микроволновкой,",
                "в\u00a0дальней комнате, потому что там кончился кабель.",
            ),
            callout(
                "tip",
                "Проверка за десять минут",
                "Пройдите по комнатам с\u00a0одним и\u00a0тем же видео. Где оно задумалось, "
                "туда и\u00a0нужен второй модуль — на полпути к\u00a0первому, а\u00a0не у\u00a0телевизора.",
            ),
            compared("ru", "Четыре роутера на одной линейке", CODES, *FOUR),
            pick("router-meshtal-nord-6", "На две комнаты", "Один модуль, Wi-Fi 6 и\u00a0никаких настроек."),
            pick("router-meshtal-nord-7", "На дом", "До трёх модулей в\u00a0комплекте и\u00a0порт 10\u00a0Гбит/с."),
            shelf("Роутеры из этой статьи", *FOUR),
            faq(
                "Вопросы",
                (
                    "Чем модуль лучше повторителя?",
                    "Повторитель делит скорость пополам, а\u00a0у\u00a0модулей для разговора между "
                    "собой отдельный канал.",
                ),
                ("Нужен ли Wi-Fi 7?", "Если провайдер даёт больше гигабита или устройств больше двадцати."),
            ),
        ),
    },
)
