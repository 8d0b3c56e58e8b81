"""Known tables bound to indicators and codes; each is one TOML file of data/mappings, a new one is drafted."""

from data.mapping.apply import Applied, apply
from data.mapping.book import FOLDER, Mapping, load, read, recognise
from data.mapping.draft import draft

__all__ = ["FOLDER", "Applied", "Mapping", "apply", "draft", "load", "read", "recognise"]
