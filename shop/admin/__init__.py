"""The screens of the shop in Wagtail's admin; they show and ask, the rules are in shop/*.py."""
