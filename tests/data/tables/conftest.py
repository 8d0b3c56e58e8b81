"""Property tests here judge numbers, not speed: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("tables", deadline=None)
settings.load_profile("tables")
