"""What providers say: outcomes of payments and refunds, and messages, in words that are the same for all of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


class InvalidSignature(Exception):
    """A message that its provider did not send to us, or did not send now."""


class Unreachable(ConnectionError):
    """The provider did not answer, or not in its own language; asking again later is safe."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a provider says about a payment; minor units of ``currency``, which is empty where it cannot be another."""

    status: str
    authorised: int = 0
    captured: int = 0
    # All that has gone back, on our word or on that of somebody at the provider.
    refunded: int = 0
    currency: str = ""
    reference: str = ""
    next_action: dict[str, Any] | None = None
    problem: str = ""
    # Messages that the provider sends later or again.
    messages: list["Message"] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RefundOutcome:
    """What a provider says about money on its way back: done, pending or failed."""

    state: str
    reference: str = ""
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message of a provider whose sender is proven; about a payment, a transfer of a refund, or neither."""

    id: str
    kind: str
    # Our own id of the payment if the provider tells it, and the provider's.
    payment: str = ""
    reference: str = ""
    outcome: Outcome | None = None
    refund: RefundOutcome | None = None
    # Why it must not be believed although its sender is right: another account, test money.
    problem: str = ""

    def content(self) -> dict[str, Any]:
        """What is kept of it: no word about the payer or the card."""
        return asdict(self)

    @classmethod
    def stored(cls, content: Mapping[str, Any]) -> "Message":
        outcome, refund = content["outcome"], content["refund"]
        return cls(
            **{
                **content,
                "outcome": Outcome(**outcome) if outcome else None,
                "refund": RefundOutcome(**refund) if refund else None,
            }
        )
