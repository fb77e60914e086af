"""A laptop for study: mass against hours, and what cannot be added later."""

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

FOUR = ("laptop-tessavo-shkola-14", "laptop-tessavo-shkola-15", "laptop-orvelo-briz-13", "laptop-tessavo-kontur-14")
CODES = ("diagonal", "mass_kg", "battery_hours", "ram")

LAPTOP = Guide(
    slug="laptop-for-study",
    category="laptops",
    title={"en": "A laptop for study: what to pay for", "ru": "Ноутбук для учёбы: за\u00a0что стоит платить"},
    author={"en": "Mark Tovey, computers", "ru": "Марк Товей, компьютеры"},
    introduction={
        "en": "Sixteen gigabytes of memory, less than 1.6 kg and eight hours without a socket. All the rest can wait.",
        "ru": "Шестнадцать гигабайт памяти, меньше 1,6\u00a0кг и\u00a0восемь часов без розетки. Остальное подождёт.",
    },
    blocks={
        "en": (
            paragraph(
                "A student carries the laptop for five years and sits in front of it for six thousand hours. So count "
                "in this order: back, eyes, patience."
            ),
            heading("What cannot be added later"),
            bullets(
                "<b>Memory.</b> It is soldered in thin laptops. 8 GB hold texts and a browser, 16 GB everything a "
                "student does.",
                "<b>Screen.</b> 14 inches fit a lecture table; 15 and more do not.",
                "<b>Keyboard.</b> Engraved Russian letters last, glued ones do not.",
            ),
            compared("en", "Four laptops for a backpack", CODES, *FOUR),
            callout(
                "warning",
                "Do not pay for gigahertz",
                "The class of the processor says more: efficient is enough for "
                "texts, mainstream for programming, performance for video.",
            ),
            pick(
                "laptop-tessavo-kontur-14",
                "For the whole degree",
                "16 GB at the start, 32 in the dearer variant, and a battery that one screwdriver replaces.",
            ),
            pick(
                "laptop-tessavo-shkola-15",
                "When the budget is small",
                "The least expensive one with a keyboard that is good to write a thesis on.",
            ),
            heading("Thirteen, fourteen or sixteen inches"),
            ruler(
                "What a diagonal changes",
                ("", "13 inches", "14 inches", "16 inches"),
                ("Two windows side by side", "tight", "possible", "comfortable"),
                ("On a train table", "fits", "fits", "no"),
                ("Mass, kg", "1.1–1.3", "1.3–1.5", "1.7–2.1"),
            ),
            shelf("The laptops of this guide", *FOUR),
            faq(
                "Questions",
                (
                    "Is a tablet with a keyboard enough?",
                    "For reading and notes, yes. For tables, programming and citations, no.",
                ),
                ("How much SSD?", "256 GB if films are streamed, 512 if they are downloaded or edited."),
            ),
        ),
        "ru": (
            paragraph(
                "Студент носит ноутбук пять лет и\u00a0проводит перед ним шесть тысяч часов. Считать поэтому стоит "
                "в\u00a0таком порядке: спина, глаза, терпение."
            ),
            heading("Чего потом не добавить"),
            bullets(
                "<b>Оперативная память.</b> В\u00a0тонких ноутбуках она распаяна. 8\u00a0ГБ — тексты и\u00a0браузер, "
                "16\u00a0ГБ — всё, что делает студент.",
                "<b>Экран.</b> 14\u00a0дюймов помещаются на откидном столике в\u00a0аудитории, 15 — уже нет.",
                "<b>Клавиатура.</b> Выгравированные русские буквы останутся, наклейки — нет.",
            ),
            compared("ru", "Четыре ноутбука для рюкзака", CODES, *FOUR),
            callout(
                "warning",
                "Не платите за гигагерцы",
                "Больше скажет класс процессора: экономичного хватает для текстов, "
                "универсального — для программирования, производительный нужен для видео.",
            ),
            pick(
                "laptop-tessavo-kontur-14",
                "На весь срок учёбы",
                "Сразу 16\u00a0ГБ памяти, в\u00a0старшем варианте 32, а\u00a0аккумулятор меняется одной отвёрткой.",
            ),
            pick(
                "laptop-tessavo-shkola-15",
                "Когда бюджет невелик",
                "Самый недорогой из тех, на чьей клавиатуре приятно писать диплом.",
            ),
            heading("Тринадцать, четырнадцать или шестнадцать дюймов"),
            ruler(
                "Что меняет диагональ",
                ("", "13 дюймов", "14 дюймов", "16 дюймов"),
                ("Два окна рядом", "тесно", "можно", "удобно"),
                ("На столике в\u00a0поезде", "встаёт", "встаёт", "нет"),
                ("Масса, кг", "1,1–1,3", "1,3–1,5", "1,7–2,1"),
            ),
            shelf("Ноутбуки из этой статьи", *FOUR),
            faq(
                "Вопросы",
                (
                    "Хватит ли планшета с\u00a0клавиатурой?",
                    "Читать и\u00a0делать заметки — да. Таблицы, программирование и\u00a0список литературы — нет.",
                ),
                (
                    "Сколько памяти на диске?",
                    "256\u00a0ГБ, если смотрите кино по сети, 512 — если скачиваете или монтируете.",
                ),
            ),
        ),
    },
)
