"""What a page tells its script about the change log."""

from django import template

from shop.changes import log, tokens

register = template.Library()


@register.simple_tag
def live_since() -> str:
    """The place in the log from which on the page has to hear of changes; empty if it is not known without asking.

    An earlier place than the page's does no harm: the page hears again what it shows already.
    """
    state = log.earlier_state()
    return tokens.sealed(state.identity, state.latest) if state else ""
