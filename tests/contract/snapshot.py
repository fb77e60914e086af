"""Writes the snapshot of the OpenAPI document anew, after a look at what has changed."""

import json
import os
import sys
from pathlib import Path


def write() -> None:
    sys.path.insert(0, "site")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technomart.settings.test")
    import django

    django.setup()
    from shop.api import docs

    text = json.dumps(docs.document(), indent=1, ensure_ascii=False, sort_keys=True)
    Path(__file__).with_name("openapi.json").write_text(text + "\n")


if __name__ == "__main__":
    write()
