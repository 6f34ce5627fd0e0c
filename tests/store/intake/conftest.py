"""What the tests of handed-in files share."""

import pytest

from lib.store.content import Content
from tests.store.intake.dataset import Dataset, make


@pytest.fixture(scope="session")
def data(shipped: Content) -> Dataset:
    return make(shipped)
