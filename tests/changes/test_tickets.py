"""A ticket opens its holder's topics once, for half a minute, and never longer than the session behind it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shop import carts, ids
from shop.changes import tickets, visitors
from shop.errors import NotFound
from shop.models import LiveTicket
from tests import factories
from tests.changes.clients import session_of

pytestmark = pytest.mark.django_db


def holder_of(user) -> visitors.Visitor:
    return visitors.Visitor(user_id=user.pk, session_key=session_of(user))


def test_a_ticket_can_be_used_once():
    user = factories.make_user()
    ticket = tickets.issue(visitor=holder_of(user))
    assert tickets.redeem(ticket).user_id == user.pk
    with pytest.raises(tickets.WrongTicket):
        tickets.redeem(ticket)


def test_only_its_hash_is_stored():
    ticket = tickets.issue(visitor=visitors.Visitor(), topics=["catalog"])
    row = LiveTicket.objects.get()
    assert len(ticket) == 43
    assert ticket not in str(row.__dict__)


def test_a_ticket_is_good_for_half_a_minute():
    ticket = tickets.issue(visitor=visitors.Visitor(), topics=["catalog"])
    LiveTicket.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(tickets.WrongTicket):
        tickets.redeem(ticket)


def test_a_ticket_dies_with_its_session(client):
    user = factories.make_user()
    client.force_login(user)
    ticket = tickets.issue(visitor=visitors.Visitor(user_id=user.pk, session_key=client.session.session_key))
    client.logout()
    with pytest.raises(tickets.WrongTicket):
        tickets.redeem(ticket)


def test_nobody_gets_a_ticket_for_what_is_not_theirs():
    cart = carts.open_cart(customer=factories.make_user(), language="en", channel="api").public_id
    for topic in (f"cart:{cart}", f"cart:{ids.cart_id()}", f"order:{ids.order_id()}", "nonsense"):
        with pytest.raises(NotFound):
            tickets.issue(visitor=holder_of(factories.make_user()), topics=[topic])


def test_a_request_says_who_its_visitor_is(client, rf):
    user = factories.make_user()
    request = rf.get("/", HTTP_X_SESSION_TOKEN=session_of(user))
    assert visitors.recognise(request, trusts_cookies=True).user_id == user.pk
    request = rf.get("/")
    request.COOKIES["sessionid"] = session_of(user)
    assert visitors.recognise(request, trusts_cookies=True).user_id == user.pk
    assert visitors.recognise(request, trusts_cookies=False).user_id is None


def test_a_switched_off_account_is_nobody(rf):
    user = factories.make_user()
    key = session_of(user)
    user.is_active = False
    user.save()
    request = rf.get("/", HTTP_X_SESSION_TOKEN=key)
    with pytest.raises(visitors.WrongCredentials):
        visitors.recognise(request, trusts_cookies=True)


def test_old_tickets_are_removed():
    tickets.issue(visitor=visitors.Visitor(), topics=["catalog"])
    assert tickets.prune() == 0
    LiveTicket.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    assert tickets.prune() == 1
