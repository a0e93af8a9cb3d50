"""Which attributes of a certificate a profile turns into session tags.

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html
"""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet.policy.answers import NO, YES, Answer, maybe
from rolevet.resources import Profile
from rolevet.unknown import Undecided

_SAN: Final = "x509SAN"
_FIELDS: Final = {name.lower(): name for name in ("x509Subject", "x509Issuer", _SAN)}


def mapped_attributes(profile: Profile) -> Mapping[str, tuple[str, ...]]:
    """The specifiers of each certificate field, as AWS spells them; what is not there maps nothing.

    Raises Undecided where the answer does not tell.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in profile.attribute_mappings:
        field = str(row.get("certificateField"))
        found[field] = (*found.get(field, ()), *_specifiers(row.get("mappingRules"), profile))
    return found


def maps_attribute(profile: Profile, attribute: str) -> Answer:
    """Whether sessions get the tag of that name, such as x509Subject/CN, if the certificate has
    such an attribute; condition keys do not tell the cases apart, specifiers do."""
    field, _, wanted = attribute.partition("/")
    field = _FIELDS.get(field.lower(), "")
    try:
        specifiers = mapped_attributes(profile).get(field, ())
    except Undecided as undecided:
        return maybe(undecided.reason, undecided.doubt)
    if field != _SAN:
        return _listed(specifiers, wanted, everything="*")
    kind, _, rdn = wanted.partition("/")
    if "*" in specifiers:
        return maybe("AWS does not say what the specifier '*' of x509SAN maps")
    if kind.lower() != "name":
        return _listed(specifiers, kind)
    names = tuple(_name_of(each) for each in specifiers if each.partition("/")[0] == "Name")
    return _listed(names, rdn, everything="*")


def maps_any(profile: Profile) -> bool:
    """Whether sessions can get any tag from the certificate."""
    return any(mapped_attributes(profile).values())


def _name_of(specifier: str) -> str:
    """`Name` and `Name/` say the same as `Name/*`."""
    return specifier.partition("/")[2] or "*"


def _listed(specifiers: tuple[str, ...], wanted: str, everything: str = "") -> Answer:
    if wanted in specifiers or (everything and everything in specifiers):
        return YES
    if wanted.lower() in (each.lower() for each in specifiers):
        return maybe(f"the profile maps '{wanted}' in another case")
    return NO


def _specifiers(rules: object, profile: Profile) -> Iterator[str]:
    rows = rules if isinstance(rules, list) else [None]
    for row in rows:
        specifier = row.get("specifier") if isinstance(row, dict) else None
        if not isinstance(specifier, str):
            raise Undecided(f"field 'attributeMappings' of {profile.label} is not as documented")
        yield specifier
