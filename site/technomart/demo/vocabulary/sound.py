"""Words for headphones, speakers and soundbars."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, below, differs, equals, has, lacks

LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")
CABLE = ("USB-C cable, 1 m", "Кабель USB-C, 1 м")

OVER_EAR = Vocabulary(
    type_en="Headphones",
    type_ru="Наушники",
    gender="p",
    plural_en=True,
    key=("{battery_hours_w}, quieter by {noise_reduction}", "{battery_hours_w}, тише на {noise_reduction}"),
    facts=(
        ("{battery_hours_w} of music", "{battery_hours_w} музыки"),
        ("{noise_reduction} less noise", "тишина на {noise_reduction}"),
        ("{mass} on the head", "{mass} на голове"),
    ),
    whom=(
        ("For lessons, games and podcasts at home.", "Для уроков, игр и подкастов дома."),
        ("For the way to work and for an office with an open plan.", "Для дороги на работу и открытого офиса."),
        (
            "For those who fly, work in noise and hear the difference between recordings.",
            "Для тех, кто летает, работает в шуме и слышит разницу между записями.",
        ),
    ),
    limits=(
        (
            lacks("noise_cancelling"),
            "In an aeroplane the engines stay audible: there is no active noise cancelling.",
            "В самолёте двигатели будут слышны: активного шумоподавления нет.",
        ),
        (
            equals("protection", "none"),
            "For running in the rain take a pair with protection from water.",
            "Для бега под дождём возьмите пару с защитой от воды.",
        ),
        (always, "They are too large to lie on your side with.", "Лежать в них на боку неудобно."),
    ),
    benefits=(
        (
            has("noise_cancelling"),
            "Noise cancelling of {noise_reduction}: the underground becomes a library",
            "Шумоподавление {noise_reduction}: метро превращается в читальный зал",
        ),
        (
            lacks("noise_cancelling"),
            "The cups alone take {noise_reduction} off the street",
            "Одни только чашки убирают {noise_reduction} уличного шума",
        ),
        (
            always,
            "{battery_hours_w}: charge on Sunday, forget till Friday",
            "{battery_hours_w}: зарядил в воскресенье — забыл до пятницы",
        ),
        (always, "{quick_minutes} on the cable give four hours", "{quick_minutes} на кабеле — это ещё четыре часа"),
        (
            at_least("microphones", 4),
            "{microphones_w}: your voice without the wind",
            "{microphones_w}: ваш голос без ветра",
        ),
        (has("wired"), "By cable they play with an empty battery", "По кабелю играют и с севшим аккумулятором"),
        (equals("codec", "ldac"), "LDAC keeps what the recording holds", "LDAC сохраняет то, что есть в записи"),
        (below("mass", 240), "{mass}: glasses are not pressed", "{mass}: дужки очков не давят"),
        (differs("protection", "none"), "{protection}: rain does no harm", "{protection}: дождь не вредит"),
        (always, "Cushions are changed without tools", "Амбушюры меняются без инструментов"),
    ),
    box=(("Headphones", "Наушники"), ("Case", "Чехол"), CABLE, LEAFLET),
)

EARBUDS = Vocabulary(
    type_en="Earbuds",
    type_ru="Беспроводные наушники",
    gender="p",
    plural_en=True,
    key=("{battery_hours_w}, quieter by {noise_reduction}", "{battery_hours_w}, тише на {noise_reduction}"),
    facts=(
        ("{battery_hours_w} in the ears", "{battery_hours_w} в ушах"),
        ("{noise_reduction} less noise", "тишина на {noise_reduction}"),
        ("{mass} together with the case", "{mass} вместе с футляром"),
    ),
    whom=(
        ("For podcasts on a walk and calls on the go.", "Для подкастов на прогулке и звонков на ходу."),
        ("For training and for the way home.", "Для тренировки и дороги домой."),
        ("For those who want silence in a pocket.", "Для тех, кому нужна тишина, которая помещается в карман."),
    ),
    limits=(
        (lacks("noise_cancelling"), "In the underground you will hear the underground.", "В метро будет слышно метро."),
        (
            below("battery_hours", 9),
            "For a night flight take the case along: {battery_hours_w} do not last till morning.",
            "На ночной рейс возьмите футляр: до утра {battery_hours_w} не хватит.",
        ),
        (
            always,
            "Those who dislike rubber tips should look at open ones.",
            "Если не любите силиконовые насадки, посмотрите на открытые.",
        ),
    ),
    benefits=(
        (has("noise_cancelling"), "{noise_reduction} of active silence", "{noise_reduction} активной тишины"),
        (
            always,
            "{battery_hours_w} in the ears and three charges more in the case",
            "{battery_hours_w} в ушах и ещё три заряда в футляре",
        ),
        (
            always,
            "{quick_minutes} in the case give four hours of sound",
            "{quick_minutes} в футляре — четыре часа звука",
        ),
        (always, "{protection}: sweat and rain do no harm", "{protection}: пот и дождь не вредят"),
        (
            at_least("microphones", 4),
            "{microphones_w} cut the wind out of a call",
            "{microphones_w} вырезают ветер из разговора",
        ),
        (equals("codec", "lc3"), "LC3 keeps the sound in step with the picture", "LC3: звук не отстаёт от картинки"),
        (always, "Tips of four sizes", "Насадки четырёх размеров"),
    ),
    box=(
        ("Earbuds in a case", "Наушники в футляре"),
        ("Tips of four sizes", "Насадки четырёх размеров"),
        CABLE,
        LEAFLET,
    ),
)

SPEAKER = Vocabulary(
    type_en="Portable speaker",
    type_ru="Портативная колонка",
    gender="f",
    key=("{output_w}, {battery_hours_w}", "{output_w}, {battery_hours_w}"),
    facts=(
        ("{output_w} of sound", "{output_w} звука"),
        ("{battery_hours_w} without a socket", "{battery_hours_w} без розетки"),
        ("bass from {bass_hz}", "бас от {bass_hz}"),
    ),
    whom=(
        ("For the shower, the kitchen and a small tent.", "Для душа, кухни и маленькой палатки."),
        ("For a picnic of six people and an evening on the pier.", "Для пикника на шестерых и вечера на причале."),
        ("For a yard, a boat and a birthday in the open air.", "Для двора, лодки и дня рождения под открытым небом."),
    ),
    limits=(
        (lacks("multiroom"), "It does not join several rooms together.", "Несколько комнат она не объединяет."),
        (always, "In a small room its bass is too much.", "В маленькой комнате баса будет слишком много."),
    ),
    benefits=(
        (
            always,
            "{battery_hours_w}: from the first tent peg to the last song",
            "{battery_hours_w}: от первого колышка до последней песни",
        ),
        (equals("protection", "ip67"), "IP67: neither water nor sand harms it", "IP67: ни вода, ни песок не вредят"),
        (equals("protection", "ipx4"), "IPX4: splashes do no harm", "IPX4: брызги не страшны"),
        (always, "{output_w}, bass from {bass_hz}", "{output_w}, бас от {bass_hz}"),
        (has("multiroom"), "Two speakers make a stereo pair", "Две колонки складываются в стереопару"),
        (always, "{mass_kg} and a strap for the backpack", "{mass_kg} и петля для рюкзака"),
        (always, "Charges a phone in need through USB-C", "Подзарядит телефон через USB-C"),
    ),
    box=(("Speaker", "Колонка"), CABLE, ("Carrying strap", "Петля для переноски"), LEAFLET),
)

HOME_SPEAKER = Vocabulary(
    type_en="Home speaker",
    type_ru="Домашняя колонка",
    gender="f",
    key=("{output_w}", "{output_w}"),
    facts=(
        ("{output_w} of sound", "{output_w} звука"),
        ("bass from {bass_hz}", "бас от {bass_hz}"),
        ("{mass_kg} on the shelf", "{mass_kg} на полке"),
    ),
    whom=(
        ("For a kitchen shelf and the morning radio.", "Для полки на кухне и утреннего радио."),
        ("For a room where music plays all evening.", "Для комнаты, где музыка играет весь вечер."),
        ("For those who listen to albums from end to end.", "Для тех, кто слушает альбомы целиком."),
    ),
    limits=(
        (
            always,
            "It needs a socket and dislikes damp: for the lake take a portable one.",
            "Ей нужна розетка и не нужна сырость: к озеру берите портативную.",
        ),
    ),
    benefits=(
        (
            has("assistant"),
            "A voice assistant that understands Russian and English",
            "Голосовой помощник понимает русский и английский",
        ),
        (
            has("multiroom"),
            "Plays together with speakers in other rooms",
            "Играет вместе с колонками в других комнатах",
        ),
        (always, "Bass from {bass_hz} out of {mass_kg} of body", "Бас от {bass_hz} из корпуса в {mass_kg}"),
        (
            always,
            "{output_w}: a room of twenty metres without strain",
            "{output_w}: комната в двадцать метров без усилия",
        ),
        (always, "{ports}: a record player fits too", "{ports}: подойдёт и проигрыватель"),
        (always, "A wheel for the volume, not a screen", "Громкость — колесом, а не экраном"),
    ),
    box=(("Speaker", "Колонка"), ("Power supply", "Блок питания"), LEAFLET),
)

SOUNDBAR = Vocabulary(
    type_en="Soundbar",
    type_ru="Саундбар",
    gender="m",
    key=("{output_w}", "{output_w}"),
    facts=(
        ("{output_w} of sound", "{output_w} звука"),
        ("{drivers_w}", "{drivers_w}"),
        ("bass from {bass_hz}", "бас от {bass_hz}"),
    ),
    whom=(
        ("For a bedroom TV with a thin voice.", "Для телевизора в спальне, которому не хватает голоса."),
        ("For those who miss words in films.", "Для тех, кто в кино не разбирает слов."),
        ("For a living room where films are an event.", "Для гостиной, где кино — событие."),
    ),
    limits=(
        (
            always,
            "Under a TV smaller than 43 inches it sticks out at the sides.",
            "Под телевизором меньше 43 дюймов будет торчать по бокам.",
        ),
    ),
    benefits=(
        (has("hdmi_arc"), "One HDMI cable: one remote control for everything", "Один кабель HDMI — один пульт на всё"),
        (always, "{drivers_w}: voices in the middle, rain around", "{drivers_w}: голоса в центре, дождь вокруг"),
        (always, "{output_w} for a room of thirty metres", "{output_w} на комнату в тридцать метров"),
        (
            has("assistant"),
            "A voice assistant without the TV switched on",
            "Голосовой помощник — даже при выключенном телевизоре",
        ),
        (always, "64 mm high: does not hide the picture", "Высота 64 мм: не закрывает изображение"),
        (always, "A night mode with quiet bass", "Ночной режим с тихим басом"),
    ),
    box=(
        ("Soundbar", "Саундбар"),
        ("Remote control with batteries", "Пульт с батарейками"),
        ("HDMI cable", "Кабель HDMI"),
        LEAFLET,
    ),
)
