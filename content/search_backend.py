"""Wagtail's search with the characters taken out that its SQLite and PostgreSQL backends fail on."""

from typing import Any

from modelsearch.backends.database import SearchBackend as database_backend

# A quote is FTS5 syntax on SQLite, NUL an error on PostgreSQL; both would answer 500 to anybody who types them.
DROPPED = str.maketrans({'"': " ", "\x00": " "})


def SearchBackend(params: dict[str, Any]) -> Any:
    backend = database_backend(params)

    class ForgivingBackend(type(backend)):  # type: ignore[misc]
        def _search(self, compiler: Any, query: Any, queryset: Any, **options: Any) -> Any:
            if isinstance(query, str):
                query = query.translate(DROPPED).strip()
            return super()._search(compiler, query, queryset, **options)

    backend.__class__ = ForgivingBackend
    return backend
