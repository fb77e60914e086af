"""Calls what is due, every few seconds, until it is told to stop.

Nothing depends on it for being right: prices, holds and pages are judged at the instant they are read.  It makes what
has become due visible to lists, sockets and mail.
"""

import logging
from threading import Event

from django.core.management import call_command
from django.db import close_old_connections

logger = logging.getLogger(__name__)

# A price that starts at noon shows in open pages within two ticks.
INTERVAL = 5.0


def tick_until(stopped: Event, *, interval: float = INTERVAL) -> None:
    """Run what is due, again and again; one failing tick is logged and the next one tries again."""
    while not stopped.wait(interval):
        close_old_connections()
        try:
            call_command("run_due", verbosity=0)
        except Exception:
            # The outermost loop of a process; the next tick repairs it, because run_due is safe to repeat.
            logger.exception("What is due could not be run; trying again in %s s", interval)
        finally:
            close_old_connections()
