"""What a certificate says of its holder and its issuer, under the names that session tags bear.

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509

Identity = tuple[tuple[str, str], ...]
"""Names such as x509Subject/CN, each once, and their values."""


def identity_of(
    subject: "x509.Name", issuer: "x509.Name", alternatives: "x509.ExtensionType | None"
) -> Identity:
    """An attribute that is there several times has its values joined by slashes; of alternative
    names the first of each kind counts."""
    return (
        *_attributes("x509Subject", subject),
        *_attributes("x509Issuer", issuer),
        *_alternatives(alternatives),
    )


def _attributes(prefix: str, name: "x509.Name") -> Iterator[tuple[str, str]]:
    values: dict[str, list[str]] = {}
    for attribute in name:
        if isinstance(attribute.value, str):
            values.setdefault(attribute.rfc4514_attribute_name, []).append(attribute.value)
    return ((f"{prefix}/{key}", "/".join(each)) for key, each in values.items())


def _alternatives(names: "x509.ExtensionType | None") -> Iterator[tuple[str, str]]:
    from cryptography import x509

    if not isinstance(names, x509.SubjectAlternativeName):
        return
    for kind, what in ((x509.DNSName, "DNS"), (x509.UniformResourceIdentifier, "URI")):
        for value in names.get_values_for_type(kind)[:1]:
            yield f"x509SAN/{what}", value
    for directory in names.get_values_for_type(x509.DirectoryName)[:1]:
        yield from _attributes("x509SAN/Name", directory)
