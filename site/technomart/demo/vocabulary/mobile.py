"""Words for phones, tablets, readers, watches and bands."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, below, equals, has, lacks

CABLE = ("USB-C cable, 1 m", "Кабель USB-C, 1 м")
LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")

PHONE = Vocabulary(
    type_en="Smartphone",
    type_ru="Смартфон",
    gender="m",
    key=("{diagonal_n}-inch screen, {battery}", "экран {diagonal_w}, {battery}"),
    facts=(
        ("a {diagonal_n}-inch screen at {refresh}", "экран {diagonal_w} с частотой {refresh}"),
        ("a {battery} battery", "аккумулятор {battery}"),
        ("{mass} in the hand", "масса {mass}"),
    ),
    whom=(
        (
            "A sound choice for calls, maps and messages, and for a first phone of one's own.",
            "Возьмите его для звонков, карт и переписки — или как первый собственный телефон.",
        ),
        (
            "Made for those who keep a phone for three or four years and film more than they play.",
            "Рассчитан на тех, кто меняет телефон раз в три-четыре года и чаще снимает, чем играет.",
        ),
        (
            "It is for people who work, film and travel with one device and charge it once a day.",
            "Для тех, кто работает, снимает и путешествует с одним устройством и заряжает его раз в день.",
        ),
    ),
    limits=(
        (
            at_least("mass", 215),
            "With {mass} it is not a phone for a shirt pocket.",
            "С массой {mass} это не телефон для нагрудного кармана.",
        ),
        (
            below("camera_mp", 30),
            "If you photograph in the dark, look one class higher.",
            "Если часто снимаете в темноте, посмотрите на класс выше.",
        ),
        (
            lacks("wireless_charging"),
            "Those used to charging without a wire will miss the pad.",
            "Не подойдёт тем, кто привык заряжать телефон без провода.",
        ),
        (below("diagonal", 6.2), "For long films the screen is small.", "Для долгих фильмов экран маловат."),
        (
            always,
            "For games at the highest settings there are models with larger cooling.",
            "Для игр на высших настройках есть модели с лучшим охлаждением.",
        ),
    ),
    benefits=(
        (
            at_least("refresh", 90),
            "Lists glide instead of jumping: the screen is renewed {refresh_w} a second",
            "Ленты скользят, а не прыгают: экран обновляется {refresh_w} в секунду",
        ),
        (
            at_least("battery", 4600),
            "{battery} carry it from breakfast past midnight",
            "{battery} хватает с утра и за полночь",
        ),
        (
            below("battery", 4600),
            "A {battery} battery keeps the body at {mass}",
            "Аккумулятор {battery} оставил массу на уровне {mass}",
        ),
        (
            at_least("charging_w", 30),
            "Half an hour on a {charging_w} charger gives a working day",
            "Полчаса на адаптере {charging_w} — и заряда хватит на рабочий день",
        ),
        (
            at_least("camera_mp", 48),
            "{camera_mp} in the main camera: room to crop a photo and print it",
            "Главная камера {camera_mp}: снимок можно кадрировать и всё равно напечатать",
        ),
        (
            equals("protection", "ip67", "ip68"),
            "{protection}: survives rain and a fall into the sink",
            "Защита {protection}: дождь и падение в раковину не страшны",
        ),
        (
            equals("protection", "ip53", "ip54", "ip65"),
            "{protection}: a call in the rain does it no harm",
            "Защита {protection}: можно говорить под дождём",
        ),
        (
            has("wireless_charging"),
            "Charges on a Qi2 pad, no cable to look for at night",
            "Заряжается на площадке Qi2 — ночью не надо искать провод",
        ),
        (
            equals("sim", "esim"),
            "A travel number is added as eSIM without a shop",
            "Номер для поездки добавляется как eSIM, без похода в салон",
        ),
        (
            equals("sim", "dual"),
            "Two SIM cards: home and work in one phone",
            "Две сим-карты: домашний и рабочий номер в одном телефоне",
        ),
        (
            always,
            "{ram} of memory keep the last programs open",
            "{ram} оперативной памяти держат открытыми последние программы",
        ),
        (
            always,
            "Five years of security updates from the day of release",
            "Пять лет обновлений безопасности с даты выпуска",
        ),
    ),
    box=(("Smartphone", "Смартфон"), CABLE, ("SIM pin", "Скрепка для сим-карты"), LEAFLET),
)

TABLET = Vocabulary(
    type_en="Tablet",
    type_ru="Планшет",
    gender="m",
    key=("{diagonal_n}-inch {screen_type} screen", "экран {screen_type}, {diagonal_w}"),
    facts=(
        ("a {diagonal_n}-inch {screen_type} screen", "экран {screen_type} с диагональю {diagonal_w}"),
        ("{battery_hours_w} on one charge", "{battery_hours_w} без розетки"),
        ("{mass} in the bag", "масса {mass}"),
    ),
    whom=(
        (
            "For cartoons on the road, recipes in the kitchen and calls to the family.",
            "Для мультфильмов в дороге, рецептов на кухне и звонков родным.",
        ),
        (
            "A good second screen for students and for those who read much from paper-sized pages.",
            "Хороший второй экран для студента и для тех, кто много читает с листа.",
        ),
        (
            "For those who draw, mark up drawings and leave the laptop at home.",
            "Для тех, кто рисует, правит чертежи и оставляет ноутбук дома.",
        ),
    ),
    limits=(
        (
            lacks("pen"),
            "Drawing needs another model: this one does not know the pen.",
            "Рисовать лучше на другой модели: стилуса эта не понимает.",
        ),
        (
            at_least("diagonal", 12),
            "In a crowded train the large screen is awkward to hold.",
            "В полном вагоне большой экран неудобно держать.",
        ),
        (
            always,
            "It will not replace a laptop with desktop programs.",
            "Ноутбук с настольными программами он не заменит.",
        ),
    ),
    benefits=(
        (
            always,
            "{battery_hours_w} of films: a flight there and back",
            "{battery_hours_w} кино — перелёт туда и обратно",
        ),
        (has("pen"), "The pen feels 4,096 steps of pressure", "Стилус различает 4096 ступеней нажима"),
        (
            at_least("refresh", 90),
            "{refresh}: the line follows the hand without a tail",
            "{refresh}: линия идёт за рукой без хвоста",
        ),
        (
            equals("screen_type", "oled", "ltpo-oled"),
            "{screen_type}: black is black even in the dark",
            "{screen_type}: чёрный остаётся чёрным даже в темноте",
        ),
        (
            equals("screen_type", "ips"),
            "An even IPS screen that does not tire by evening",
            "Ровный экран IPS, от которого к вечеру не устают глаза",
        ),
        (
            lambda a: "microSD" in str(a.get("ports", "")),
            "A microSD slot for a library of films",
            "Слот microSD под фильмотеку",
        ),
        (always, "{ram} of memory for two programs side by side", "{ram} оперативной памяти — на две программы рядом"),
        (always, "{resolution} keeps small print readable", "В {resolution} читается и мелкий шрифт"),
    ),
    box=(("Tablet", "Планшет"), CABLE, LEAFLET),
)

READER = Vocabulary(
    type_en="E-reader",
    type_ru="Читалка",
    gender="f",
    key=("{diagonal_n}-inch e-paper", "электронная бумага, {diagonal_w}"),
    facts=(
        ("{diagonal_n} inches of e-paper", "{diagonal_w} электронной бумаги"),
        ("{battery_hours_w} of reading", "{battery_hours_w} чтения"),
        ("{mass}", "масса {mass}"),
    ),
    whom=(
        ("For those who read in bed and on the way to work.", "Для тех, кто читает перед сном и по дороге на работу."),
        (
            "For readers of two or three books a week who do not want to charge in between.",
            "Для тех, кто проглатывает две-три книги в неделю и не хочет думать о зарядке.",
        ),
        (
            "For scores, drawings and articles with notes in the margin.",
            "Для нот, чертежей и статей с пометками на полях.",
        ),
    ),
    limits=((always, "It does not show video, and does not try to.", "Видео она не показывает — и не пытается."),),
    benefits=(
        (always, "No glare: read on a beach as on paper", "Не бликует: на пляже читается как бумага"),
        (
            always,
            "{battery_hours_w} on one charge, a month of evenings",
            "{battery_hours_w} на одном заряде — месяц вечеров",
        ),
        (always, "{mass}: less than a paperback of 400 pages", "{mass} — легче томика на четыреста страниц"),
        (has("pen"), "The pen writes notes in the margin", "Стилусом можно писать на полях"),
        (always, "Warm light for the evening, without blue", "Тёплая подсветка на вечер, без синего"),
        (always, "Opens FB2, EPUB and PDF without conversion", "Открывает FB2, EPUB и PDF без преобразования"),
    ),
    box=(("E-reader", "Читалка"), CABLE, LEAFLET),
)

WATCH = Vocabulary(
    type_en="Smart watch",
    type_ru="Смарт-часы",
    gender="p",
    key=("{diagonal_n}-inch screen, {battery_days_w}", "экран {diagonal_w}, {battery_days_w}"),
    facts=(
        ("a {diagonal_n}-inch screen", "экран {diagonal_w}"),
        ("{battery_days_w} between charges", "{battery_days_w} без зарядки"),
        ("water protection of {water_atm}", "защита от воды {water_atm}"),
    ),
    whom=(
        (
            "For a first watch that counts steps and shows who is calling.",
            "Первые умные часы: считают шаги и показывают, кто звонит.",
        ),
        (
            "For runners and swimmers who leave the phone in the locker.",
            "Для тех, кто бегает и плавает, а телефон оставляет в шкафчике.",
        ),
        (
            "For those who train by the pulse and look after the heart.",
            "Для тех, кто тренируется по пульсу и следит за сердцем.",
        ),
    ),
    limits=(
        (
            lacks("payments"),
            "Paying in a shop still takes the phone or the card.",
            "Платить в магазине придётся телефоном или картой.",
        ),
        (
            lacks("ecg"),
            "Look one class higher if you need an electrocardiogram.",
            "Если нужна кардиограмма, посмотрите на класс выше.",
        ),
        (
            always,
            "They are not a medical device and do not replace a doctor.",
            "Это не медицинский прибор: врача они не заменят.",
        ),
    ),
    benefits=(
        (
            always,
            "{battery_days_w} between charges with the pulse measured all day",
            "{battery_days_w} без зарядки с круглосуточным пульсом",
        ),
        (has("gps"), "GPS of its own draws the route without the phone", "Собственный GPS рисует маршрут без телефона"),
        (
            at_least("water_atm", 5),
            "{water_atm}: swim in a pool and in the sea",
            "{water_atm}: можно плавать в бассейне и в море",
        ),
        (has("payments"), "Pay with a touch of the wrist", "Оплата прикосновением запястья"),
        (has("ecg"), "An ECG in thirty seconds, kept for the doctor", "ЭКГ за тридцать секунд с записью для врача"),
        (
            equals("glass", "sapphire"),
            "Sapphire is not scratched by keys or sand",
            "Сапфир не царапают ни ключи, ни песок",
        ),
        (
            equals("screen_type", "oled", "ltpo-oled"),
            "The {screen_type} screen can stay on all day",
            "Экран {screen_type} можно не гасить весь день",
        ),
        (always, "The strap is changed without tools", "Ремешок меняется без инструментов"),
        (always, "Weighs {mass} and does not get in the way of sleep", "С массой {mass} не мешают спать"),
    ),
    box=(("Watch with strap", "Часы с ремешком"), ("Magnetic charging cable", "Магнитный зарядный кабель"), LEAFLET),
)

BAND = Vocabulary(
    type_en="Fitness band",
    type_ru="Фитнес-браслет",
    gender="m",
    key=("{battery_days_w}, {water_atm}", "{battery_days_w}, {water_atm}"),
    facts=(
        ("a {diagonal_n}-inch screen", "экран {diagonal_w}"),
        ("{battery_days_w} between charges", "{battery_days_w} без зарядки"),
        ("only {mass} on the wrist", "всего {mass} на запястье"),
    ),
    whom=(
        (
            "For those who want to walk more and do not want another screen.",
            "Для тех, кто хочет больше ходить и не хочет ещё одного экрана.",
        ),
        ("For morning runs and for a silent alarm clock.", "Для утренних пробежек и беззвучного будильника."),
        ("For those who find a watch too heavy at night.", "Для тех, кому часы ночью тяжелы."),
    ),
    limits=(
        (
            lacks("gps"),
            "A route is recorded only with the phone in the pocket.",
            "Маршрут пишется только с телефоном в кармане.",
        ),
        (always, "Long messages are easier to read on a watch.", "Длинные сообщения удобнее читать на часах."),
    ),
    benefits=(
        (always, "{battery_days_w} on one charge", "{battery_days_w} на одном заряде"),
        (always, "{mass}: forgotten on the wrist after a minute", "{mass} — через минуту о нём забываешь"),
        (always, "{water_atm}: shower and pool", "{water_atm}: душ и бассейн"),
        (has("pulse"), "Pulse and sleep are written down round the clock", "Пульс и сон записываются круглые сутки"),
        (has("gps"), "Own GPS for a run without the phone", "Свой GPS для пробежки без телефона"),
        (equals("glass", "tempered"), "Tempered glass for the gym", "Закалённое стекло для спортзала"),
    ),
    box=(("Band", "Браслет"), ("Magnetic charging cable", "Магнитный зарядный кабель"), LEAFLET),
)
