"""The state of a screen, which is its address: language, page, chart, release and the options chosen."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, urlencode

LANGUAGES = ("ko", "en")
# Option names and values are codes, never free text, so that an address can be cited and cached.
NAME = re.compile(r"[a-z]{1,20}")
VALUE = re.compile(r"[A-Za-z0-9_.-]{1,60}")


@dataclass(frozen=True)
class View:
    """A permalink. `page` is "" for the overview; `chart` is set on the pages `chart/<id>` and `embed/<id>`.

    `origin` is the scheme and host under which this server was asked, for addresses that leave the site.
    """

    lang: str
    page: str = ""
    chart: str = ""
    release: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    origin: str = field(default="", compare=False)

    def option(self, name: str, allowed: tuple[str, ...]) -> str:
        """The value chosen for an option; the first allowed one where none, or an unknown one, was chosen."""
        chosen = dict(self.options).get(name, "")
        return chosen if chosen in allowed else allowed[0]

    @property
    def path(self) -> str:
        parts = [self.lang, self.page, self.chart]
        return "/" + "/".join(quote(part) for part in parts if part) + ("" if self.page else "/")

    @property
    def query(self) -> str:
        pairs = ([("release", str(self.release))] if self.release else []) + sorted(self.options)
        return urlencode(pairs)

    @property
    def address(self) -> str:
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def absolute(self) -> str:
        return self.origin + self.address

    def to(self, page: str, chart: str = "", options: tuple[tuple[str, str], ...] = ()) -> "View":
        """Another page in the same language and release."""
        return replace(self, page=page, chart=chart, options=options)

    def with_option(self, name: str, value: str) -> "View":
        return replace(self, options=tuple(sorted({**dict(self.options), name: value}.items())))

    def in_language(self, lang: str) -> "View":
        return replace(self, lang=lang)


def from_address(path: str, search: str = "", origin: str = "") -> View | None:
    """The view that an address names; None where no page can have that address."""
    parts = [part for part in path.split("/") if part]
    if not parts or parts[0] not in LANGUAGES or len(parts) > 3:
        return None
    lang, page, chart = (*parts, "", "")[:3]
    release, options = None, {}
    for name, value in parse_qsl(search.lstrip("?"))[:30]:
        if name == "release":
            release = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else release
        elif NAME.fullmatch(name) and VALUE.fullmatch(value):
            options[name] = value
    return View(lang, page, chart, release or None, tuple(sorted(options.items())), origin)
