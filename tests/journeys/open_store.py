"""Loads a small demo shop into an empty database and opens the store on it, in one process to save a start-up."""

import sys

import django
from django.core.management import call_command


def main() -> None:
    django.setup()
    from technomart.demo import loader

    loader.load(products=int(sys.argv[1]), orders=int(sys.argv[2]))
    call_command("run_store")


if __name__ == "__main__":
    main()
