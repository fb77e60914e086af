"""The products of a category as sets of bits in memory: lists are filtered, counted and ordered without the database.

Each product has a bit; a set of products is one whole number.  What two filters have in common is ``&``, how many
products that are is ``bit_count()``: all facets of a thousand products cost less than asking a database anything.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, NamedTuple

from shop.filtering import Key

# Between two remembered sums of an order lie so many products, which are added one by one.
STRIDE = 64
MOST_MOVED = 50


class Row(NamedTuple):
    """What lists know of a product in one language."""

    product: int
    brand: int
    price: int
    price_max: int
    is_available: bool
    popularity: int
    rating: int
    released_at: datetime
    discount: int


class Value(NamedTuple):
    """A value that a product can be filtered by: a choice's key or a number in thousandths."""

    product: int
    attribute: int
    choice: int | None
    number: int | None


class Assortment:
    """Products with what they are filtered and ordered by."""

    def __init__(self) -> None:
        self.everything = 0
        self.available = 0
        self.brands: defaultdict[int, int] = defaultdict(int)
        # attribute → choice's key, or number in thousandths → products
        self.choices: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self.numbers: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
        self._rows: dict[int, Row] = {}
        self._bits: dict[int, int] = {}
        self._free: list[int] = []
        self._orders: dict[tuple[str, bool], Order] = {}

    def put(self, rows: Sequence[Row], values: Iterable[Value]) -> None:
        """Add products that are not here yet; values of products that are not shown are left out."""
        self._keep_orders_for(len(rows))
        for row in rows:
            bit = self._bits[row.product] = self._free.pop() if self._free else 1 << len(self._bits)
            self._rows[row.product] = row
            self.everything |= bit
            self.brands[row.brand] |= bit
            if row.is_available:
                self.available |= bit
            for (column, _descending), order in self._orders.items():
                order.insert((getattr(row, column), row.product), bit)
        for value in values:
            bit = self._bits.get(value.product, 0)
            if value.choice is not None:
                self.choices[value.attribute][value.choice] |= bit
            elif value.number is not None:
                self.numbers[value.attribute][value.number] |= bit

    def remove(self, products: Collection[int]) -> None:
        self._keep_orders_for(len(products))
        gone = 0
        for product in products:
            row = self._rows.pop(product, None)
            if row is None:
                continue
            bit = self._bits.pop(product)
            self._free.append(bit)
            gone |= bit
            for (column, _descending), order in self._orders.items():
                order.remove((getattr(row, column), product))
        if not gone:
            return
        self.everything &= ~gone
        self.available &= ~gone
        for sets in (self.brands, *self.choices.values(), *self.numbers.values()):
            for name in sets:
                sets[name] &= ~gone

    def _keep_orders_for(self, changes: int) -> None:
        """Few products are moved within the orders; for many it is cheaper to make them anew."""
        if changes > MOST_MOVED:
            self._orders.clear()

    def costing(self, least: int | None, most: int | None) -> int:
        """Those with a variant in this range of prices."""
        found = self.everything
        if least is not None:
            found &= self.order("price_max").from_value_on(least)
        if most is not None:
            found &= ~self.order("price").from_value_on(most + 1)
        return found

    def between(self, attribute: int, low: int | None, high: int | None) -> int:
        """Those with a number in this range."""
        found = 0
        for number, products in self.numbers[attribute].items() if attribute in self.numbers else ():
            if (low is None or number >= low) and (high is None or number <= high):
                found |= products
        return found

    def order(self, column: str, *, descending: bool = False) -> "Order":
        found = self._orders.get((column, descending))
        if found is None:
            rows = sorted(self._rows.values(), key=attrgetter("product"))
            rows.sort(key=attrgetter(column), reverse=descending)
            value_of = attrgetter(column)
            keys = [(value_of(row), row.product) for row in rows]
            bits = [self._bits[row.product] for row in rows]
            found = self._orders[column, descending] = Order(keys, bits, descending=descending)
        return found


class Order:
    """All products by one column, those that tie by their key."""

    def __init__(self, keys: list[Key], bits: list[int], *, descending: bool) -> None:
        self._keys = keys
        self._bits = bits
        self._descending = descending
        self._values: list[Any] | None = None
        # The products from each so-manieth place on, made when they are first asked for.
        self._sums: list[int] = []

    def insert(self, key: Key, bit: int) -> None:
        place = self._place(key, after=False)
        self._keys.insert(place, key)
        self._bits.insert(place, bit)
        self._values = None

    def remove(self, key: Key) -> None:
        place = self._place(key, after=False)
        del self._keys[place], self._bits[place]
        self._values = None

    def from_value_on(self, value: Any) -> int:
        """The products whose value is at least this one; only in ascending order."""
        if self._values is None:
            self._add_up()
        place = bisect_left(self._values or [], value)
        block = -(-place // STRIDE)
        found = self._sums[block]
        for bit in self._bits[place : block * STRIDE]:
            found |= bit
        return found

    def _add_up(self) -> None:
        sums = [0]
        blocks = -(-len(self._bits) // STRIDE)
        for block in reversed(range(blocks)):
            total = sums[-1]
            for bit in self._bits[block * STRIDE : (block + 1) * STRIDE]:
                total |= bit
            sums.append(total)
        self._sums = sums[::-1]
        self._values = [value for value, _ in self._keys]

    def first(self, products: int) -> Any:
        """The value of the first of these products; None if there are none."""
        return next((value for value, _ in self._those(products, range(len(self._keys)))), None)

    def last(self, products: int) -> Any:
        return next((value for value, _ in self._those(products, range(len(self._keys) - 1, -1, -1))), None)

    def behind(self, key: Key | None, products: int, *, skip: int, most: int) -> list[Key]:
        """The keys of these products that follow a key, or all from the beginning on."""
        start = 0 if key is None else self._place(key, after=True)
        return list(islice(self._those(products, range(start, len(self._keys))), skip, skip + most))

    def before(self, key: Key, products: int, *, most: int) -> list[Key]:
        """The keys of these products that come before a key, the nearest first."""
        return list(islice(self._those(products, range(self._place(key, after=False) - 1, -1, -1)), most))

    def _those(self, products: int, places: Iterable[int]) -> Iterator[Key]:
        keys, bits = self._keys, self._bits
        return (keys[place] for place in places if bits[place] & products)

    def _place(self, key: Key, *, after: bool) -> int:
        """How many keys come before this one, itself included if we ask for what is after."""
        value, product = key
        low, high = 0, len(self._keys)
        while low < high:
            middle = (low + high) // 2
            its_value, its_product = self._keys[middle]
            if its_value != value:
                is_before = its_value > value if self._descending else its_value < value
            else:
                is_before = its_product <= product if after else its_product < product
            low, high = (middle + 1, high) if is_before else (low, middle)
        return low
