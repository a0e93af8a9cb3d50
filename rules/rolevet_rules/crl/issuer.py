"""Whether a CRL is of a CA that its trust anchor believes."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Certificate,
    CertificateAuthority,
    Crl,
    Hit,
    Inventory,
    RevocationList,
    Severity,
    Trouble,
    Undecided,
    believed_by,
    is_signed_by,
    plain,
    revocation_list,
    revoking_anchor,
    rule,
)

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"


@rule(
    "CRL002",
    "crl-of-another-ca",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[CertificateAuthority],
    source=_SOURCE,
)
def of_another_ca(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL in force is not of a CA that its trust anchor believes.

    ## Why it matters

    A list revokes certificates of the CA that signed it. One of another CA, or with a signature
    that does not hold, revokes nothing here, though it looks as if revocation were set up.

    ## Example

    The list of the old CA, still there after the anchor was given the certificate of the new one.

    ## How to mend it

    Import the list of the CA whose certificate the anchor holds:

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem

    ## False positives

    None known: where the list may be of a CA below the anchor, the rule is undecided.

    ## What it cannot see

    Which CAs stand below the anchor, and how Roles Anywhere uses their lists, which is not
    documented. Lists that tell only a part of what was revoked: the rule is undecided.
    """
    believed = believed_by(revoking_anchor(crl, inventory), inventory)
    content = _whole(crl)
    namesakes = _namesakes(content, believed)
    if not namesakes:
        if any(certificate.path_length != 0 for certificate in believed):
            raise Undecided(
                f"{crl.label} may be of a CA below its trust anchor; how IAM Roles Anywhere uses "
                "such a list is not documented"
            )
        clause = "is of no CA of its trust anchor, below which there can be no other CA"
    else:
        verdicts = {is_signed_by(content, certificate) for certificate in namesakes}
        if True in verdicts:
            return
        if None in verdicts:
            raise Undecided(f"the signature of {crl.label} cannot be verified")
        clause = "is not signed with the key of the CA that it names"
    yield Hit(
        f"{crl.label} by '{plain(content.issuer, 200)}' {clause}.",
        at="crlData",
        evidence={"issuer": plain(content.issuer, 200), "anchors": _subjects(believed)},
    )


@rule(
    "CRL002-USAGE",
    "anchor-may-not-sign-crls",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Crl,
    needs=[CertificateAuthority],
    source="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3",
)
def issuer_without_usage(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL in force was signed by a CA whose certificate does not allow it.

    ## Why it matters

    RFC 5280 lets only a key whose certificate has the keyUsage cRLSign sign lists. Whether IAM
    Roles Anywhere goes by the list all the same is not documented.

    ## Example

    A CA certificate with keyCertSign alone.

    ## How to mend it

    Have the CA certificate issued with cRLSign too, and give it to the anchor:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    Roles Anywhere may go by the list all the same.

    ## What it cannot see

    CAs below the anchor. A certificate without any keyUsage is left to ANCH002.
    """
    believed = believed_by(revoking_anchor(crl, inventory), inventory)
    content = revocation_list(crl)
    for certificate in _namesakes(content, believed):
        usage = certificate.key_usage
        if is_signed_by(content, certificate) and usage is not None and "cRLSign" not in usage:
            yield Hit(
                f"{crl.label} is signed by '{plain(certificate.subject, 200)}', whose certificate "
                "has no keyUsage cRLSign.",
                at="crlData",
                key=certificate.sha256,
                evidence={"sha256": certificate.sha256, "keyUsage": tuple(sorted(usage))},
            )


def _whole(crl: Crl) -> RevocationList:
    content = revocation_list(crl)
    if content.partial is None:
        raise Undecided(f"the extensions of {crl.label} cannot be read")
    if content.partial:
        raise Undecided(f"{crl.label} is only a part of what its CA has revoked")
    return content


def _namesakes(
    content: RevocationList, believed: tuple[Certificate, ...]
) -> tuple[Certificate, ...]:
    """Names are compared without case, as RFC 5280 does; the signature says the rest."""
    issuer = content.issuer.casefold()
    return tuple(one for one in believed if one.subject.casefold() == issuer)


def _subjects(believed: tuple[Certificate, ...]) -> tuple[str, ...]:
    return tuple(plain(certificate.subject, 200) for certificate in believed)
