"""Roles of staff: groups with the rights to begin with, which the owner may change in the admin afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

ALL = ("add", "change", "delete", "view")
SEE = ("view",)
KEEP = ("add", "change", "view")


@dataclass(frozen=True, kw_only=True)
class Role:
    """What a group may do when it is made."""

    name: str
    # App or "app.model" to the actions on it; a whole app stands for each of its models.
    models: Mapping[str, tuple[str, ...]]
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


CATALOGUE = ("product", "variant", "brand", "category", "attribute", "choice", "attributevalue", "categoryattribute")

ROLES = (
    Role(
        name="Merchandisers",
        models={
            **{f"shop.{model}": ALL for model in CATALOGUE},
            "shop.variantoption": ALL,
            "shop.price": KEEP,
            "shop.pricelist": KEEP,
            "shop.market": SEE,
            "shop.customergroup": SEE,
            "shop.taxclass": SEE,
            "shop.taxrate": SEE,
            "shop.promotion": ALL,
            "shop.voucher": ALL,
            "shop.voucherset": KEEP,
            "shop.redemption": SEE,
            "shop.stocklevel": SEE,
            "shop.stockmovement": ("add", "view"),
            "shop.stockalert": SEE,
            "shop.stockrequest": SEE,
            "shop.warehouse": SEE,
            "content": ALL,
        },
        pages=("add_page", "change_page", "publish_page"),
        files=("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    ),
    Role(
        name="Order managers",
        models={
            "shop.order": ("change", "view"),
            "shop.orderline": SEE,
            "shop.orderevent": SEE,
            "shop.orderedit": SEE,
            "shop.shipment": SEE,
            "shop.refund": ("add", "view"),
            "shop.refundtransfer": SEE,
            "shop.return": ("change", "view"),
            "shop.returnline": SEE,
            "shop.withdrawal": SEE,
            "shop.payment": SEE,
            "shop.paymentmessage": SEE,
            # Draft orders, which are carts that staff fill.
            "shop.cart": KEEP,
            "shop.reservation": SEE,
            "shop.stocklevel": SEE,
            "shop.stockmovement": ("add", "view"),
            "shop.stockalert": SEE,
            "shop.stockrequest": SEE,
            "shop.warehouse": SEE,
            "shop.product": SEE,
            "shop.variant": SEE,
            "shop.deliverymethod": SEE,
            "shop.deliveryzone": SEE,
            "shop.pickuppoint": SEE,
            "shop.promotion": SEE,
            "shop.voucher": SEE,
            "shop.voucherset": SEE,
            "shop.redemption": SEE,
            "shop.giftcard": SEE,
            "shop.giftcardentry": SEE,
            "accounts.user": SEE,
        },
    ),
    Role(name="Analysts", models={"shop": SEE, "dashboards": SEE}),
    Role(
        name="Owner",
        models={
            "shop": ALL,
            "content": ALL,
            "dashboards": ALL,
            "accounts.user": ALL,
            "auth.group": ALL,
            "wagtailcore.site": ALL,
            "wagtailcore.locale": ALL,
            "wagtailcore.collection": ALL,
            "wagtailredirects.redirect": ALL,
        },
        pages=("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
        files=("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    ),
)


def make() -> None:
    """Makes the roles that are missing; what an owner has changed in an existing one stays."""
    for role in ROLES:
        group, is_new = Group.objects.get_or_create(name=role.name)
        if is_new:
            _grant(group, role)


def _grant(group: Group, role: Role) -> None:
    entering = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.set([*entering, *Permission.objects.filter(_wanted(role.models))])
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for permission in _of_wagtail(role.pages, ("wagtailcore",)):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for permission in _of_wagtail(role.files, ("wagtailimages", "wagtaildocs")):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _wanted(models: Mapping[str, tuple[str, ...]]) -> Q:
    wanted = Q(pk__in=[])
    for name, actions in models.items():
        app, _, model = name.partition(".")
        for action in actions:
            code = Q(codename=f"{action}_{model}") if model else Q(codename__startswith=f"{action}_")
            wanted |= Q(content_type__app_label=app) & code
    return wanted


def _of_wagtail(codenames: Iterable[str], apps: tuple[str, ...]) -> Iterable[Permission]:
    return Permission.objects.filter(content_type__app_label__in=apps, codename__in=list(codenames))
