"""The menu of promotions, vouchers and gift cards, and words for what staff do there."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogFormatter

from shop import money
from shop.admin.gift_cards import GiftCardViewSet
from shop.admin.promotions import PromotionViewSet
from shop.admin.voucher_sets import VoucherSetViewSet
from shop.admin.vouchers import VoucherViewSet


class PromotionGroup(ViewSetGroup):
    menu_label = gettext_lazy("Promotions")
    menu_name = "promotions"
    menu_icon = "pick"
    menu_order = 162
    items = (PromotionViewSet, VoucherViewSet, VoucherSetViewSet, GiftCardViewSet)


def log_words(actions: Any) -> None:
    actions.register_action(
        "shop.gift_card_blocked", gettext_lazy("Block a gift card"), gettext_lazy("Gift card is blocked")
    )
    actions.register_action(
        "shop.gift_card_unblocked", gettext_lazy("Let a gift card pay again"), gettext_lazy("Gift card can pay again")
    )

    @actions.register_action("shop.gift_card_corrected")
    class GiftCardCorrected(LogFormatter):
        label = gettext_lazy("Correct a gift card")

        def format_message(self, log_entry: Any) -> str:
            data = log_entry.data
            amount = money.formatted(data["amount"], data["currency"], get_language() or "en")
            return _("Balance changed by %(amount)s: %(reason)s") % {"amount": amount, "reason": data["reason"]}

    @actions.register_action("shop.voucher_set_deactivated")
    class VoucherSetDeactivated(LogFormatter):
        label = gettext_lazy("Take vouchers out of use")

        def format_message(self, log_entry: Any) -> str:
            count = log_entry.data["count"]
            return ngettext("%(count)d code taken out of use", "%(count)d codes taken out of use", count) % {
                "count": count
            }
