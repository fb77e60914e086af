"""The books of the change log: who reads it to the end has missed nothing."""

from collections.abc import Iterator

from shop.models import Change


def _log_has_no_gaps() -> Iterator[str]:
    sequences = Change.objects.filter(sequence__isnull=False)
    first, last = sequences.order_by("sequence").first(), sequences.order_by("sequence").last()
    if first and last:
        there = sequences.count()
        expected = (last.sequence or 0) - (first.sequence or 0) + 1
        if there != expected:
            yield f"change log: {there} rows between {first.sequence} and {last.sequence}"


CHECKS = (_log_has_no_gaps,)
