#!/usr/bin/env python
"""Runs the store's commands from any folder: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path

# The project package lives in site/, a plain folder: Python's own module `site` owns that name (docs/adr/0001).
sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technomart.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
