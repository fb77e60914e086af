"""How to choose a phone: battery first, then mass, then camera."""

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

FOUR = ("phone-orvelo-mistra-9", "phone-tessavo-linea-7", "phone-fotelle-fokus-4", "phone-orvelo-solvo-5")
CODES = ("diagonal", "battery", "mass", "camera_mp")

PHONE = Guide(
    slug="choose-a-phone",
    category="smartphones",
    title={"en": "How to choose a phone in ten minutes", "ru": "Как выбрать смартфон за\u00a0десять минут"},
    author={"en": "Vera Lind, portable devices", "ru": "Вера Линд, портативная техника"},
    introduction={
        "en": "Start with the battery and the mass: you feel them every hour. The camera comes third, the processor "
        "last.",
        "ru": "Начните с\u00a0аккумулятора и\u00a0массы: их чувствуешь каждый час. Камера — третья, процессор — "
        "последний.",
    },
    blocks={
        "en": (
            paragraph(
                "A phone lives three to four years. In that time you charge it a thousand times and lift it forty "
                "thousand times, so two dull numbers matter most: <b>milliampere-hours and grams</b>."
            ),
            heading("Three numbers before all others"),
            ruler(
                "What is enough for what",
                ("", "Battery", "Storage", "Mass"),
                ("Calls, maps, messages", "4,000 mAh", "64 GB", "any"),
                ("Video and photos every day", "4,800 mAh", "128 GB", "under 200 g"),
                ("Work, games, filming", "5,000 mAh", "256 GB", "under 230 g"),
            ),
            callout(
                "tip",
                "Take a stone of that mass",
                "A glass of water holds 200 g. Carry it for a minute in one hand: "
                "that is what an evening with a large phone feels like.",
            ),
            heading("Screen: the refresh rate is seen, the resolution is not"),
            paragraph(
                "Between 60 and 120 Hz the difference is visible in the first minute. Between two resolutions of the "
                "same diagonal it is visible only with a magnifying glass."
            ),
            compared("en", "Four phones on one ruler", CODES, *FOUR),
            pick(
                "phone-orvelo-mistra-9",
                "For most people",
                "A 6.3-inch screen at 120 Hz, wireless charging and protection "
                "from water; it still fits a shirt pocket.",
            ),
            pick(
                "phone-fotelle-fokus-4",
                "For those who photograph",
                "The largest sensor of our list: 64 MP leave room to crop and still to print.",
            ),
            shelf("All four from the table", *FOUR),
            faq(
                "Questions we are asked",
                ("Is 128 GB enough?", "Yes, if films stay in the cloud. Ten minutes of 4K video take 3.5 GB."),
                (
                    "Do I need a case?",
                    "A fall on tiles from a pocket breaks one screen in six. A case costs a tenth of a new glass.",
                ),
                (
                    "How long does the battery keep its capacity?",
                    "After 800 charges about 80 % are left: two years of charging every day.",
                ),
            ),
            shelf_of("Phones whose prices fell", "smartphones", "discount"),
        ),
        "ru": (
            paragraph(
                "Смартфон живёт три-четыре года. За это время его тысячу раз заряжают и\u00a0сорок тысяч раз берут "
                "в\u00a0руку, поэтому главные числа — самые скучные: <b>миллиампер-часы и\u00a0граммы</b>."
            ),
            heading("Три числа, с\u00a0которых стоит начать"),
            ruler(
                "Чего на что хватает",
                ("", "Аккумулятор", "Память", "Масса"),
                ("Звонки, карты, переписка", "4000 мА·ч", "64 ГБ", "любая"),
                ("Видео и\u00a0фото каждый день", "4800 мА·ч", "128 ГБ", "до 200 г"),
                ("Работа, игры, съёмка", "5000 мА·ч", "256 ГБ", "до 230 г"),
            ),
            callout(
                "tip",
                "Проверьте на стакане воды",
                "В\u00a0стакане 200\u00a0г воды. Подержите его минуту на вытянутых "
                "пальцах — так ощущается вечер с\u00a0большим телефоном.",
            ),
            heading("Экран: частоту видно, разрешение — нет"),
            paragraph(
                "Разницу между 60 и\u00a0120\u00a0Гц замечают в\u00a0первую же минуту. Разницу в\u00a0разрешении при "
                "той же диагонали — только с\u00a0лупой."
            ),
            compared("ru", "Четыре смартфона на одной линейке", CODES, *FOUR),
            pick(
                "phone-orvelo-mistra-9",
                "Подойдёт большинству",
                "Экран 6,3\u00a0дюйма с\u00a0частотой 120\u00a0Гц, "
                "беспроводная зарядка и\u00a0защита от воды — и\u00a0всё ещё помещается в\u00a0карман рубашки.",
            ),
            pick(
                "phone-fotelle-fokus-4",
                "Тем, кто снимает",
                "Самая подробная камера в\u00a0списке: 64\u00a0Мп хватает, "
                "чтобы кадрировать снимок и\u00a0всё равно напечатать.",
            ),
            shelf("Все четыре из таблицы", *FOUR),
            faq(
                "О\u00a0чём нас спрашивают",
                (
                    "Хватит ли 128 ГБ?",
                    "Да, если фильмы хранятся в\u00a0облаке. Десять минут видео 4K — это 3,5\u00a0ГБ.",
                ),
                (
                    "Нужен ли чехол?",
                    "При падении из кармана на плитку бьётся один экран из шести. Чехол стоит десятую часть "
                    "нового стекла.",
                ),
                (
                    "Надолго ли хватит аккумулятора?",
                    "После 800\u00a0зарядок остаётся около 80\u00a0% ёмкости — это два года ежедневной зарядки.",
                ),
            ),
            shelf_of("Смартфоны, которые подешевели", "smartphones", "discount"),
        ),
    },
)
