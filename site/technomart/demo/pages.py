"""The static pages of the demo shop and its footer: plain promises, an invented seller that says so."""

from dataclasses import dataclass

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class PageSpec:
    slug: str
    title: Texts
    html: Texts


@dataclass(frozen=True, slots=True)
class FooterColumn:
    """A heading over links to pages, by their slugs."""

    title: Texts
    pages: tuple[str, ...]


SELLER = {
    "en": (
        "Technomart, a demonstration store",
        "The seller is invented: nothing is sold, nothing is charged, nothing is delivered.",
        "1 Example Street, 000000 Sampletown",
        "8 800 555-01-20, shop@technomart.example",
    ),
    "ru": (
        "«Техномарт», демонстрационный магазин",
        "Продавец вымышлен: ничего не продаётся, не списывается и не доставляется.",
        "000000, г.\u00a0Примерск, ул.\u00a0Образцовая, д.\u00a01",
        "8\u00a0800\u00a0555-01-20, электронная почта — в\u00a0разделе «Контакты»",
    ),
}

FOOTER = (
    FooterColumn({"en": "For shoppers", "ru": "Покупателям"}, ("delivery", "payment", "returns", "warranty")),
    FooterColumn(
        {"en": "The store", "ru": "О\u00a0магазине"}, ("about", "contacts", "prices", "business", "developers")
    ),
    FooterColumn(
        {"en": "Documents", "ru": "Документы"},
        ("terms", "privacy", "consent", "cookies", "recommendations", "accessibility"),
    ),
)

PAGES = (
    PageSpec(
        "delivery",
        {"en": "Delivery", "ru": "Доставка"},
        {
            "en": (
                "<p><b>Pick-up is free.</b> Six cities have three points each; an order is ready two to three hours "
                "after it is placed, on weekends too. Bring the six-digit code from the confirmation. We keep the "
                "order for five days.</p>"
                "<p><b>Courier, 290 ₽, free from 20,000 ₽.</b> Ordered before 18:00 on a working day, it arrives on "
                "the next working day. The courier calls an hour ahead and waits while you look at the goods.</p>"
                "<p><b>Post to the door, 190 ₽.</b> Five working days to any address in Russia.</p>"
                "<ul><li>TVs from 65 inches are carried in by two people, at no extra cost.</li>"
                "<li>A drone is delivered with its battery at half charge, as the carriers ask.</li>"
                "<li>The date that checkout shows is the date that counts: it knows about public holidays.</li></ul>"
            ),
            "ru": (
                "<p><b>Самовывоз — бесплатно.</b> В\u00a0шести городах по три пункта выдачи. Заказ готов через "
                "два-три часа, в\u00a0выходные тоже. Понадобится шестизначный код из подтверждения. Храним заказ пять "
                "дней.</p>"
                "<p><b>Курьер — 290\u00a0₽, от 20\u00a0000\u00a0₽ бесплатно.</b> Закажите до 18:00 в\u00a0рабочий день "
                "— привезём на следующий рабочий. Курьер позвонит за час и\u00a0подождёт, пока вы осматриваете "
                "покупку.</p>"
                "<p><b>Почта до двери — 190\u00a0₽.</b> Пять рабочих дней по любому адресу в\u00a0России.</p>"
                "<ul><li>Телевизоры от 65\u00a0дюймов заносят двое, доплаты за подъём нет.</li>"
                "<li>Дрон приезжает с\u00a0батареей, заряженной наполовину: так требуют перевозчики.</li>"
                "<li>Дата при оформлении — это и\u00a0есть дата доставки: праздники в\u00a0ней учтены.</li></ul>"
            ),
        },
    ),
    PageSpec(
        "payment",
        {"en": "Payment", "ru": "Оплата"},
        {
            "en": (
                "<p>You choose how to pay at the last step, and the total does not change after that.</p>"
                "<ul><li><b>By card on the site.</b> In this demonstration the bank is simulated: no card is charged, "
                "and real card numbers must not be entered.</li>"
                "<li><b>On receipt.</b> By card or in cash at the pick-up point or to the courier.</li></ul>"
                "<p>If the bank declines a payment, the order waits and the goods stay reserved for you: pay again "
                "with another card, or change to payment on receipt. Money for a cancelled order goes back to the same "
                "card.</p>"
            ),
            "ru": (
                "<p>Способ оплаты выбирается на последнем шаге, и\u00a0сумма после этого не меняется.</p>"
                "<ul><li><b>Картой на сайте.</b> В\u00a0этой демонстрации банк ненастоящий: деньги не списываются, "
                "а\u00a0номер настоящей карты вводить не нужно.</li>"
                "<li><b>При получении.</b> Картой или наличными в\u00a0пункте выдачи либо курьеру.</li></ul>"
                "<p>Если банк отклонил платёж, заказ ждёт, а\u00a0товары остаются за вами: заплатите другой картой или "
                "выберите оплату при получении. Деньги за отменённый заказ возвращаются на ту же карту.</p>"
            ),
        },
    ),
    PageSpec(
        "returns",
        {"en": "Returns", "ru": "Возврат и\u00a0обмен"},
        {
            "en": (
                "<p><b>14 days, no reasons asked.</b> Goods bought at a distance may be sent back within two weeks of "
                "receipt, if they are complete and have not been worn out. Opening the box is fine.</p>"
                "<ol><li>Bring the goods to any pick-up point, or hand them to a courier.</li>"
                "<li>We look at them while you wait, or within two working days.</li>"
                "<li>Money leaves us on the day of the decision; the bank takes up to three working days.</li></ol>"
                "<p>Headphones that sit in the ear come back with new tips in the box, so they can be returned as "
                "well. A faulty thing is taken back at our cost at any time during the warranty.</p>"
            ),
            "ru": (
                "<p><b>14\u00a0дней без объяснений.</b> Купленное на расстоянии можно вернуть в\u00a0течение двух "
                "недель после получения, если вещь в\u00a0полном комплекте и\u00a0без следов износа. Открыть коробку — "
                "можно.</p>"
                "<ol><li>Принесите покупку в\u00a0любой пункт выдачи или отдайте курьеру.</li>"
                "<li>Осмотрим при вас или за два рабочих дня.</li>"
                "<li>Деньги отправим в\u00a0день решения, банк зачислит их за три рабочих дня.</li></ol>"
                "<p>Внутриканальные наушники тоже можно вернуть: в\u00a0коробке лежат запасные насадки. Неисправную "
                "вещь заберём за свой счёт в\u00a0любой день гарантии.</p>"
            ),
        },
    ),
    PageSpec(
        "warranty",
        {"en": "Warranty", "ru": "Гарантия"},
        {
            "en": (
                "<p>Every product has a warranty of at least one year; laptops and TVs have two. The warranty begins "
                "on the day of receipt, and the order is enough as proof: the paper card may be lost.</p>"
                "<p>Write what happened and when. We answer within one working day and say whether to send the thing "
                "or to bring it. A repair takes up to 20 days; if it takes longer, you choose between a new one and "
                "the money.</p>"
                "<p>Not covered: falls, water beyond the stated protection, and repairs by someone else.</p>"
            ),
            "ru": (
                "<p>Гарантия на любой товар — не меньше года, на ноутбуки и\u00a0телевизоры — два. Срок идёт со дня "
                "получения, подтверждение — сам заказ: бумажный талон можно потерять.</p>"
                "<p>Напишите, что и\u00a0когда случилось. Ответим за рабочий день и\u00a0скажем, отправить вещь или "
                "принести. Ремонт занимает до 20\u00a0дней; если дольше — выбирайте: новая вещь или деньги.</p>"
                "<p>Не входит: падения, вода сверх заявленной защиты и\u00a0чужой ремонт.</p>"
            ),
        },
    ),
    PageSpec(
        "about",
        {"en": "About Technomart", "ru": "О\u00a0«Техномарте»"},
        {
            "en": (
                "<p><b>A demonstration store.</b> The brands, products, prices, reviews and orders are invented and "
                "made by rules from one fixed seed. Names that resemble real ones do so by chance.</p>"
                "<p>What is real is the way it works: the numbers on a card come from the specification, the picture "
                "is drawn from the same numbers, the price has its history, and the stock is the stock.</p>"
                "<p>We believe that a store should measure before it praises. So three figures stand on every card, "
                "and each description ends with those whom the product does not suit.</p>"
            ),
            "ru": (
                "<p><b>Это демонстрационный магазин.</b> Марки, товары, цены, отзывы и\u00a0заказы придуманы "
                "и\u00a0построены по правилам из одного числа. Сходство с\u00a0настоящими названиями случайно.</p>"
                "<p>Настоящее здесь — то, как всё устроено. Числа на карточке взяты из характеристик, изображение "
                "нарисовано по тем же числам, у\u00a0цены есть история, а\u00a0остаток на складе — это остаток на "
                "складе.</p>"
                "<p>Мы считаем, что магазин должен измерять, а\u00a0потом хвалить. Поэтому на каждой карточке три "
                "числа, а\u00a0каждое описание заканчивается тем, кому товар не подойдёт.</p>"
            ),
        },
    ),
    PageSpec(
        "contacts",
        {"en": "Contacts", "ru": "Контакты"},
        {
            "en": (
                "<p>Telephone: 8 800 555-01-20, every day from 8:00 to 22:00 Moscow time. E-mail: "
                "shop@technomart.example. Both are invented, as the store is.</p>"
                "<p>Pick-up points: Moscow, Saint Petersburg, Kazan, Yekaterinburg, Novosibirsk and Samara, three in "
                "each. Their hours and addresses are shown at checkout.</p>"
                "<p>For an order, have its number at hand: it stands in the "
                "confirmation.</p>"
            ),
            "ru": (
                "<p>Телефон: 8\u00a0800\u00a0555-01-20, ежедневно с\u00a08:00 до 22:00 по московскому времени. Почта: "
                '<a href="mailto:shop@technomart.example">написать нам</a>. И\u00a0то и\u00a0другое вымышлено, как '
                "и\u00a0сам магазин.</p>"
                "<p>Пункты выдачи: Москва, Санкт-Петербург, Казань, Екатеринбург, Новосибирск и\u00a0Самара, по три "
                "в\u00a0каждом городе. Часы работы и\u00a0адреса видны при оформлении заказа.</p>"
                "<p>Спрашивая о\u00a0заказе, держите под рукой его номер: он есть в\u00a0подтверждении.</p>"
            ),
        },
    ),
    PageSpec(
        "prices",
        {"en": "How prices work here", "ru": "Как устроены цены"},
        {
            "en": (
                "<p>A struck-through price is the lowest one at which the product was sold in the 30 days before it "
                "fell. It is not a recommended price and not a price from long ago.</p>"
                "<p>If a price changes while a product is in your cart, you are told before you pay, and nothing is "
                "ordered at the new price without your word.</p>"
                "<p>Prices include VAT. An order keeps the price at which it was placed.</p>"
            ),
            "ru": (
                "<p>Зачёркнутая цена — самая низкая за 30\u00a0дней до снижения. Не рекомендованная и\u00a0не "
                "позапрошлогодняя.</p>"
                "<p>Если цена изменилась, пока товар лежал в\u00a0корзине, вы узнаете об этом до оплаты: без вашего "
                "согласия по новой цене ничего не закажется.</p>"
                "<p>НДС включён. За заказом сохраняется та цена, по которой он оформлен.</p>"
            ),
        },
    ),
    PageSpec(
        "business",
        {"en": "For companies", "ru": "Для бизнеса"},
        {
            "en": (
                "<p>Companies order as people do and receive the same prices. From ten pieces of one product ask for "
                "an offer: the answer comes within one working day and holds for five.</p>"
                "<p>Documents are sent with the goods. Warranty cases are taken from the office.</p>"
            ),
            "ru": (
                "<p>Компании заказывают так же, как люди, и\u00a0по тем же ценам. От десяти штук одного товара "
                "запросите предложение: ответим за рабочий день, условия действуют пять.</p>"
                "<p>Документы приезжают вместе с\u00a0товаром. По гарантии забираем технику из офиса.</p>"
            ),
        },
    ),
    PageSpec(
        "developers",
        {"en": "For developers", "ru": "Разработчикам"},
        {
            "en": (
                "<p>All that the site shows can be read by a program, and a program can buy: products, prices, stock, "
                "carts, quotes and orders, in English and Russian.</p>"
                '<ul><li><a href="/api/v1/docs/">Documentation of the API</a>, made from the code</li>'
                '<li><a href="/api/v1/openapi.json">OpenAPI 3.1 description</a></li>'
                "<li>Changes of prices and stock arrive by socket or by server-sent events, from any point you "
                "name</li><li>Errors are problem documents with a stable code and a sentence for people</li></ul>"
            ),
            "ru": (
                "<p>Всё, что видно на сайте, может прочитать программа — и\u00a0купить тоже: товары, цены, остатки, "
                "корзины, расчёты и\u00a0заказы на русском и\u00a0английском.</p>"
                '<ul><li><a href="/api/v1/docs/">Документация API</a>, построенная по коду</li>'
                '<li><a href="/api/v1/openapi.json">Описание OpenAPI 3.1</a></li>'
                "<li>Изменения цен и\u00a0остатков приходят сразу и\u00a0с\u00a0любого места, которое вы назовёте</li>"
                "<li>Каждая ошибка — код, который не меняется, и\u00a0фраза для человека</li></ul>"
            ),
        },
    ),
    PageSpec(
        "terms",
        {"en": "Terms of sale", "ru": "Условия продажи"},
        {
            "en": (
                "<p>This is a sample for a demonstration and not an offer. A real store replaces it with a text that a "
                "lawyer has read.</p>"
                "<ol><li>The seller describes the goods, their price and the day of delivery before the order.</li>"
                "<li>The contract is made when the order is confirmed; its price, contents and delivery do not change "
                "without the buyer.</li>"
                "<li>The buyer may withdraw before the goods are sent, and return them within 14 days after.</li>"
                "<li>Goods belong to the buyer from the moment they are handed over.</li></ol>"
            ),
            "ru": (
                "<p>Это образец для демонстрации, а\u00a0не оферта. Настоящий магазин заменит его текстом, который "
                "прочитал юрист.</p>"
                "<ol><li>До заказа продавец сообщает, что это за товар, сколько стоит и\u00a0когда приедет.</li>"
                "<li>Договор заключён, когда заказ подтверждён; цена, состав и\u00a0доставка без покупателя не "
                "меняются.</li>"
                "<li>До отправки от заказа можно отказаться, после получения — вернуть товар за 14\u00a0дней.</li>"
                "<li>Товар принадлежит покупателю с\u00a0момента вручения.</li></ol>"
            ),
        },
    ),
    PageSpec(
        "privacy",
        {"en": "Personal data", "ru": "Персональные данные"},
        {
            "en": (
                "<p>Do not enter real personal data into a demonstration. If you do, this is what happens to them.</p>"
                "<ul><li>For an order: name, telephone, e-mail and address, to deliver it and to answer questions.</li>"
                "<li>For an account: e-mail and a password that is stored only as a fingerprint.</li>"
                "<li>Nothing is sold or given to advertisers; there are no trackers of others on these pages.</li>"
                "<li>You may see your data, correct them and have them erased: write to us.</li></ul>"
            ),
            "ru": (
                "<p>Не вводите в\u00a0демонстрацию настоящие данные. Если всё же ввели — вот что с\u00a0ними "
                "происходит.</p>"
                "<ul><li>Для заказа: имя, телефон, почта и\u00a0адрес — чтобы доставить и\u00a0ответить на "
                "вопросы.</li><li>Для личного кабинета: почта и\u00a0пароль, от которого хранится только "
                "отпечаток.</li><li>Ничего не продаём и\u00a0не передаём рекламодателям; чужих счётчиков на страницах "
                "нет.</li><li>Данные можно посмотреть, исправить и\u00a0удалить: напишите нам.</li></ul>"
            ),
        },
    ),
    PageSpec(
        "consent",
        {"en": "Consent to processing", "ru": "Согласие на обработку данных"},
        {
            "en": (
                "<p>By ticking the box at checkout you let the store use your name, telephone, e-mail and address for "
                "this order, until its warranty ends. Consent to letters about offers is a separate box, empty at "
                "first, and can be taken back by one link in each letter.</p>"
            ),
            "ru": (
                "<p>Отмечая поле при оформлении, вы разрешаете магазину использовать имя, телефон, почту и\u00a0адрес "
                "для этого заказа, пока действует гарантия. Согласие на письма с\u00a0предложениями — отдельное поле, "
                "сначала пустое; отказаться можно по ссылке в\u00a0каждом письме.</p>"
            ),
        },
    ),
    PageSpec(
        "cookies",
        {"en": "Cookies", "ru": "Файлы cookie"},
        {
            "en": (
                "<p>Only those without which the store does not work: the session, the cart, the protection of forms, "
                "the language and the theme. That is why there is no banner.</p>"
            ),
            "ru": (
                "<p>Только те, без которых магазин не работает: сеанс, корзина, защита форм, язык и\u00a0тема. Поэтому "
                "и\u00a0баннера здесь нет.</p>"
            ),
        },
    ),
    PageSpec(
        "recommendations",
        {"en": "How we recommend", "ru": "Правила рекомендаций"},
        {
            "en": (
                "<p>Lists are ordered by what was bought, by price, by date, by discount or by rating: the order is "
                "named above the list and can be changed. No place in a list is for sale, and your own history is not "
                "used to order it.</p>"
            ),
            "ru": (
                "<p>Списки упорядочены по покупкам, цене, дате, скидке или оценкам: порядок назван над списком, "
                "и\u00a0его можно сменить. Места в\u00a0списке не продаются, ваша история на порядок не влияет.</p>"
            ),
        },
    ),
    PageSpec(
        "accessibility",
        {"en": "Accessibility", "ru": "Доступность"},
        {
            "en": (
                "<p>The store works by keyboard alone, with a screen reader, enlarged to 400 % and without scripts. "
                "Colours keep the contrast of WCAG 2.2, level AA, in the light and in the dark theme.</p>"
                "<p>If something stands in your way, write to us and name the page: such letters are read first.</p>"
            ),
            "ru": (
                "<p>Магазин работает с\u00a0одной клавиатурой, с\u00a0программой экранного доступа, при увеличении до "
                "400\u00a0% и\u00a0без скриптов. Контраст цветов соответствует уровню AA стандарта WCAG 2.2 "
                "и\u00a0в\u00a0светлой, и\u00a0в\u00a0тёмной теме.</p>"
                "<p>Если что-то мешает, напишите и\u00a0назовите страницу: такие письма читаем первыми.</p>"
            ),
        },
    ),
)
