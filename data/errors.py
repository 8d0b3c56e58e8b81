"""Refusals of the release store and of publishing: each has a code, fields, and a sentence in words.toml."""

from data.words import say


class StoreError(Exception):
    """What the release store refuses, with `code`, `fields` and a sentence in either language."""

    def __init__(self, code: str, **fields):
        super().__init__(code, fields)
        self.code, self.fields = code, fields

    def __reduce__(self):
        return _again, (type(self), self.code, self.fields)

    def sentence(self, lang: str) -> str:
        """The refusal in words; a field that is itself a dict of languages is taken in this one."""
        fields = {
            name: value[lang] if isinstance(value, dict) else value for name, value in self.fields.items()
        }
        return say(lang, self.code, **fields)

    def __str__(self) -> str:
        return self.sentence("en")


class ReleaseDamaged(StoreError):
    """A file of a release is missing, foreign, cut short or altered."""


class ReleaseMissing(StoreError):
    """No acknowledged release has this number."""


class Conflict(StoreError):
    """Another publisher holds the store, or has published on the same base release first."""


class StoreUnusable(StoreError):
    """The store is read-only, unreadable, full, or not a folder; nothing was changed."""


class PublishRefused(StoreError):
    """What was read cannot make one sound release; nothing was changed."""


class VaultDamaged(StoreError):
    """The incident vault cannot be read as it was written."""


class FileRefused(StoreError):
    """A file or folder cannot be written where it was asked for; nothing there was touched."""


def _again(kind: type[StoreError], code: str, fields: dict) -> StoreError:
    return kind(code, **fields)
