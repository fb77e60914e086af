"""Who is asking: only what our own proxies wrote is believed."""

import pytest
from django.test import RequestFactory

from shop.addresses import NOBODY, client_address, client_network


def asking(connected="192.0.2.1", forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=connected, **headers)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "caller"),
    [
        (0, None, "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.9:5050", "203.0.113.9"),
        (1, "[2001:db8::1]:5050", "2001:db8::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_as_many_entries_are_believed_as_there_are_proxies(settings, proxies, forwarded, caller):
    settings.TRUSTED_PROXIES = proxies
    assert client_address(asking(forwarded=forwarded)) == caller


def test_without_any_address_all_callers_are_one(settings):
    settings.TRUSTED_PROXIES = 0
    assert client_address(asking(connected="")) == NOBODY


def test_a_household_with_many_ipv6_addresses_counts_as_one():
    for address in ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1"):
        assert client_network(asking(address)) == "2001:db8:1:2::/64"
    assert client_network(asking("192.0.2.1")) == "192.0.2.1"
