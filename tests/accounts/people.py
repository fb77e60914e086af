"""People of the tests: a customer with a proved address, staff in a role, and what allauth has mailed to them."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail

from technomart.accounts.models import User

PASSWORD = "correct horse battery"


def customer(email: str = "anna@example.com", **fields: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, **{"name": "Anna", **fields})
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def staff(role: str, email: str = "staff@example.com", **fields: Any) -> User:
    user = customer(email, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def mailed_code() -> str:
    """The code in the latest mail: a line of its own."""
    found = re.search(r"^([A-Z0-9]{4,}(?:-[A-Z0-9]+)*)$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]
