"""The 122 models of the demo shop: who makes them, how good they are and in which variants they are sold.

A row reads: form | brand | model EN | model RU | tier 1-5 | age in generations | size | options | tags.
Size is the diagonal in inches for screens, and a share of the usual size for everything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ROWS = {
    "smartphones": """
phone | orvelo | Mistra 9 Ultra | Мистра 9 Ультра | 5 | 0 | 6.8 | memory=every colour=weather | forty-variants
phone | orvelo | Mistra 9 | Мистра 9 | 4 | 0 | 6.3 | memory=256 colour=fog,rain,dawn | sold-out-colour
phone | orvelo | Mistra 8 | Мистра 8 | 4 | 1 | 6.3 | memory=128,256 colour=fog | price-drop-today
phone | orvelo | Solvo 5 | Сольво 5 | 3 | 0 | 6.5 | memory=128 colour=night,sand,moss |
phone | orvelo | Solvo 5 Mini | Сольво 5 Мини | 3 | 0 | 5.9 | memory=128 colour=snow,frost |
phone | orvelo | Rosa 3 | Роса 3 | 1 | 0 | 6.5 | memory=64,128 colour=night | not-specified
phone | tessavo | Linea 7 | Линеа 7 | 4 | 0 | 6.6 | memory=256,512 colour=graphite |
phone | tessavo | Linea 6 | Линеа 6 | 4 | 1 | 6.6 | memory=128,256 colour=graphite |
phone | tessavo | Linea 7 Lite | Линеа 7 Лайт | 2 | 0 | 6.6 | memory=128 colour=graphite,steel,pine |
phone | tessavo | Norma 2 | Норма 2 | 1 | 0 | 6.4 | memory=64 colour=night,sky,cherry |
phone | fotelle | Fokus 4 | Фокус 4 | 5 | 0 | 6.7 | memory=256,512 colour=night | price-change-tomorrow
phone | fotelle | Fokus 3 | Фокус 3 | 5 | 1 | 6.7 | memory=256 colour=night,sand,pine |
phone | playvard | Volcano 2 | Волкано 2 | 4 | 0 | 6.9 | memory=256,512 colour=night |
phone | playvard | Volcano 1 | Волкано 1 | 3 | 1 | 6.9 | memory=256 colour=night | one-variant
""",
    "tablets": """
tablet | orvelo | Parus 11 | Парус 11 | 4 | 0 | 11 | memory=128,256 link=wifi,5g |
tablet | orvelo | Parus 13 | Парус 13 | 5 | 0 | 13 | memory=256,512 link=wifi,5g |
tablet | orvelo | Parus 11 Lite | Парус 11 Лайт | 2 | 0 | 11 | memory=64,128,256 link=wifi |
tablet | orvelo | Parus Mini 8 | Парус Мини 8 | 3 | 0 | 8.4 | memory=128,256 link=wifi,5g |
tablet | tessavo | Skriba 12 | Скриба 12 | 4 | 0 | 12.4 | memory=128,256 link=wifi,5g | missing-en
tablet | tessavo | Skriba 10 | Скриба 10 | 3 | 1 | 10.4 | memory=64,128,256 link=wifi |
reader | lumarra | Folio 7 | Фолио 7 | 3 | 0 | 7 | memory=32,64,128 link=wifi |
reader | lumarra | Folio 10 | Фолио 10 | 4 | 0 | 10.3 | memory=32,64,128 link=wifi |
""",
    "laptops": """
laptop | tessavo | Kontur 14 | Контур 14 | 3 | 0 | 14 | ram=16,32 ssd=512,1024 colour=steel |
laptop | tessavo | Kontur 16 | Контур 16 | 4 | 0 | 16 | ram=16,32 ssd=512,1024 colour=steel |
laptop | tessavo | Kontur 13 | Контур 13 | 4 | 0 | 13.3 | ram=16 ssd=512,1024,2048 colour=graphite |
laptop | tessavo | Kontur 14-4 | Контур 14-4 | 3 | 1 | 14 | ram=8,16,32 ssd=512 colour=steel |
laptop | tessavo | Shkola 15 | Школа 15 | 1 | 0 | 15.6 | ram=8,16 ssd=256 colour=graphite |
laptop | tessavo | Studio 16 | Студио 16 | 5 | 0 | 16 | ram=32,64 ssd=1024 colour=graphite | long-name
laptop | tessavo | Shkola 14 | Школа 14 | 2 | 0 | 14 | ram=8 ssd=256,512 colour=steel,sky |
gaming-laptop | playvard | Udar 16 | Удар 16 | 4 | 0 | 16 | ram=16,32 ssd=1024 colour=night |
gaming-laptop | playvard | Udar 15 | Удар 15 | 3 | 0 | 15.6 | ram=16 ssd=512,1024,2048 colour=night |
gaming-laptop | playvard | Udar 17 | Удар 17 | 5 | 0 | 17.3 | ram=32 ssd=1024,2048 colour=night,cherry |
gaming-laptop | playvard | Udar 15-2 | Удар 15-2 | 3 | 1 | 15.6 | ram=16 ssd=512,1024,2048 colour=night |
laptop | orvelo | Briz 13 | Бриз 13 | 4 | 0 | 13.3 | ram=16 ssd=512 colour=fog,dawn,frost |
laptop | orvelo | Briz 15 | Бриз 15 | 4 | 0 | 15 | ram=16 ssd=512 colour=fog,sand,frost |
laptop | orvelo | Briz 13 Lite | Бриз 13 Лайт | 2 | 0 | 13.3 | ram=8 ssd=256,512 colour=fog | page-draft
""",
    "monitors-networks": """
router | meshtal | Nord 7 | Норд 7 | 5 | 0 | 1 | kit=1,2,3 |
router | meshtal | Nord 6E | Норд 6Е | 4 | 1 | 1 | kit=1,2,3 |
router | meshtal | Nord 6 | Норд 6 | 2 | 0 | 0.9 | kit=1 |
router | meshtal | Nord 5 | Норд 5 | 1 | 1 | 0.9 | kit=1 |
monitor | tessavo | Plan 27 | План 27 | 3 | 0 | 27 | screen_size=24,27 |
monitor | tessavo | Plan 32 | План 32 | 4 | 0 | 32 | screen_size=27,32 |
monitor | tessavo | Plan 24 Lite | План 24 Лайт | 1 | 0 | 24 | screen_size=24 |
monitor | lumarra | Atelier 32 | Ателье 32 | 5 | 0 | 32 | screen_size=32 |
monitor | lumarra | Atelier 27 | Ателье 27 | 4 | 0 | 27 | screen_size=27 |
gaming-monitor | playvard | Arena 27 | Арена 27 | 4 | 0 | 27 | screen_size=27 |
gaming-monitor | playvard | Arena 34 | Арена 34 | 5 | 0 | 34 | screen_size=34 |
""",
    "tvs-projectors": """
tv | lumarra | Okno 9 | Окно 9 | 5 | 0 | 65 | screen_size=55,65,75,85 |
tv | lumarra | Okno 7 | Окно 7 | 4 | 0 | 55 | screen_size=50,55,65,75 | price-drop-today
tv | lumarra | Okno 6 | Окно 6 | 4 | 1 | 55 | screen_size=43,50,55,65 |
tv | lumarra | Okno 5 | Окно 5 | 3 | 0 | 50 | screen_size=43,50,55 |
tv | lumarra | Okno 3 | Окно 3 | 2 | 0 | 43 | screen_size=43,50,55 |
projector | lumarra | Luch 100 | Луч 100 | 4 | 0 | 100 | screen_size=100 | page-scheduled
tv | orvelo | Panorama 4 | Панорама 4 | 4 | 0 | 65 | screen_size=50,55,65,75 |
tv | orvelo | Panorama 3 | Панорама 3 | 3 | 1 | 55 | screen_size=43,50,55 |
tv | basic | Ekran 2 | Экран 2 | 1 | 0 | 43 | screen_size=43,50 |
tv | basic | Ekran 1 | Экран 1 | 1 | 1 | 43 | screen_size=43,50 |
""",
    "headphones": """
over-ear | nimbry | Tishina 5 | Тишина 5 | 5 | 0 | 1 | colour=graphite,cream,rain,plum,moss | many-reviews
over-ear | nimbry | Tishina 4 | Тишина 4 | 5 | 1 | 1 | colour=graphite,cream,rain,moss | price-change-tomorrow
over-ear | nimbry | Vela | Вела | 3 | 0 | 1 | colour=night,snow,brick | same-name
over-ear | nimbry | Ansambl 2 | Ансамбль 2 | 2 | 0 | 0.9 | colour=night,snow,sky |
earbuds | nimbry | Zerno 3 | Зерно 3 | 4 | 0 | 1 | colour=graphite,cream,frost |
earbuds | nimbry | Zerno 2 | Зерно 2 | 4 | 1 | 1 | colour=graphite,cream,frost | sold-out
earbuds | nimbry | Zerno 3 Lite | Зерно 3 Лайт | 2 | 0 | 1 | colour=night,snow |
earbuds | bregova | Vela | Вела | 3 | 0 | 1 | colour=pine,brick,night | same-name
over-ear | bregova | Skala | Скала | 3 | 0 | 1.1 | colour=pine,brick,sand |
earbuds | orvelo | Rosa Buds 2 | Роса Бадс 2 | 4 | 0 | 0.9 | colour=fog,dawn,frost,snow |
earbuds | orvelo | Rosa Buds | Роса Бадс | 3 | 1 | 0.9 | colour=fog,dawn,snow |
over-ear | playvard | Nabat 2 | Набат 2 | 4 | 0 | 1.1 | colour=night,cherry |
over-ear | playvard | Nabat | Набат | 2 | 0 | 1.1 | colour=night,cherry |
earbuds | basic | Nota | Нота | 1 | 0 | 1 | colour=night,snow | no-reviews
""",
    "speakers": """
speaker | bregova | Pristan 3 | Пристань 3 | 4 | 0 | 1 | colour=brick,pine,night,sand |
speaker | bregova | Pristan 2 | Пристань 2 | 4 | 1 | 1 | colour=brick,pine,night,sand |
speaker | bregova | Galka | Галька | 2 | 0 | 0.7 | colour=brick,sky,sun |
speaker | bregova | Pristan Mini | Пристань Мини | 3 | 0 | 0.8 | colour=brick,pine,night |
speaker | bregova | Koster | Костёр | 5 | 0 | 1.35 | colour=brick,night |
home-speaker | nimbry | Kamerton 2 | Камертон 2 | 4 | 0 | 1 | colour=graphite,cream |
home-speaker | nimbry | Kamerton Mini | Камертон Мини | 2 | 0 | 0.75 | colour=graphite,cream |
soundbar | lumarra | Gorizont 5 | Горизонт 5 | 5 | 0 | 1.1 | colour=graphite,snow |
soundbar | lumarra | Gorizont 3 | Горизонт 3 | 3 | 0 | 0.9 | colour=graphite,snow | page-unpublished
""",
    "watches": """
watch | pulsmere | Ritm 4 | Ритм 4 | 4 | 0 | 1 | case_size=42,46 strap=silicone,leather,steel |
watch | pulsmere | Ritm 3 | Ритм 3 | 4 | 1 | 1 | case_size=42,46 strap=silicone,textile,leather |
watch | pulsmere | Ritm 4 Sport | Ритм 4 Спорт | 5 | 0 | 1.05 | case_size=42,46 strap=silicone,textile |
band | pulsmere | Puls 2 | Пульс 2 | 2 | 0 | 1 | case_size=40 strap=silicone,textile,leather |
watch | orvelo | Chas 2 | Час 2 | 4 | 0 | 0.95 | case_size=40,44 strap=silicone,leather |
watch | orvelo | Chas 1 | Час 1 | 3 | 1 | 0.95 | case_size=40,44 strap=silicone,textile |
watch | orvelo | Chas Lite | Час Лайт | 2 | 0 | 0.95 | case_size=40 strap=silicone,textile,leather |
band | basic | Shag | Шаг | 1 | 0 | 1 | case_size=38 strap=silicone,textile |
""",
    "photo-video": """
camera | fotelle | Etud 5 | Этюд 5 | 5 | 0 | 1 | camera_kit=body,lens,two-lenses |
camera | fotelle | Etud 3 | Этюд 3 | 4 | 0 | 0.92 | camera_kit=body,lens |
compact | fotelle | Progulka 2 | Прогулка 2 | 3 | 0 | 0.8 | camera_kit=standard,travel |
drone | fotelle | Strizh 2 | Стриж 2 | 4 | 0 | 1 | camera_kit=standard,travel | drone
drone | fotelle | Strizh Mini | Стриж Мини | 2 | 0 | 0.85 | camera_kit=standard | drone
action-camera | bregova | Tropa 4 | Тропа 4 | 4 | 0 | 1 | camera_kit=standard,travel |
action-camera | bregova | Tropa 3 | Тропа 3 | 3 | 1 | 1 | camera_kit=standard |
action-camera | playvard | Kadr | Кадр | 2 | 0 | 0.9 | camera_kit=standard |
""",
    "gaming": """
console | playvard | Kub 2 | Куб 2 | 5 | 0 | 1 | colour=night,snow capacity=1024 |
console | playvard | Kub 2 Mini | Куб 2 Мини | 3 | 0 | 0.8 | colour=night capacity=512,1024,2048 |
pad | playvard | Hvat Pro | Хват Про | 5 | 0 | 1 | colour=night,cherry |
pad | playvard | Hvat | Хват | 3 | 0 | 1 | colour=night,snow |
pad | playvard | Hvat Mobile | Хват Мобайл | 2 | 0 | 0.9 | colour=night |
mouse | tessavo | Iskra 2 | Искра 2 | 4 | 0 | 1 | colour=graphite,snow |
keyboard | tessavo | Strochka 87 | Строчка 87 | 4 | 0 | 1 | colour=graphite,snow |
pad | orvelo | Volna | Волна | 4 | 0 | 1 | colour=fog |
""",
    "smart-home": """
robot-vacuum | brisava | Tropinka 6 | Тропинка 6 | 5 | 0 | 1 | colour=snow,graphite |
robot-vacuum | brisava | Tropinka 4 | Тропинка 4 | 3 | 0 | 0.95 | colour=snow,graphite |
purifier | brisava | Les 3 | Лес 3 | 4 | 0 | 1 | colour=snow,fog |
humidifier | brisava | Rucheek | Ручеёк | 2 | 0 | 0.8 | colour=snow |
kettle | kettlow | Utro 2 | Утро 2 | 3 | 0 | 1 | colour=cream,cherry,graphite |
kettle | kettlow | Utro Steel | Утро Сталь | 4 | 0 | 1 | colour=steel,graphite |
kettle | kettlow | Chashka | Чашка | 1 | 0 | 0.7 | colour=cream,sky |
hub | meshtal | Uzel 2 | Узел 2 | 4 | 0 | 1 | colour=snow |
plug | meshtal | Pole | Поле | 1 | 0 | 1 | colour=snow | no-reviews
""",
    "power": """
charger | voltamo | Zaryad 65 | Заряд 65 | 4 | 0 | 1 | colour=snow,graphite,sky |
charger | voltamo | Zaryad 30 | Заряд 30 | 2 | 0 | 0.8 | colour=snow,graphite,sky |
power-bank | voltamo | Zapas 20 | Запас 20 | 4 | 0 | 1.1 | colour=graphite,snow |
power-bank | voltamo | Zapas 10 | Запас 10 | 3 | 0 | 0.9 | colour=graphite,sky |
cable | voltamo | Nit 100 | Нить 100 | 4 | 0 | 1 | length=1,2,3 colour=graphite |
cable | basic | Shnur | Шнур | 1 | 0 | 1 | length=0.5,1,2 colour=snow |
charger | basic | Norma | Норма | 1 | 0 | 0.8 | colour=snow |
charger | basic | Norma Duo | Норма Дуо | 3 | 0 | 0.9 | colour=snow,graphite |
charging-pad | orvelo | Bereg | Берег | 3 | 0 | 1 | colour=fog |
""",
}

# Names for long lists of values in the table above.
LISTS = {
    "every": "128,256,512,1024",
    "weather": "graphite,snow,fog,rain,thunder,moss,dawn,sand,frost,plum",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One model before its numbers are worked out; `step` is the tier that its age leaves it with."""

    category: str
    form: str
    brand: str
    model: str
    model_ru: str
    tier: int
    age: int
    size: float
    options: Mapping[str, tuple[str, ...]]
    tags: frozenset[str]

    @property
    def step(self) -> int:
        return max(0, self.tier - self.age)


def _line(category: str, row: str) -> Line:
    form, brand, model, model_ru, tier, age, size, options, tags = (cell.strip() for cell in row.split("|"))
    pairs = (pair.split("=") for pair in options.split())
    return Line(
        category,
        form,
        brand,
        model,
        model_ru,
        int(tier),
        int(age),
        float(size),
        {axis: tuple(LISTS.get(values, values).split(",")) for axis, values in pairs},
        frozenset(tag for tag in tags.split(",") if tag),
    )


LINES = tuple(_line(category, row) for category, rows in ROWS.items() for row in rows.strip().splitlines())
