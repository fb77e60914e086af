"""Headphones: how many decibels of silence, and for which ears."""

from technomart.demo.guide_texts.guide import (
    Guide,
    callout,
    compared,
    faq,
    heading,
    paragraph,
    pick,
    ruler,
    shelf,
    shelf_of,
)

FOUR = ("over-ear-nimbry-tishina-5", "over-ear-nimbry-vela", "earbuds-nimbry-zerno-3", "earbuds-orvelo-rosa-buds-2")
CODES = ("noise_reduction", "battery_hours", "mass", "codec")

HEADPHONES = Guide(
    slug="choose-headphones",
    category="headphones",
    title={"en": "Headphones: how much silence do you need?", "ru": "Наушники: сколько тишины вам нужно?"},
    author={"en": "Nora Beck, sound", "ru": "Нора Бек, звук"},
    introduction={
        "en": "Ten decibels are half as loud to the ear. An office needs 20, the underground 30, an aeroplane 40.",
        "ru": "Десять децибел на слух — вдвое тише. Офису хватит 20, метро — 30, самолёту нужно 40.",
    },
    blocks={
        "en": (
            paragraph(
                "Passive headphones hold back high voices, active ones take away the low roar as well. The number on "
                "our cards is measured in the band from 50 to 1,000 Hz, where engines live."
            ),
            ruler(
                "Noise around you, and what to take off it",
                ("", "Noise", "Take off", "Type"),
                ("Library", "40 dB", "10 dB", "any closed pair"),
                ("Open-plan office", "60 dB", "20 dB", "active"),
                ("Underground", "80 dB", "30 dB", "active, in the ear"),
                ("Aeroplane", "85 dB", "40 dB", "active, over the ear"),
            ),
            callout(
                "note",
                "Silence is not safety",
                "Crossing a street, switch on the mode that lets sounds in: it is on the "
                "left cup of every active pair that we sell.",
            ),
            heading("Over the ear or in it"),
            paragraph(
                "Large ones last for days and press the ears in summer. Small ones lie in a pocket and need their case "
                "every six or eight hours."
            ),
            compared("en", "Four pairs on one ruler", CODES, *FOUR),
            pick(
                "over-ear-nimbry-tishina-5",
                "For flights and offices",
                "42 dB of silence and a cable for the day when the battery is empty.",
            ),
            pick(
                "earbuds-nimbry-zerno-3",
                "For a pocket",
                "The quietest small pair here, with LC3: voices stay in step with the picture.",
            ),
            shelf("The four from the table", *FOUR),
            faq(
                "Questions",
                (
                    "Does the codec matter?",
                    "Less than the fit. On a walk nobody tells LDAC from AAC; in a quiet room some do.",
                ),
                ("Can in-ear headphones be returned?", "Yes, within 14 days: new tips are put into the box."),
            ),
            shelf_of("Popular now", "headphones", "popular"),
        ),
        "ru": (
            paragraph(
                "Обычные наушники приглушают высокие голоса, активные убирают ещё и\u00a0низкий гул. Число на карточке "
                "измерено в\u00a0полосе от 50 до 1000\u00a0Гц — там, где живут двигатели."
            ),
            ruler(
                "Сколько шума вокруг и\u00a0сколько убрать",
                ("", "Шум", "Убрать", "Какие"),
                ("Библиотека", "40 дБ", "10 дБ", "любые закрытые"),
                ("Открытый офис", "60 дБ", "20 дБ", "активные"),
                ("Метро", "80 дБ", "30 дБ", "активные, внутриканальные"),
                ("Самолёт", "85 дБ", "40 дБ", "активные, полноразмерные"),
            ),
            callout(
                "note",
                "Тишина — не безопасность",
                "Переходя улицу, включите прозрачный режим: у\u00a0всех активных "
                "наушников в\u00a0магазине он на левой чашке.",
            ),
            heading("Большие или маленькие"),
            paragraph(
                "Полноразмерные играют днями, но летом в\u00a0них жарко. Маленькие лежат в\u00a0кармане, зато каждые "
                "шесть-восемь часов просятся в\u00a0футляр."
            ),
            compared("ru", "Четыре пары на одной линейке", CODES, *FOUR),
            pick(
                "over-ear-nimbry-tishina-5",
                "Для перелётов и\u00a0офиса",
                "42\u00a0дБ тишины и\u00a0кабель на случай, когда аккумулятор сел.",
            ),
            pick(
                "earbuds-nimbry-zerno-3",
                "В\u00a0карман",
                "Самые тихие из маленьких. С\u00a0кодеком LC3 голос не отстаёт от картинки.",
            ),
            shelf("Все четыре из таблицы", *FOUR),
            faq(
                "Вопросы",
                (
                    "Важен ли кодек?",
                    "Меньше, чем посадка. На прогулке LDAC от AAC не отличить, в\u00a0тихой комнате — иногда.",
                ),
                ("Можно ли вернуть внутриканальные?", "Да, за 14\u00a0дней: в\u00a0коробку положат новые насадки."),
            ),
            shelf_of("Сейчас покупают", "headphones", "popular"),
        ),
    },
)
