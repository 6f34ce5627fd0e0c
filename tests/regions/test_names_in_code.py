"""No name of the shipped region is in code: what a reader sees of it comes from its data/ and scenarios/."""

import re

from lib.tables.content import SHIPPED
from tests.regions.shipped_names import found_in, own_ids, own_phrases, proper_names

KINDS = {".py", ".toml", ".css", ".sql", ".typ"}
CODE = [
    path
    for path in (*SHIPPED.glob("lib/**/*"), *SHIPPED.glob("pages/*"), SHIPPED / "app.py", *SHIPPED.glob(".streamlit/*"))
    if path.suffix in KINDS
]


#: How storage is addressed that happens to be called as a statement is.
STORAGE = re.compile(r"s3://|DUCKDB_S3_ENDPOINT|s3_url_style")


def test_the_names_are_known() -> None:
    names = proper_names()
    assert {"Almelo", "Holten", "Soweco", "Ontplooj", "Nijverdal", "Hameland"} <= names and len(names) > 15
    assert {"GM0141", "S12", "gr_2019", "akkoord_2020"} <= own_ids()
    assert "Kleinere schaal" in own_phrases()
    assert found_in("bij de_sterkerij", {"Sterkerij"}) and not found_in("Sterkerijen", {"Sterkerij"})


def test_code_names_nobody() -> None:
    names = proper_names() | own_ids() | own_phrases()
    found = {
        str(path.relative_to(SHIPPED)): found_in(STORAGE.sub("", path.read_text(encoding="utf-8")), names)
        for path in CODE
    }
    assert {path: names for path, names in found.items() if names} == {}
    assert len(found) > 200
