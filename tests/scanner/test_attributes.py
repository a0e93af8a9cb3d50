"""Which attributes of a certificate become session tags."""

import pytest
from world import DENIED, mapped, profile

from rolevet.attributes import mapped_attributes, maps_any, maps_attribute
from rolevet.unknown import Undecided


@pytest.mark.parametrize(
    ("field", "specifiers", "attribute", "known"),
    [
        ("x509Subject", ("*",), "x509Subject/CN", True),
        ("x509Subject", ("*",), "X509subject/cn", True),
        ("x509Subject", ("CN",), "x509Subject/CN", True),
        ("x509Subject", ("CN",), "x509Subject/cn", None),
        ("x509Subject", ("cn",), "x509Subject/CN", None),
        ("x509Subject", ("OU",), "x509Subject/CN", False),
        ("x509Subject", (), "x509Subject/CN", False),
        ("x509Issuer", ("*",), "x509Subject/CN", False),
        ("x509Issuer", ("*",), "x509Issuer/OU", True),
        ("x509SAN", ("DNS",), "x509SAN/DNS", True),
        ("x509SAN", ("URI",), "x509SAN/DNS", False),
        ("x509SAN", ("*",), "x509SAN/DNS", None),
        ("x509SAN", ("Name/*",), "x509SAN/Name/CN", True),
        ("x509SAN", ("Name",), "x509SAN/Name/CN", True),
        ("x509SAN", ("Name/",), "x509SAN/Name/CN", True),
        ("x509SAN", ("Name/CN",), "x509SAN/Name/CN", True),
        ("x509SAN", ("Name/OU",), "x509SAN/Name/CN", False),
        ("x509SAN", ("DNS", "URI"), "x509SAN/Name/CN", False),
        ("x509Subject", ("*",), "x509Other/CN", False),
    ],
)
def test_an_attribute_is_mapped_or_not(
    field: str, specifiers: tuple[str, ...], attribute: str, known: bool | None
) -> None:
    broker = profile(attributeMappings=mapped(**{field: specifiers}))
    assert maps_attribute(broker, attribute).known is known


def test_rows_of_one_field_add_up() -> None:
    rows = [*mapped(x509Subject=("CN",)), *mapped(x509Subject=("OU",))]
    assert mapped_attributes(profile(attributeMappings=rows)) == {"x509Subject": ("CN", "OU")}


def test_no_specifier_maps_nothing() -> None:
    assert not maps_any(profile(attributeMappings=[]))
    assert not maps_any(profile(attributeMappings=mapped(x509Subject=())))
    assert maps_any(profile())


@pytest.mark.parametrize(
    "rows",
    [
        ["x509Subject"],
        [{"certificateField": "x509Subject"}],
        [{"certificateField": "x509Subject", "mappingRules": ["CN"]}],
        [{"certificateField": "x509Subject", "mappingRules": [{"specifier": 1}]}],
        [{"certificateField": "x509Subject", "mappingRules": "CN"}],
        None,
    ],
)
def test_other_rows_are_undecided(rows: object) -> None:
    odd = profile(attributeMappings=rows)
    answer = maps_attribute(odd, "x509Subject/CN")
    assert answer.known is None
    assert "attributeMappings" in answer.reason
    with pytest.raises(Undecided, match="attributeMappings"):
        maps_any(odd)


def test_mappings_that_nobody_could_read_are_undecided() -> None:
    with pytest.raises(Undecided, match="was denied"):
        maps_any(profile(unknown={"attributeMappings": DENIED}))
