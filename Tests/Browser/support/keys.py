"""The keys that say no character, as WebDriver writes them: private characters of Unicode."""

NAMED = {
    "Tab": "\uE004",
    "Enter": "\uE007",
    "Shift": "\uE008",
    "Control": "\uE009",
    "Alt": "\uE00A",
    "Escape": "\uE00C",
    "Home": "\uE011",
    "ArrowLeft": "\uE012",
    "ArrowUp": "\uE013",
    "ArrowRight": "\uE014",
    "ArrowDown": "\uE015",
}


def key_value(name):
    """What to send for a key that goes by one of Playwright's names."""
    return NAMED.get(name, name)
