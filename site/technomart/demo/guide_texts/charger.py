"""Chargers: how many watts, which cable, why three ports share."""

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

FOUR = ("charger-voltamo-zaryad-65", "charger-voltamo-zaryad-30", "charger-basic-norma-duo", "cable-voltamo-nit-100")
CODES = ("watts", "connector", "compatible", "mass")

CHARGER = Guide(
    slug="charger-and-cable",
    category="power",
    title={"en": "One charger for everything", "ru": "Одна зарядка на\u00a0всё"},
    author={"en": "Mark Tovey, computers", "ru": "Марк Товей, компьютеры"},
    introduction={
        "en": "A phone takes 25 W, a tablet 30, a laptop 65. A charger of 65 W and a cable of 100 W end the matter.",
        "ru": "Телефону нужно 25\u00a0Вт, планшету 30, ноутбуку 65. Зарядка на 65\u00a0Вт и\u00a0кабель на 100 "
        "закрывают вопрос.",
    },
    blocks={
        "en": (
            paragraph(
                "A device takes as much as it can, never more than it may: a strong charger does not harm a small "
                "phone. A weak one only makes you wait."
            ),
            ruler(
                "How many watts",
                ("", "Needs", "From empty to half"),
                ("Headphones", "5 W", "30 min"),
                ("Phone", "25 W", "25–40 min"),
                ("Tablet", "30 W", "60 min"),
                ("Laptop of 14 inches", "65 W", "50 min"),
            ),
            heading("Three ports share"),
            bullets(
                "Alone, a laptop gets all 65 W.",
                "With a phone beside it, 45 and 20.",
                "With three devices, the laptop charges overnight.",
            ),
            callout(
                "warning",
                "The cable is half of the charger",
                "A cable without a marking carries 60 W. Above that it must say 100 or 240 W.",
            ),
            compared("en", "Three chargers and a cable", CODES, *FOUR),
            pick(
                "charger-voltamo-zaryad-65",
                "One for the bag",
                "65 W in three ports, so the laptop's own brick stays at home.",
            ),
            pick("cable-voltamo-nit-100", "And one cable", "100 W, braided, in three lengths."),
            shelf("The things of this guide", *FOUR),
            faq(
                "Questions",
                ("Does fast charging wear the battery?", "Heat does. Take the phone out of its case if it grows hot."),
                ("May a power bank fly?", "In the cabin, up to 27,000 mAh. In the hold, no."),
            ),
        ),
        "ru": (
            paragraph(
                "Устройство берёт, сколько может, и\u00a0не больше, чем ему можно: мощная зарядка не навредит "
                "маленькому телефону. Слабая — просто заставит ждать."
            ),
            ruler(
                "Сколько ватт",
                ("", "Нужно", "До половины"),
                ("Наушники", "5 Вт", "30 мин"),
                ("Телефон", "25 Вт", "25–40 мин"),
                ("Планшет", "30 Вт", "60 мин"),
                ("Ноутбук 14 дюймов", "65 Вт", "50 мин"),
            ),
            heading("Три порта делят мощность"),
            bullets(
                "Один ноутбук получит все 65\u00a0Вт.",
                "С\u00a0телефоном рядом — 45 и\u00a020.",
                "С\u00a0тремя устройствами ноутбук зарядится к\u00a0утру.",
            ),
            callout(
                "warning",
                "Кабель — половина зарядки",
                "Кабель без маркировки держит 60\u00a0Вт. Всё, что больше, должно быть подписано: 100 или 240\u00a0Вт.",
            ),
            compared("ru", "Три зарядки и\u00a0кабель", CODES, *FOUR),
            pick(
                "charger-voltamo-zaryad-65",
                "Одна в\u00a0сумку",
                "65\u00a0Вт на три порта — родной адаптер ноутбука можно не брать.",
            ),
            pick("cable-voltamo-nit-100", "И\u00a0один кабель", "100\u00a0Вт, в\u00a0оплётке, трёх длин."),
            shelf("Всё из этой статьи", *FOUR),
            faq(
                "Вопросы",
                ("Портит ли аккумулятор быстрая зарядка?", "Портит нагрев. Если телефон горячий, снимите чехол."),
                (
                    "Можно ли внешний аккумулятор в\u00a0самолёт?",
                    "В\u00a0салон — да, до 27\u00a0000\u00a0мА·ч. В\u00a0багаж — нет.",
                ),
            ),
        ),
    },
)
