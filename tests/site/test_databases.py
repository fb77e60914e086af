"""Rules of the test databases themselves: every test begins with what migrations leave."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, Locale, Page


def what_migrations_leave() -> dict[str, list]:
    return {
        "languages": list(Locale.objects.order_by("pk").values_list("pk", "language_code")),
        "pages": list(Page.objects.order_by("pk").values_list("pk", "path", "title")),
        "collections": list(Collection.objects.order_by("pk").values_list("pk", "name")),
        "groups": list(Group.objects.order_by("pk").values_list("pk", "name")),
        "types": list(ContentType.objects.order_by("pk").values_list("pk", "app_label", "model")),
        "permissions": list(Permission.objects.order_by("pk").values_list("pk", "codename")),
    }


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_nothing_behind(django_db_setup):
    from django.test import TransactionTestCase

    before = what_migrations_leave()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    Group.objects.create(name="Left behind")

    TransactionTestCase._fixture_teardown(None)

    assert what_migrations_leave() == before
    assert before["pages"]
    assert before["types"]


@pytest.mark.django_db
@pytest.mark.parametrize("turn", ["first", "second"])
def test_two_tests_get_the_same_database(turn):
    assert not Group.objects.filter(name="Left behind").exists()
    Group.objects.create(name="Left behind")
