"""How allauth meets this store: sign-up fields, mail, redirects."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own ways, but for what the methods below say."""
