"""What the certificates of subjects are called, and what sessions make of it."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from rolevet import (
    CertificateSubject,
    Confidence,
    Hit,
    Inventory,
    Profile,
    Severity,
    Trouble,
    any_of,
    is_mapped,
    must_be_listed,
    plain,
    rule,
)
from rolevet_rules.inv.words import AT, in_use

_TAGS: Final = "https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html"
_SIGNS: Final = frozenset("_.:/=+-@")
_COMMON_NAME: Final = "x509Subject/CN"
_PREFIXED_MAX: Final = 61
_SOURCE_IDENTITY_MAX: Final = 64
_SHOWN: Final = 10


@rule(
    "INV005-CHARSET",
    "subject-name-outside-tag-characters",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=CertificateSubject,
    needs=[Profile],
    source=_TAGS,
    confidence=Confidence.MEDIUM,
    opt_in=True,
)
def outside_tag_characters(subject: CertificateSubject, inventory: Inventory) -> Iterator[Hit]:
    """A subject's certificate has a name that no session tag can hold.

    ## Why it matters

    Profiles map attributes of the certificate to session tags, whose values may hold letters,
    digits, spaces and `_.:/=+-@`. What becomes of others is not clear: the guide says that they are
    left out, and users report that the session is refused. Either way a trust policy that asks for
    the tag does not find it.

    ## Example

    `O=Example, Inc.` has a comma, `CN=printer (2nd floor)` has parentheses, and a wildcard
    certificate has `*`.

    ## How to mend it

    Have it issued under a plain name, or take the attribute out of the mapping:

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field x509Subject --mapping-rules specifier=CN

    ## False positives

    Where AWS leaves the value out and no policy asks for it, nothing is lost.

    ## What it cannot see

    Which profile the client uses: it asks whether any enabled profile of the Region maps the
    attribute. Of alternative names it judges the first of each kind, as the usual mapping takes it.
    """  # noqa: E501 - a command that is copied
    certificate = in_use(subject, inventory)
    place = (subject.account, subject.region)
    odd = {name: value for name, value in certificate.identity if not _fits(value)}
    mapped = {name: is_mapped(name, *place, inventory) for name in sorted(odd)}
    for name, answer in mapped.items():
        if answer.certain:
            value = odd[name]
            found = sorted({character for character in value if not _fits(character)})
            shown = " ".join(plain(character) for character in found[:_SHOWN])
            yield Hit(
                f"The certificate of {subject.label} has {plain(name, 100)} '{plain(value, 200)}', "
                f"and no session tag can hold {shown}",
                at=AT,
                key=name,
                evidence={"attribute": plain(name, 100), "value": plain(value, 200)},
            )
    if odd and not any_of(mapped.values()):
        must_be_listed(Profile, *place, inventory)


@rule(
    "INV005-PREFIX",
    "subject-common-name-too-long-for-prefix",
    severity=Severity.LOW,
    trouble=Trouble.FAILS,
    kind=CertificateSubject,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    opt_in=True,
)
def too_long_for_prefix(subject: CertificateSubject, inventory: Inventory) -> Iterator[Hit]:
    """A subject's common name is so long that its source identity loses the prefix.

    ## Why it matters

    Source identities have at most 64 characters. Up to 61 characters of common name get the prefix
    `CN=`, and longer ones do not: a condition on `sts:SourceIdentity` that is written as for all
    others does not match this one.

    ## Example

    A host name of 63 characters as the common name.

    ## How to mend it

    Issue it under a shorter common name, and put the long one into the alternative names.

    ## False positives

    Where no policy asks for `sts:SourceIdentity`, nothing is lost.

    ## What it cannot see

    Which policies ask for it. Another paragraph of AWS's guide says that the source identity is the
    bare common name.
    """
    certificate = in_use(subject, inventory)
    length = len(dict(certificate.identity).get(_COMMON_NAME, ""))
    if _PREFIXED_MAX < length <= _SOURCE_IDENTITY_MAX:
        yield Hit(
            f"The common name of {subject.label} has {length} characters: the source identity of "
            "its sessions has no prefix 'CN='.",
            at=AT,
            evidence={"characters": length},
        )


def _fits(value: str) -> bool:
    """Whether a tag may have the value: letters, separators, numbers and a few signs."""
    return all(each in _SIGNS or unicodedata.category(each)[0] in "LZN" for each in value)
