import pytest

from data.publish import publish
from data.releases import Store


@pytest.fixture(scope="session")
def store(tmp_path_factory):
    """A real store with release 1, made once from the bundled figures."""
    made = Store(tmp_path_factory.mktemp("store"))
    publish(made)
    return made


@pytest.fixture(scope="session")
def release(store):
    return store.current()
