"""What a change of the OpenAPI document takes away from clients; additions are none of it.

Clients ignore fields, enum values and codes that they do not know, so that only these break them: an operation,
parameter, answer or field that is gone, a type that is another, something that was optional and is now required, an
input that takes less than before.
"""

from typing import Any

Document = dict[str, Any]


def changes(old: Document, new: Document) -> list[str]:
    """One sentence for each thing that an old client would trip over."""
    found: list[str] = []
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                found.append(f"{name} is gone")
                continue
            if before["operationId"] != after["operationId"]:
                found.append(f"{name}: operationId is another")
            found += _parameters(name, before, after, old, new)
            found += _bodies(name, before, after, old, new)
            found += _answers(name, before, after, old, new)
    return found


def _parameters(name: str, before: Document, after: Document, old: Document, new: Document) -> list[str]:
    known = {(one["in"], one["name"]): one for one in before.get("parameters", [])}
    now = {(one["in"], one["name"]): one for one in after.get("parameters", [])}
    found = [f"{name}: parameter {key[1]} is gone" for key in known.keys() - now.keys()]
    for key, parameter in now.items():
        was = known.get(key)
        if parameter.get("required") and not (was and was.get("required")):
            found.append(f"{name}: parameter {key[1]} is required now")
        if was:
            found += _narrower(f"{name}: parameter {key[1]}", was["schema"], parameter["schema"], old, new, set())
    return found


def _bodies(name: str, before: Document, after: Document, old: Document, new: Document) -> list[str]:
    known, now = (one.get("requestBody", {}).get("content", {}) for one in (before, after))
    found = [f"{name}: body {media} is gone" for media in known.keys() - now.keys()]
    for media in known.keys() & now.keys():
        found += _narrower(f"{name}: body", known[media]["schema"], now[media]["schema"], old, new, set())
    return found


def _answers(name: str, before: Document, after: Document, old: Document, new: Document) -> list[str]:
    found = []
    for status, answer in before["responses"].items():
        if status not in after["responses"]:
            if status < "400":
                found.append(f"{name}: answer {status} is gone")
            continue
        for media, content in answer.get("content", {}).items():
            now = after["responses"][status].get("content", {}).get(media)
            if now is None:
                found.append(f"{name}: answer {status} is no longer {media}")
                continue
            found += _poorer(f"{name}: answer {status}", content["schema"], now["schema"], old, new, set())
    return found


def _resolved(schema: Any, document: Document) -> Document:
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if len(schema.get("allOf", [])) == 1:
        return _resolved(schema["allOf"][0], document)
    return schema


def _types(schema: Document) -> set[str]:
    named = schema.get("type")
    types = {named} if isinstance(named, str) else set(named or ())
    return types | ({"enum"} if "enum" in schema else set())


def _poorer(where: str, before: Any, after: Any, old: Document, new: Document, seen: set[str]) -> list[str]:
    """What an answer no longer has."""
    key = f"{before}|{after}"
    if key in seen:
        return []
    seen.add(key)
    before, after = _resolved(before, old), _resolved(after, new)
    found = []
    if _types(before) and not _types(after) - {"enum"} <= _types(before) | {"null"}:
        found.append(f"{where} has another type")
    if "null" in _types(after) and "null" not in _types(before) and _types(before):
        found.append(f"{where} may be null now")
    fields = after.get("properties", {})
    for name, schema in before.get("properties", {}).items():
        if name not in fields:
            found.append(f"{where}: field {name} is gone")
            continue
        if name in before.get("required", ()) and name not in after.get("required", ()):
            found.append(f"{where}: field {name} may be missing now")
        found += _poorer(f"{where}.{name}", schema, fields[name], old, new, seen)
    if "items" in before:
        found += _poorer(f"{where}[]", before["items"], after.get("items"), old, new, seen)
    return found


def _narrower(where: str, before: Any, after: Any, old: Document, new: Document, seen: set[str]) -> list[str]:
    """What an input no longer takes."""
    key = f"{before}|{after}"
    if key in seen:
        return []
    seen.add(key)
    before, after = _resolved(before, old), _resolved(after, new)
    found = []
    if not _types(before) - {"enum"} <= _types(after):
        found.append(f"{where} takes another type")
    for limit, is_narrower in (
        ("maximum", lambda was, now: now < was),
        ("maxLength", lambda was, now: now < was),
        ("maxItems", lambda was, now: now < was),
        ("minimum", lambda was, now: now > was),
        ("minLength", lambda was, now: now > was),
    ):
        if limit in after and (limit not in before or is_narrower(before[limit], after[limit])):
            found.append(f"{where}: {limit} is {after[limit]} now")
    if set(before.get("enum", ())) - set(after.get("enum", before.get("enum", ()))):
        found.append(f"{where} takes fewer values")
    for name, schema in before.get("properties", {}).items():
        if name not in after.get("properties", {}):
            found.append(f"{where}: field {name} is not taken any more")
            continue
        found += _narrower(f"{where}.{name}", schema, after["properties"][name], old, new, seen)
    for name in set(after.get("required", ())) - set(before.get("required", ())):
        found.append(f"{where}: field {name} is required now")
    return found
