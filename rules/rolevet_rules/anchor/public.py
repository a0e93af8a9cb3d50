"""Whether a trust anchor believes a CA that sells certificates to anybody."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    CertificateAuthority,
    Hit,
    Inventory,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    believed_by,
    public_cas,
    rule,
)
from rolevet_rules.anchor.words import (
    field_of,
    hashes,
    must_be_disabled,
    must_be_enabled,
    named,
)

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html"
_PARAMETERS: Final = {
    "extra_public_spki": Parameter(
        (), "SHA-256 hashes, in hexadecimal, of the public keys of more public CAs"
    )
}


@rule(
    "ANCH005",
    "anchor-public-ca",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_SOURCE,
    parameters=_PARAMETERS,
)
def public_ca(
    anchor: TrustAnchor, inventory: Inventory, *, extra_public_spki: tuple[str, ...]
) -> Iterator[Hit]:
    """An enabled trust anchor believes a public certificate authority.

    ## Why it matters

    Anybody can get a certificate of a public CA. Where a role asks for nothing more than the
    anchor, that is enough to get its credentials. AWS says that public CAs cannot be trust anchors,
    so that one which is there is worth a report to AWS. The public CAs are the roots of Mozilla's
    list, and those that such a root has issued itself.

    ## Example

    The intermediate certificate of the CA that issued the web server's certificate.

    ## How to mend it

    Disable the anchor, then set up a CA of your own:

        aws rolesanywhere disable-trust-anchor --trust-anchor-id ID

    ## False positives

    A CA that a public root has issued for one organization alone: its certificate does not say who
    can get certificates there.

    ## What it cannot see

    A public CA further below its root, and roots that the list on this machine lacks: name them in
    `extra_public_spki`. What a certificate of the CA gets, which the trust policies of roles
    decide.
    """
    must_be_enabled(anchor)
    yield from _public(anchor, inventory, extra_public_spki)


@rule(
    "ANCH005-LATENT",
    "disabled-anchor-public-ca",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_SOURCE,
    parameters=_PARAMETERS,
)
def latent_public_ca(
    anchor: TrustAnchor, inventory: Inventory, *, extra_public_spki: tuple[str, ...]
) -> Iterator[Hit]:
    """A disabled trust anchor would believe a public certificate authority.

    ## Why it matters

    One call of EnableTrustAnchor, and anybody who gets a certificate of that CA is believed: see
    ANCH005.

    ## Example

    A disabled anchor with the intermediate certificate of a public CA.

    ## How to mend it

        aws rolesanywhere delete-trust-anchor --trust-anchor-id ID

    ## False positives

    As ANCH005 has them.

    ## What it cannot see

    Who may enable the anchor; and what ANCH005 cannot see.
    """
    must_be_disabled(anchor)
    yield from _public(anchor, inventory, extra_public_spki)


def _public(anchor: TrustAnchor, inventory: Inventory, extra: tuple[str, ...]) -> Iterator[Hit]:
    more = hashes(extra)
    for certificate in believed_by(anchor, inventory):
        root = public_cas().root_of(certificate)
        if root is None and certificate.key is not None and certificate.key.spki in more:
            root = certificate.subject
        if root is not None:
            by = "" if root == certificate.subject else f", which the public CA '{root}' issued"
            yield Hit(
                f"{anchor.label} believes a public CA: {named(certificate)}{by}. Who may get a "
                "certificate there is not for you to say.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence={"sha256": certificate.sha256, "root": root},
            )
