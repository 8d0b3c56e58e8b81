"""The pages, by the first part of their path after the language; "" is the overview."""

from types import ModuleType

PAGES: dict[str, ModuleType] = {}
