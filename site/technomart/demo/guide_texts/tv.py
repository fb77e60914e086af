"""The size of a TV by the distance to the sofa."""

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
)

FOUR = ("tv-lumarra-okno-9", "tv-lumarra-okno-7", "tv-orvelo-panorama-4", "tv-lumarra-okno-5")
CODES = ("panel", "refresh", "brightness", "hdmi21")

TV = Guide(
    slug="tv-size-by-distance",
    category="tvs-projectors",
    title={"en": "The right TV size for your sofa", "ru": "Какая диагональ подойдёт вашему дивану"},
    author={"en": "Anton Reiss, picture", "ru": "Антон Рейс, изображение"},
    introduction={
        "en": "Divide the distance to the sofa by 1.2: that is the diagonal for 4K. For 2.4 metres it makes 79 inches.",
        "ru": "Разделите расстояние до дивана на 1,2 — получится диагональ для 4K. Для 2,4\u00a0метра это "
        "79\u00a0дюймов.",
    },
    blocks={
        "en": (
            paragraph(
                "In a shop every TV looks too large, at home every second one turns out too small. A tape measure "
                "helps more than the eye."
            ),
            heading("From distance to diagonal"),
            ruler(
                "4K, with the picture filling 40 degrees of the view",
                ("Distance", "Diagonal", "Width of the set"),
                ("1.3 m", '43"', "96 cm"),
                ("1.7 m", '55"', "123 cm"),
                ("2.0 m", '65"', "145 cm"),
                ("2.3 m", '75"', "167 cm"),
                ("2.6 m", '85"', "189 cm"),
            ),
            callout(
                "tip",
                "Cut it out of paper",
                "Tape sheets of newspaper together in the width from the table, hang them on "
                "the wall for one evening and look.",
            ),
            heading("Then the panel"),
            paragraph(
                "OLED is for the evening: its black is black. Mini-LED is for a room with sun: it is brighter. VA is "
                "for the kitchen, where neither matters."
            ),
            compared("en", "Four TVs on one ruler", CODES, *FOUR),
            pick("tv-lumarra-okno-9", "For films in the dark", "OLED, 144 Hz and four inputs of HDMI 2.1."),
            pick("tv-lumarra-okno-7", "For a bright living room", "900 cd/m²: the curtains may stay open."),
            shelf("The four from the table", *FOUR),
            faq(
                "Questions",
                ("Is 8K worth it?", "Not yet: there are hardly any films, and from two metres the eye cannot tell."),
                ("How high should it hang?", "The middle of the screen at the height of seated eyes: 100 to 110 cm."),
            ),
        ),
        "ru": (
            paragraph(
                "В\u00a0магазине любой телевизор кажется огромным, а\u00a0дома каждый второй — маленьким. Рулетка "
                "надёжнее глазомера."
            ),
            heading("От расстояния к\u00a0диагонали"),
            ruler(
                "4K, изображение занимает 40 градусов поля зрения",
                ("Расстояние", "Диагональ", "Ширина телевизора"),
                ("1,3 м", '43"', "96 см"),
                ("1,7 м", '55"', "123 см"),
                ("2,0 м", '65"', "145 см"),
                ("2,3 м", '75"', "167 см"),
                ("2,6 м", '85"', "189 см"),
            ),
            callout(
                "tip",
                "Вырежьте из бумаги",
                "Склейте газеты по ширине из таблицы, повесьте на стену и\u00a0проживите с\u00a0ними один вечер.",
            ),
            heading("Потом — матрица"),
            paragraph(
                "OLED — для вечера: чёрный у\u00a0него чёрный. Mini-LED — для солнечной комнаты: он ярче. VA — для "
                "кухни, где ни то ни другое не важно."
            ),
            compared("ru", "Четыре телевизора на одной линейке", CODES, *FOUR),
            pick("tv-lumarra-okno-9", "Для кино в\u00a0темноте", "OLED, 144\u00a0Гц и\u00a0четыре входа HDMI 2.1."),
            pick("tv-lumarra-okno-7", "Для светлой гостиной", "900\u00a0кд/м²: шторы можно не задёргивать."),
            shelf("Все четыре из таблицы", *FOUR),
            faq(
                "Вопросы",
                (
                    "Стоит ли брать 8K?",
                    "Пока нет: снятого в\u00a08K почти не найти, а\u00a0с\u00a0двух метров разницы не видно.",
                ),
                ("На какой высоте вешать?", "Середина экрана — на уровне глаз сидящего человека: 100–110\u00a0см."),
            ),
        ),
    },
)
