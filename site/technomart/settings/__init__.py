"""Settings by place of use: dev, test, production; base holds what they share."""
