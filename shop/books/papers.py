"""The books of papers: numbers without gaps, and no more taken back than was charged."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min

from shop.models import Invoice

Kind = Invoice.Kind


def _numbers_have_no_gaps() -> Iterator[str]:
    """In each year the numbers of invoices, and those of credit notes, run from one to their count."""
    years = Invoice.objects.order_by().values("kind", "year")
    for row in years.annotate(first=Min("sequence"), last=Max("sequence"), count=Count("pk")):
        if (row["first"], row["last"]) != (1, row["count"]):
            yield f"{row['kind']}s of {row['year']}: {row['count']} from {row['first']} to {row['last']}"


def _credit_notes_stay_within_their_invoice() -> Iterator[str]:
    """A paper's lines, delivery and tax are its total; credit notes never take more back than invoices charged."""
    charged: dict[str, int] = {}
    for paper in Invoice.objects.select_related("order").order_by("pk").iterator():
        taxed = sum(one["net"] + one["tax"] for one in paper.content["taxes"])
        if paper.content["taxes"] and taxed != paper.content["total"]:
            yield f"{paper.kind} {paper.number}: {taxed} in its table of rates, {paper.content['total']} in all"
        sign = -1 if paper.kind == Kind.CREDIT_NOTE else 1
        number = paper.order.number
        charged[number] = charged.get(number, 0) + sign * paper.content["total"]
    yield from (f"order {number}: {-left} more credited than charged" for number, left in charged.items() if left < 0)


CHECKS = (_numbers_have_no_gaps, _credit_notes_stay_within_their_invoice)
