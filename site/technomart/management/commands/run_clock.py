"""The clock process of the Procfile."""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand

from technomart import clock


class Command(BaseCommand):
    help = "Runs what is due every few seconds until it is told to stop (the Procfile's clock)."

    def handle(self, *args: Any, **options: Any) -> None:
        stopped = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        clock.tick_until(stopped)
