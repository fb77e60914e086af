"""Periods and figures as pure functions: exact numbers in, exact numbers out."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards import figures, periods
from shop.reporting import Sales

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 10, 14, 30, tzinfo=MOSCOW)
TODAY = date(2026, 3, 10)
RUB = {"currency": "RUB", "language": "en"}


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("asked", [None, "", "31", "0", "-30", "x", "９０", "30 "])
def test_an_unknown_period_is_the_usual_one(asked):
    assert periods.period(NOW, asked).days == 30


@pytest.mark.parametrize(("asked", "first", "weeks"), [("30", date(2026, 2, 8), 5), ("90", date(2025, 12, 10), 13)])
def test_a_period_is_full_days_and_today_and_compares_the_same_weekdays(asked, first, weeks):
    period = periods.period(NOW, asked)

    assert (period.first, period.dates()[-1], len(period.dates())) == (first, TODAY, int(asked) + 1)
    assert period.weeks_earlier == weeks
    assert {day.weekday() for day in period.dates()} == set(range(7))
    assert all((day - period.shift).weekday() == day.weekday() for day in period.dates())
    # What is compared with lies wholly before what is shown.
    assert TODAY - period.shift < period.first


def test_the_day_turns_at_midnight_of_the_store():
    late = datetime(2026, 3, 10, 20, 59, tzinfo=ZoneInfo("UTC"))

    assert periods.local_day(late) == date(2026, 3, 10)
    assert periods.local_day(late + timedelta(minutes=1)) == date(2026, 3, 11)


def test_today_is_compared_with_the_same_weekday_until_the_same_time():
    spans = periods.today_and_a_week_ago(NOW)

    assert spans["today"] == (datetime(2026, 3, 10, tzinfo=MOSCOW), NOW)
    assert spans["before"] == (datetime(2026, 3, 3, tzinfo=MOSCOW), datetime(2026, 3, 3, 14, 30, tzinfo=MOSCOW))


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (1125, 1000, "+12.5 %"),
        (970, 1000, "−3 %"),
        (1000, 1000, "0 %"),
        (5, 0, "n/a"),
        (0, 7, "−100 %"),
        (3, 2, "+50 %"),
    ],
)
def test_a_change_has_a_sign_or_nothing_to_compare_with(now, before, words):
    assert spaced(figures.percent(figures.compare(now, before), "en")) == words


def test_cards_show_today_and_the_week_before():
    made = figures.cards(Sales(net=3_000_000, orders=3, pieces=4), Sales(net=2_000_000, orders=4, pieces=4), **RUB)

    assert [
        (card.code, spaced(card.value), spaced(card.before), spaced(card.change), card.direction) for card in made
    ] == [
        ("net", "30 000 ₽", "20 000 ₽", "+50 %", "up"),
        ("orders", "3", "4", "−25 %", "down"),
        ("average", "10 000 ₽", "5 000 ₽", "+100 %", "up"),
        ("pieces", "4", "4", "0 %", "same"),
    ]
    assert all(card.is_small for card in made)


def test_a_card_without_orders_has_no_average():
    net, orders, average, _ = figures.cards(Sales(), Sales(net=100, orders=1, pieces=1), **RUB)

    assert (spaced(net.value), orders.value, average.value, average.change) == ("0 ₽", "0", "—", "n/a")


def test_cards_speak_russian():
    net, *_ = figures.cards(
        Sales(net=123_456_789, orders=50, pieces=60), Sales(net=1, orders=50, pieces=1), currency="RUB", language="ru"
    )

    assert spaced(net.value) == "1 234 567,89 ₽"
    assert not net.is_small


LONG_AGO = date(2025, 1, 1)


def rows_of(
    sales: dict[date, Sales], asked: str = "30", opened: date | None = LONG_AGO
) -> tuple[list[figures.DayRow], periods.Period]:
    period = periods.period(NOW, asked)
    return figures.days(sales, period, opened), period


def test_every_day_has_a_row_even_without_sales():
    rows, period = rows_of({date(2026, 3, 1): Sales(net=700, orders=2, pieces=2)})

    assert [row.day for row in rows] == period.dates()
    assert [(row.net, row.orders) for row in rows if row.net] == [(700, 2)]


def test_the_average_is_of_seven_full_days_and_today_has_none():
    sales = {date(2026, 3, day): Sales(net=day * 100, orders=1, pieces=1) for day in range(1, 11)}

    rows, _ = rows_of(sales)

    by_day = {row.day.day: row for row in rows if row.day.month == 3}
    assert by_day[9].average == (300 + 400 + 500 + 600 + 700 + 800 + 900) // 7
    assert by_day[3].average == 86  # 600 / 7 = 85.71
    assert (by_day[10].average, by_day[10].is_partial, by_day[10].net) == (None, True, 1000)


def test_sums_are_of_full_days_on_both_sides():
    sales = {TODAY: Sales(net=5), TODAY - timedelta(days=1): Sales(net=7), TODAY - timedelta(days=36): Sales(net=11)}

    rows, _ = rows_of(sales | {TODAY - timedelta(days=35): Sales(net=13)})

    sums = figures.totals(rows)
    assert (sums.net, sums.compared, sums.earlier, sums.days_compared) == (7, 7, 11, 30)


def test_days_before_the_first_sale_are_not_days_without_sales():
    opened = TODAY - timedelta(days=37)
    sales = {TODAY - timedelta(days=back): Sales(net=100, orders=1) for back in range(38)}

    rows, period = rows_of(sales, opened=opened)

    assert [row.earlier for row in rows] == [None] * 28 + [100] * 3
    sums = figures.totals(rows)
    assert (sums.net, sums.compared, sums.earlier, sums.days_compared) == (3000, 200, 200, 2)
    assert "0 % against the same weekdays 5 weeks earlier, on the 2 days that can be compared." in spaced(
        figures.finding(rows, period, **RUB)
    )
    # The third trace is left out where there is nothing to draw.
    figure = figures.net_sales_by_day(rows_of(sales, "90", opened)[0], periods.period(NOW, "90"), **RUB)
    assert [trace["name"] for trace in figure["data"]] == ["Net sales", "7-day average"]


def test_the_first_week_of_a_store_has_no_average():
    opened = TODAY - timedelta(days=8)

    rows, _ = rows_of({TODAY - timedelta(days=back): Sales(net=700) for back in range(1, 9)}, opened=opened)

    assert [row.average for row in rows[-4:]] == [None, 700, 700, None]


def test_the_figure_has_the_numbers_of_the_rows():
    sales = {TODAY - timedelta(days=back): Sales(net=100_003 * back + 1, orders=1, pieces=1) for back in range(70)}
    rows, period = rows_of(sales)

    figure = figures.net_sales_by_day(rows, period, **RUB)

    bars, earlier, averages = figure["data"]
    assert bars["x"] == [row.day.isoformat() for row in rows]
    assert bars["y"] == [row.net for row in rows]
    assert earlier["y"] == [row.earlier for row in rows]
    assert earlier["line"]["dash"] == "dash"
    assert averages["y"] == [row.average for row in rows[:-1]]
    assert [shape for shape in bars["marker"]["pattern"]["shape"] if shape] == ["/"]
    assert "color" not in repr(figure)


def test_an_axis_ends_above_the_highest_day():
    assert figures.ticks(0, "RUB") == [0, 100]
    assert figures.ticks(730_000, "RUB") == [0, 200_000, 400_000, 600_000, 800_000]
    assert figures.ticks(1_000_000, "RUB") == [0, 200_000, 400_000, 600_000, 800_000, 1_000_000]
    assert all(figures.ticks(most, "RUB")[-1] >= most for most in range(0, 100_000, 37))


@pytest.mark.parametrize(("language", "words"), [("en", "1.5M ₽"), ("ru", "1,5 млн ₽")])
def test_an_axis_has_short_amounts(language, words):
    assert spaced(figures.compact(150_000_000, "RUB", language)) == words


def test_the_finding_is_a_sentence_made_from_the_rows():
    sales = {date(2026, 3, 1): Sales(net=2_000_000, orders=1), date(2026, 1, 25): Sales(net=1_000_000, orders=1)}
    rows, period = rows_of(sales)

    assert spaced(figures.finding(rows, period, **RUB)) == (
        "Net sales of 30 full days: 20 000 ₽. +100 % against the same weekdays 5 weeks earlier. "
        "Best day: 1 March with 20 000 ₽."
    )
