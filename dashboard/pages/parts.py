"""Small pieces that pages share: links that keep language and release, segmented choices, chips."""

from dash import html

from dashboard.view import View
from dashboard.words import Words


def link(view: View, text: str, **attributes) -> html.A:
    return html.A(text, href=view.address, **attributes)


# More choices than this do not fit side by side and fold into a menu.
SIDE_BY_SIDE = 7


def segments(view: View, name: str, choices: dict[str, str], chosen: str, label: str) -> html.Nav:
    """One choice among several, as links: each is an address, so it works without a script and can be cited."""
    items = [
        html.Li(
            link(
                view.with_option(name, value),
                text,
                **({"aria-current": "true"} if value == chosen else {}),
            )
        )
        for value, text in choices.items()
    ]
    if len(items) > SIDE_BY_SIDE:
        menu = html.Details([html.Summary(f"{label}: {choices[chosen]}"), html.Ul(items)])
        return html.Nav(menu, className="choices", **{"aria-label": label})
    return html.Nav(html.Ul(items), className="segments", **{"aria-label": label})


def chips(texts: list[str]) -> html.Ul:
    return html.Ul([html.Li(text, className="chip") for text in texts], className="chips")


def external(text: str, address: str) -> html.A | str:
    return html.A(text, href=address, rel="noopener noreferrer") if address.startswith("http") else text


def statuses(rows, words: Words) -> list[str]:
    """The states that occur among rows, in words, normal ones left out."""
    letters = dict.fromkeys("C" if row.conf == "C" else row.status for row in rows)
    return [words.w(f"status.{letter}") for letter in letters if letter != "A"]
