"""Does what is due now: pages, prices, promises, queues, payments, orders, letters, proofs, and what is forgotten.

Safe to run at any time, twice, or in parallel: each job looks at what is due and changes it by conditions.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from shop import alerts, catalog, checkout, edits, idempotency, mail, payments, stock, waiting
from shop.books import proof
from shop.changes import log, tickets

logger = logging.getLogger("technomart.run_due")


def publish_scheduled() -> int:
    """Pages whose time has come; asks first, because the command loads every draft."""
    from wagtail.models import Page, Revision

    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lte=now).exists()
    if due or Page.objects.filter(live=True, expire_at__lte=now).exists():
        call_command("publish_scheduled")
        return 1
    return 0


JOBS: dict[str, Callable[[], Any]] = {
    "pages published": publish_scheduled,
    "prices": catalog.refresh_due,
    "holds given back": stock.expire_holds,
    "promises kept": stock.fill_all,
    "waiting list served": waiting.serve,
    "stock alerts": alerts.check_all,
    "payments settled": payments.settle,
    "changed orders asked to be paid": edits.settle_left,
    "unpaid orders cancelled": checkout.expire_unpaid,
    "letters": mail.send_due,
    "changes pruned": log.prune,
    "tickets pruned": tickets.prune,
    "keys pruned": idempotency.sweep,
    "violations of the books": proof.prove_due,
}


class Command(BaseCommand):
    help = "Do what is due now; safe at any time, twice, or in parallel."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, job in JOBS.items():
            try:
                done = job()
            except Exception:  # one broken job must not stop the others; the next run tries it again
                logger.exception("Job failed: %s", name)
                continue
            if done:
                logger.info("%s: %s", name, done)
