"""Words for appliances, smart home devices, chargers and cables."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, below, differs, equals, has, lacks

LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")

ROBOT_VACUUM = Vocabulary(
    type_en="Robot vacuum",
    type_ru="Робот-пылесос",
    gender="m",
    key=("{suction}, up to {area}", "{suction}, до {area}"),
    facts=(
        ("{suction} of suction", "разрежение {suction}"),
        ("up to {area} on one charge", "до {area} за один заряд"),
        ("{noise_db} of noise", "шум {noise_db}"),
    ),
    whom=(
        ("For a studio without carpets.", "Для студии без ковров."),
        ("For a flat with a cat and two rugs.", "Для квартиры с котом и двумя ковриками."),
        ("For a house where nobody wants to think of floors.", "Для дома, где о полах не хочется думать вовсе."),
    ),
    limits=(
        (
            always,
            "Thresholds above two centimetres and socks on the floor stop it.",
            "Пороги выше двух сантиметров и носки на полу его остановят.",
        ),
    ),
    benefits=(
        (at_least("suction", 4500), "{suction} pull sand out of a carpet", "{suction} вытягивают песок из ковра"),
        (below("suction", 4500), "{suction}: enough for parquet and tiles", "{suction}: хватает для паркета и плитки"),
        (always, "{run_minutes} of work: up to {area}", "{run_minutes} работы — до {area}"),
        (always, "{noise_db}: one can talk beside it", "{noise_db}: рядом можно разговаривать"),
        (
            equals("protocol", "matter"),
            "Matter: takes orders from any home hub",
            "Matter: слушается любого центра умного дома",
        ),
        (
            has("app"),
            "The map stays in the device, not in a cloud",
            "План квартиры хранится в устройстве, а не в облаке",
        ),
        (always, "A bin of {volume} is emptied by the station", "Пылесборник {volume} опустошает станция"),
    ),
    box=(
        ("Vacuum", "Пылесос"),
        ("Charging station", "Зарядная станция"),
        ("Side brush and filter", "Боковая щётка и фильтр"),
        LEAFLET,
    ),
)

PURIFIER = Vocabulary(
    type_en="Air purifier",
    type_ru="Очиститель воздуха",
    gender="m",
    key=("up to {area}, {noise_db}", "до {area}, {noise_db}"),
    facts=(
        ("air for up to {area}", "воздух на площади до {area}"),
        ("{noise_db} of noise", "шум {noise_db}"),
        ("{power_w}", "мощность {power_w}"),
    ),
    whom=(
        ("For a child's room.", "Для детской."),
        ("For a bedroom above a street.", "Для спальни с окнами на улицу."),
        ("For those who live beside a road and with a dog.", "Для тех, кто живёт у дороги и с собакой."),
    ),
    limits=((always, "It does not cool the air and does not make it damp.", "Воздух он не охлаждает и не увлажняет."),),
    benefits=(
        (always, "{area} in one hour", "{area} за один час"),
        (always, "{noise_db}: quieter than a talk", "{noise_db}: тише разговора"),
        (always, "Takes {power_w}, class {energy}", "Потребляет {power_w}, класс {energy}"),
        (has("app"), "Shows the dust in the air on the phone", "Показывает пыль в воздухе на экране телефона"),
        (
            equals("protocol", "matter"),
            "Matter: goes on by itself when the air is bad",
            "Matter: включается сам, когда воздух портится",
        ),
        (always, "The filter lasts a year and is changed in a minute", "Фильтр служит год и меняется за минуту"),
    ),
    box=(("Purifier with filter", "Очиститель с фильтром"), ("Power supply", "Блок питания"), LEAFLET),
)

HUMIDIFIER = Vocabulary(
    type_en="Humidifier",
    type_ru="Увлажнитель",
    gender="m",
    key=("{volume}, up to {area}", "{volume}, до {area}"),
    facts=(
        ("a tank of {volume}", "бак {volume}"),
        ("up to {area}", "площадь до {area}"),
        ("{noise_db} of noise", "шум {noise_db}"),
    ),
    whom=PURIFIER.whom,
    limits=(
        (
            always,
            "Hard water leaves scale: it likes filtered water.",
            "От жёсткой воды появится налёт: любит фильтрованную.",
        ),
    ),
    benefits=(
        (always, "{volume} last a night and a morning", "{volume} хватает на ночь и утро"),
        (always, "{noise_db} at the usual speed", "{noise_db} на обычной скорости"),
        (always, "Water is poured from above", "Вода наливается сверху"),
        (has("app"), "Keeps the humidity set on the phone", "Держит влажность, заданную в телефоне"),
        (always, "{power_w} from the socket", "{power_w} из розетки"),
    ),
    box=(("Humidifier", "Увлажнитель"), ("Power supply", "Блок питания"), LEAFLET),
)

KETTLE = Vocabulary(
    type_en="Kettle",
    type_ru="Чайник",
    gender="m",
    key=("{volume}, {power_w}", "{volume}, {power_w}"),
    facts=(
        ("{volume}", "объём {volume}"),
        ("{power_w}", "мощность {power_w}"),
        ("{noise_db} of noise", "шум {noise_db}"),
    ),
    whom=(
        ("For a student's room and for the office.", "Для общежития и офиса."),
        ("For a family that drinks tea five times a day.", "Для семьи, где чай пьют пять раз в день."),
        (
            "For those who brew green tea at eighty degrees.",
            "Для тех, кто заваривает зелёный при восьмидесяти градусах.",
        ),
    ),
    limits=(
        (
            lacks("app"),
            "It boils and does nothing else: the temperature is not set.",
            "Он только кипятит: температура не выбирается.",
        ),
        (
            always,
            "In an old house check the wiring for {power_w}.",
            "В старом доме проверьте проводку: мощность {power_w}.",
        ),
    ),
    benefits=(
        (always, "{volume}: {cups} cups at once", "{volume} — {cups} за раз"),
        (always, "{power_w}: water boils while the cups are set", "{power_w}: вода закипает, пока накрываете на стол"),
        (always, "Walls of two layers stay cool", "Двойные стенки не обжигают"),
        (
            has("app"),
            "Temperature from 40 to 100 degrees from the phone",
            "Температура от 40 до 100 градусов с телефона",
        ),
        (always, "{noise_db} at the boil", "{noise_db} при кипении"),
        (always, "Switches off without water", "Отключается без воды"),
    ),
    box=(("Kettle", "Чайник"), ("Base with lead", "Подставка со шнуром"), LEAFLET),
)

HUB = Vocabulary(
    type_en="Smart home hub",
    type_ru="Центр умного дома",
    gender="m",
    key=("{protocol}, up to {area}", "{protocol}, до {area}"),
    facts=(
        ("{protocol}", "протокол {protocol}"),
        ("up to {area}", "площадь до {area}"),
        ("{power_w}", "мощность {power_w}"),
    ),
    whom=(
        ("For three lamps and a socket.", "Для трёх ламп и одной розетки."),
        (
            "For a flat where light, air and vacuum should agree.",
            "Для квартиры, где свет, воздух и пылесос должны договориться.",
        ),
        ("For a house with sensors in each room.", "Для дома с датчиками в каждой комнате."),
    ),
    limits=((always, "Without devices of its own it does nothing.", "Без других устройств он ничего не делает."),),
    benefits=(
        (
            always,
            "{protocol}: devices of different makers in one list",
            "{protocol}: устройства разных марок в одном списке",
        ),
        (always, "Works without the internet: rules live inside", "Работает без интернета: правила хранятся внутри"),
        (always, "Up to {area} through walls", "До {area} сквозь стены"),
        (always, "{power_w}: a charger for a phone takes more", "{power_w} — меньше, чем берёт зарядка телефона"),
    ),
    box=(("Hub", "Центр управления"), ("USB-C cable, 1 m", "Кабель USB-C, 1 м"), LEAFLET),
)

PLUG = Vocabulary(
    type_en="Smart plug",
    type_ru="Умная розетка",
    gender="f",
    key=("{protocol}, {power_w}", "{protocol}, {power_w}"),
    facts=(
        ("up to {power_w}", "до {power_w}"),
        ("{protocol}", "протокол {protocol}"),
        ("a switch on the body", "кнопка на корпусе"),
    ),
    whom=(
        ("For a lamp that should go on at dusk.", "Для лампы, которая должна загораться в сумерках."),
        ("For a heater and for knowing what it spends.", "Для обогревателя — и чтобы знать, сколько он тратит."),
        ("For a whole row of lights.", "Для целого ряда светильников."),
    ),
    limits=((always, "An iron and a hob are not for it.", "Утюг и плита — не для неё."),),
    benefits=(
        (always, "Counts what the device spends", "Считает, сколько тратит прибор"),
        (always, "Holds {power_w}", "Выдерживает {power_w}"),
        (always, "A button works without the phone", "Кнопка работает и без телефона"),
        (always, "{protocol}, without a separate account", "{protocol}, без отдельной учётной записи"),
    ),
    box=(("Smart plug", "Розетка"), LEAFLET),
)

CHARGER = Vocabulary(
    type_en="Charger",
    type_ru="Зарядное устройство",
    gender="n",
    key=("{watts}, {connector}", "{watts}, {connector}"),
    facts=(
        ("{watts} for all ports", "{watts} на все порты"),
        ("{connector}", "разъём {connector}"),
        ("{mass}", "масса {mass}"),
    ),
    whom=(
        ("For a phone by the bed.", "Для телефона у кровати."),
        ("For a phone and a tablet on the road.", "Для телефона и планшета в дороге."),
        ("For a laptop and a phone from one socket.", "Для ноутбука и телефона от одной розетки."),
    ),
    limits=(
        (
            below("watts", 45),
            "A laptop charges from it slowly or not at all.",
            "Ноутбук от него заряжается медленно или никак.",
        ),
        (lacks("cable_included"), "There is no cable in the box.", "Кабеля в коробке нет."),
        (always, "For headphones alone it is too strong a choice.", "Для одних наушников мощности слишком много."),
    ),
    benefits=(
        (
            equals("compatible", "laptop"),
            "{watts}: a laptop charges at full speed",
            "{watts}: ноутбук заряжается на полной скорости",
        ),
        (equals("compatible", "tablet"), "{watts} for a tablet and a phone", "{watts} для планшета и телефона"),
        (
            equals("compatible", "phone"),
            "{watts}: half a phone in forty minutes",
            "{watts}: половина телефона за сорок минут",
        ),
        (always, "{mass} of gallium nitride, cool to the hand", "{mass} на нитриде галлия, без нагрева"),
        (
            at_least("ports_count", 2),
            "{ports_count_w} that share the power by need",
            "{ports_count_w} делят мощность по потребности",
        ),
        (has("cable_included"), "A cable is in the box", "Кабель в комплекте"),
        (always, "Stops by itself in case of heat or a short circuit", "Отключается при перегреве и замыкании"),
        (always, "Works from 100 to 240 V", "Работает от 100 до 240 В"),
    ),
    box=(("Charger", "Зарядное устройство"), LEAFLET),
)

POWER_BANK = Vocabulary(
    type_en="Power bank",
    type_ru="Внешний аккумулятор",
    gender="m",
    key=("{capacity_mah}, {watts}", "{capacity_mah}, {watts}"),
    facts=(("{capacity_mah}", "ёмкость {capacity_mah}"), ("{watts}", "мощность {watts}"), ("{mass}", "масса {mass}")),
    whom=(
        ("For a long evening.", "Для долгого вечера."),
        ("For a weekend without sockets.", "Для выходных без розеток."),
        ("For a train with a laptop.", "Для поезда с ноутбуком."),
    ),
    limits=(
        (
            at_least("mass", 300),
            "With {mass} it lives in a backpack, not in a pocket.",
            "С массой {mass} живёт в рюкзаке, а не в кармане.",
        ),
        (always, "It will not feed a laptop.", "Ноутбук от него не зарядить."),
    ),
    benefits=(
        (always, "{capacity_mah}: about {charges} of a phone", "{capacity_mah} — около {charges} телефона"),
        (always, "{ports_count_w} at once", "{ports_count_w} одновременно"),
        (equals("compatible", "laptop"), "{watts}: a laptop charges too", "{watts}: хватит и ноутбуку"),
        (has("wireless_charging"), "Charges headphones without a wire", "Заряжает наушники без провода"),
        (always, "May be taken into an aeroplane cabin", "Можно взять в салон самолёта"),
        (always, "Shows the rest in per cent", "Показывает остаток в процентах"),
    ),
    box=(("Power bank", "Внешний аккумулятор"), ("USB-C cable, 0.5 m", "Кабель USB-C, 0,5 м"), LEAFLET),
)

CABLE = Vocabulary(
    type_en="USB-C cable",
    type_ru="Кабель USB-C",
    gender="m",
    key=("{watts}", "{watts}"),
    facts=(
        ("{watts}", "мощность {watts}"),
        ("{connector} on both ends", "{connector} на обоих концах"),
        ("a braided jacket", "плетёная оболочка"),
    ),
    whom=(
        ("For a phone and headphones.", "Для телефона и наушников."),
        ("For a bag where wires live hard.", "Для сумки, где проводам живётся трудно."),
        ("For a laptop whose socket is across the room.", "Для ноутбука, до розетки которого полкомнаты."),
    ),
    limits=((always, "It does not carry a picture to a monitor.", "Изображение на монитор он не передаёт."),),
    benefits=(
        (always, "{watts} without heating", "{watts} без нагрева"),
        (always, "20,000 bends at the plug", "20 000 изгибов у разъёма"),
        (equals("compatible", "laptop"), "Charges a laptop at full speed", "Заряжает ноутбук на полной скорости"),
        (differs("compatible", "laptop"), "Charges a phone and headphones", "Заряжает телефон и наушники"),
        (always, "A strap holds the coil together", "Стяжка держит моток"),
    ),
    box=(("Cable", "Кабель"), ("Strap", "Стяжка")),
)

CHARGING_PAD = Vocabulary(
    type_en="Wireless charging pad",
    type_ru="Беспроводная зарядка",
    gender="f",
    key=("{watts}, Qi2", "{watts}, Qi2"),
    facts=(
        ("{watts} without a wire", "{watts} без провода"),
        ("a magnet that finds the place", "самонаводящийся магнит"),
        ("{mass}", "масса {mass}"),
    ),
    whom=(
        ("For the bedside table.", "Для тумбочки у кровати."),
        ("For a desk where the phone lies in sight all day.", "Для стола, где телефон весь день на виду."),
        ("For a hall where the whole family puts its phones down.", "Для прихожей, где вся семья оставляет телефоны."),
    ),
    limits=((always, "Through a thick case it charges more slowly.", "Через толстый чехол заряжает медленнее."),),
    benefits=(
        (always, "{watts} by the Qi2 standard", "{watts} по стандарту Qi2"),
        (always, "The magnet puts the phone straight", "Магнит сам ставит телефон ровно"),
        (always, "9 mm thin, rubber beneath", "Толщина 9 мм, снизу резина"),
        (has("cable_included"), "A metre of cable is in the box", "Метр кабеля в комплекте"),
    ),
    box=(("Pad", "Площадка"), ("USB-C cable, 1 m", "Кабель USB-C, 1 м"), LEAFLET),
)
