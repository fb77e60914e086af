"""Words for TVs, projectors, cameras and drones."""

from technomart.demo.vocabulary.vocabulary import Vocabulary, always, at_least, below, equals, has, lacks

LEAFLET = ("Leaflet and warranty card", "Памятка и гарантийный талон")
CABLE = ("USB-C cable, 1 m", "Кабель USB-C, 1 м")

TV = Vocabulary(
    type_en="TV",
    type_ru="Телевизор",
    gender="m",
    key=("{panel}, {resolution}, {refresh}", "{panel}, {resolution}, {refresh}"),
    facts=(
        ("a {panel} panel in {resolution}", "матрица {panel} с разрешением {resolution}"),
        ("{refresh}", "частота {refresh}"),
        ("{brightness} of brightness", "яркость {brightness}"),
    ),
    whom=(
        ("For the kitchen, the country house and the news.", "Для кухни, дачи и новостей."),
        (
            "For the living room of a family: cartoons by day, series in the evening.",
            "Для общей комнаты: днём мультфильмы, вечером сериалы.",
        ),
        (
            "For those who watch films in the dark and play on a console.",
            "Для тех, кто смотрит кино в темноте и играет на консоли.",
        ),
    ),
    limits=(
        (
            lacks("hdmi21"),
            "A new console shows 120 frames only through HDMI 2.1, which is not here.",
            "Новой консоли для 120 кадров нужен HDMI 2.1, а его здесь нет.",
        ),
        (
            below("brightness", 500),
            "In a room full of sun the picture pales.",
            "В солнечной комнате изображение бледнеет.",
        ),
        (
            always,
            "Closer than a metre and a half the picture is too large to take in.",
            "Ближе полутора метров изображение не охватить взглядом.",
        ),
    ),
    benefits=(
        (
            at_least("brightness", 600),
            "{brightness}: no need to draw the curtains",
            "{brightness}: шторы можно не задёргивать",
        ),
        (
            below("brightness", 600),
            "{brightness}: comfortable in the evening and by a lamp",
            "{brightness}: комфортно вечером и при лампе",
        ),
        (at_least("hdmi21", 1), "HDMI 2.1 for a console at full frame rate", "HDMI 2.1 для консоли на полной частоте"),
        (
            equals("panel", "oled"),
            "OLED switches every point off by itself: black is black",
            "OLED гасит каждую точку отдельно: чёрный — это чёрный",
        ),
        (
            equals("panel", "mini-led", "qled"),
            "{panel} gives saturated colour by day",
            "{panel} держит насыщенный цвет и днём",
        ),
        (equals("panel", "va"), "A VA panel with deep black for films", "Матрица VA с глубоким чёрным для кино"),
        (has("smart"), "Films and broadcasts without a separate box", "Кино и эфир без отдельной приставки"),
        (always, "{ports}: console, soundbar and stick at once", "{ports}: консоль, саундбар и флешка сразу"),
        (always, "Wall mount {wall_mount}, screws in the box", "Крепление {wall_mount}, винты в комплекте"),
    ),
    box=(
        ("TV", "Телевизор"),
        ("Feet", "Ножки"),
        ("Remote control with batteries", "Пульт с батарейками"),
        ("Mains lead", "Шнур питания"),
        LEAFLET,
    ),
)

PROJECTOR = Vocabulary(
    type_en="Laser projector",
    type_ru="Лазерный проектор",
    gender="m",
    key=("{resolution}", "{resolution}"),
    facts=(
        ("a picture in {resolution}", "изображение {resolution}"),
        ("a laser of {brightness} on the wall", "лазер яркостью {brightness}"),
        ("{mass_kg}", "масса {mass_kg}"),
    ),
    whom=(
        ("For films on a country house wall.", "Для кино на стене дачи."),
        (
            "For those who want a hundred inches now and then, and an empty wall the rest of the time.",
            "Для тех, кому нужны сто дюймов по выходным и пустая стена в будни.",
        ),
        (
            "For a room with curtains, where a TV would take the whole wall.",
            "Для комнаты со шторами, где телевизор занял бы всю стену.",
        ),
    ),
    limits=((always, "By day without curtains the picture is pale.", "Днём без штор изображение бледное."),),
    benefits=(
        (always, "{resolution} on two metres of wall", "{resolution} на двух метрах стены"),
        (always, "The laser needs no change of lamp", "Лазеру не нужна замена лампы"),
        (always, "{ports}: console, box and cable network", "{ports}: консоль, приставка и кабельная сеть"),
        (has("smart"), "Programs on board, no laptop needed", "Программы внутри, ноутбук не нужен"),
        (
            always,
            "Straightens the picture by itself when it stands at the side",
            "Сам выравнивает картинку, если стоит сбоку",
        ),
    ),
    box=(
        ("Projector", "Проектор"),
        ("Remote control with batteries", "Пульт с батарейками"),
        ("Mains lead", "Шнур питания"),
        LEAFLET,
    ),
)

CAMERA = Vocabulary(
    type_en="Camera",
    type_ru="Камера",
    gender="f",
    key=("{sensor}, {camera_mp}", "{sensor}, {camera_mp}"),
    facts=(
        ("a sensor of {camera_mp}", "матрица {camera_mp}"),
        ("video in {video}", "видео {video}"),
        ("{mass} without a lens cap", "масса {mass}"),
    ),
    whom=(
        ("For a first album of one's own.", "Для первого собственного альбома."),
        ("For journeys and family, where a phone no longer suffices.", "Для поездок и семьи, когда телефона уже мало."),
        ("For those who are paid for pictures, or soon will be.", "Для тех, кому за снимки платят — или скоро начнут."),
    ),
    limits=(
        (
            lacks("stabilisation"),
            "At dusk it asks for a tripod: there is no stabilisation.",
            "В сумерках попросит штатив: стабилизации нет.",
        ),
        (
            always,
            "For pictures to send at once a phone is quicker.",
            "Чтобы сразу отправить снимок, быстрее достать телефон.",
        ),
    ),
    benefits=(
        (
            always,
            "{camera_mp}: a print of half a metre keeps its detail",
            "{camera_mp}: отпечаток в полметра сохранит детали",
        ),
        (
            has("stabilisation"),
            "Stabilisation holds the frame at a quarter of a second",
            "Стабилизация держит кадр на четверти секунды",
        ),
        (always, "Video: {video}", "Видео: {video}"),
        (equals("mount", "fm"), "FM mount: the lens grows with you", "Байонет FM: объектив растёт вместе с вами"),
        (
            equals("mount", "fixed"),
            "One lens from wide to portrait, nothing to change",
            "Один объектив от широкого угла до портрета",
        ),
        (equals("protection", "ip53"), "Seals against drizzle and dust", "Уплотнения от мороси и пыли"),
        (always, "{battery_minutes} of filming on one battery", "{battery_minutes} съёмки на одной батарее"),
    ),
    box=(
        ("Camera, according to the kit", "Камера, по выбранному комплекту"),
        ("Battery", "Аккумулятор"),
        CABLE,
        ("Neck strap", "Ремень"),
        LEAFLET,
    ),
)

ACTION_CAMERA = Vocabulary(
    type_en="Action camera",
    type_ru="Экшен-камера",
    gender="f",
    key=("{video}", "{video}"),
    facts=(
        ("video in {video}", "видео {video}"),
        ("{protection} without a case", "защита {protection} без бокса"),
        ("{mass} on the helmet", "{mass} на шлеме"),
    ),
    whom=(
        ("For sledges, dogs and the first dive.", "Для санок, собак и первого нырка."),
        (
            "For cyclists and kayakers who film themselves.",
            "Для велосипедистов и байдарочников, которые снимают сами себя.",
        ),
        ("For films from places where nobody carries a camera.", "Для фильмов оттуда, куда камеру не носят."),
    ),
    limits=(
        (
            always,
            "Portraits and dusk are not for its small sensor.",
            "Портреты и сумерки — не для её маленькой матрицы.",
        ),
    ),
    benefits=(
        (has("stabilisation"), "Stabilisation smooths a path of roots", "Стабилизация сглаживает тропу с корнями"),
        (
            always,
            "{protection}: ten metres under water without a case",
            "{protection}: десять метров под водой без бокса",
        ),
        (always, "{battery_minutes} of filming in one go", "{battery_minutes} съёмки подряд"),
        (equals("video", "4k60", "4k120"), "{video} for slow motion", "{video} для замедленных сцен"),
        (always, "{mass} with the battery", "{mass} вместе с батареей"),
        (always, "Fits a tripod screw without adapters", "Встаёт на винт штатива без переходников"),
    ),
    box=(("Camera", "Камера"), ("Battery", "Аккумулятор"), ("Two mounts", "Два крепления"), CABLE, LEAFLET),
)

DRONE = Vocabulary(
    type_en="Drone",
    type_ru="Дрон",
    gender="m",
    key=("{video}, {mass}", "{video}, {mass}"),
    facts=(
        ("video in {video}", "видео {video}"),
        ("{battery_minutes} in the air", "{battery_minutes} в воздухе"),
        ("only {mass}", "всего {mass}"),
    ),
    whom=(
        ("For a first flight in an open field.", "Для первого полёта в чистом поле."),
        ("For travellers who want the coast from above.", "Для путешественников, которым нужен берег сверху."),
        (
            "For those who make films and carry everything on their back.",
            "Для тех, кто снимает кино и несёт всё на спине.",
        ),
    ),
    limits=(
        (
            always,
            "Wind above eight metres a second and city centres are not for it; ask about the rules of your region.",
            "Ветер сильнее восьми метров в секунду и центр города — не для него; уточните правила своего региона.",
        ),
    ),
    benefits=(
        (always, "{mass}: below the limit of 250 g", "{mass} — меньше порога в 250 г"),
        (always, "{battery_minutes} in the air on one battery", "{battery_minutes} в воздухе на одной батарее"),
        (always, "{camera_mp} and {video} on a three-axis mount", "{camera_mp} и {video} на трёхосевом подвесе"),
        (always, "Comes home by itself when the link is lost", "Сам возвращается, если связь пропала"),
        (always, "Folds to the size of a sandwich box", "Складывается до размера ланч-бокса"),
    ),
    box=(("Drone", "Дрон"), ("Remote control", "Пульт"), ("Spare propellers", "Запасные винты"), CABLE, LEAFLET),
)
