"""How operations describe themselves: OpenAPI 3.1 with the problem documents and headers that every one can answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import Direction

from .fields import Input, Listed, Query
from .policies import Anyone


@dataclass(frozen=True)
class Operation:
    """What a method declares beside its input and output."""

    refusals: tuple[str, ...]
    headers: tuple[str, ...]
    status: int
    body: Any
    answer: Any


# Request headers that some operations read.
HEADERS = {
    "If-Match": ("The ETag of what you have seen.", True),
    "If-Match?": ("The ETag of what you have seen.", False),
    "Idempotency-Key": ("A random key of this request; the same when repeating it.", True),
    "Order-Token": ("What a guest was given when the order was placed.", False),
    "Draft-Token": ("What the pay link ends with.", False),
    "Offer-Token": ("What the link in the waiting list's letter ends with.", False),
}
# What any operation can answer.
ALWAYS = ("invalid", "not_found", "method_not_allowed", "not_acceptable", "rate_limited", "server_error", "busy")
WITH_BODY = ("malformed_json", "length_required", "too_large", "unsupported_media_type")
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. Clients decide by `code`; `title` and `detail` are for people.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901); parameters by name."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code", "request_id"],
}


class Schema(AutoSchema):
    """drf-spectacular's reading of a view, with what our base view adds to every answer."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Any:
        described = super().get_operation(path, path_regex, path_prefix, method, registry)
        if described is None:
            return None
        declared: Operation = getattr(self.view, method.lower()).operation
        self._describe_headers(described, declared)
        self._describe_problems(described, declared, method, registry)
        self._give_examples(described, declared)
        return described

    @staticmethod
    def _give_examples(described: dict, declared: Operation) -> None:
        from .examples import ANSWERS, BODIES

        # Pictures speak for themselves.
        if declared.answer is not None:
            answer = described["responses"][str(declared.status)]
            answer["content"]["application/json"]["example"] = ANSWERS[declared.answer]
        if declared.body is not None:
            described["requestBody"]["content"]["application/json"]["example"] = BODIES[declared.body]

    def _describe_headers(self, described: dict, declared: Operation) -> None:
        parameters = described.setdefault("parameters", [])
        for name in declared.headers:
            text, is_required = HEADERS[name]
            schema: dict[str, Any] = {"type": "string"}
            if name == "Idempotency-Key":
                schema |= {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
            header = {"in": "header", "name": name.rstrip("?"), "description": text, "schema": schema}
            if is_required:
                header["required"] = True
            parameters.append(header)
        if not parameters:
            del described["parameters"]

    def _describe_problems(self, described: dict, declared: Operation, method: str, registry: Any) -> None:
        from .problems import KINDS, MEDIA_TYPE

        problem = ResolvedComponent("Problem", ResolvedComponent.SCHEMA, schema=PROBLEM, object="Problem")
        registry.register_on_missing(problem)
        codes = {*ALWAYS, *declared.refusals}
        if method in ("POST", "PATCH", "PUT"):
            codes |= set(WITH_BODY)
        # The catalogue takes whoever is not known for a guest.
        if self.view.authentication_classes and Anyone not in self.view.permission_classes:
            codes |= {"not_authenticated", "csrf_failed"}
        if "If-Match" in declared.headers:
            codes |= {"precondition_required", "precondition_failed"}
        if "If-Match?" in declared.headers:
            codes |= {"precondition_failed"}
        if "Idempotency-Key" in declared.headers:
            codes |= {"idempotency_key_missing", "idempotency_key_reused", "idempotency_key_running"}
        statuses: dict[int, list[str]] = {}
        for code in sorted(codes):
            statuses.setdefault(KINDS[code].status, []).append(code)
        for status, named in sorted(statuses.items()):
            described["responses"][str(status)] = {
                "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{code}`" for code in named),
                "content": {MEDIA_TYPE: {"schema": problem.ref}},
            }
        if method == "GET":
            described["responses"]["304"] = {"description": "Not modified: the client's ETag is still right."}

    def _map_serializer_field(self, field: Any, direction: Direction, bypass_extensions: bool = False) -> Any:
        described = super()._map_serializer_field(field, direction, bypass_extensions)
        if isinstance(field, Listed) and isinstance(described, dict):
            described["description"] = "Separated by commas: " + ", ".join(f"`{name}`" for name in field.allowed)
            one = "|".join(field.allowed)
            described["pattern"] = f"^({one})(,({one}))*$"
        return described

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> Any:
        described = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Input) and not isinstance(serializer, Query) and isinstance(described, Mapping):
            return {**described, "additionalProperties": False}
        return described
