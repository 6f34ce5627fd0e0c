"""What the tests of handed-in files share."""

import pytest

from lib.tables.content import Content
from tests.store.conftest import database, pytest_generate_tests
from tests.upload.dataset import Dataset, make

#: A database of either kind, as the tests of the store have it.
__all__ = ["data", "database", "pytest_generate_tests"]


@pytest.fixture(scope="session")
def data(shipped: Content) -> Dataset:
    return make(shipped)
