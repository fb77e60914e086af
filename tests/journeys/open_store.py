"""Loads a small demo shop into an empty database and opens the store on it, in one process to save start-ups."""

import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    from technomart.demo import loader
    from technomart.management.commands.run_store import Command

    store = Command()
    store.prepare_tables()
    loader.load(products=int(sys.argv[1]), orders=0)
    call_command(store)


if __name__ == "__main__":
    main()
