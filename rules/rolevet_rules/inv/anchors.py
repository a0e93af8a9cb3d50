"""Whether trust anchors believe only the CAs that their owner has approved."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    plain,
    readable_of,
    rule,
)
from rolevet_rules.anchor.words import (
    field_of,
    hashes,
    must_be_disabled,
    must_be_enabled,
    named,
)

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"
_PARAMETERS: Final = {
    "allowed_anchor_sha256": Parameter(
        (), "SHA-256 hashes, in hexadecimal, of the certificates that bundles may hold"
    ),
    "allowed_pca_arns": Parameter((), "ARNs of the private CAs that trust anchors may name"),
}


@rule(
    "INV001",
    "anchor-not-in-allow-list",
    severity=Severity.CRITICAL,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    source=_SOURCE,
    parameters=_PARAMETERS,
)
def not_in_allow_list(
    anchor: TrustAnchor,
    inventory: Inventory,
    *,
    allowed_anchor_sha256: tuple[str, ...],
    allowed_pca_arns: tuple[str, ...],
) -> Iterator[Hit]:
    """An enabled trust anchor believes a CA that its owner has not approved.

    ## Why it matters

    Whoever may create a trust anchor with a CA of their own can issue themselves certificates, and
    gets the credentials of every role that does not name the anchors it accepts. That outlives the
    access key they came with. So it does to add a second certificate to a bundle that is there.

    ## Example

    A bundle of the company's CA and of one that nobody knows, where only the first is in
    `allowed_anchor_sha256`.

    ## How to mend it

    Disable the anchor first, then find out who made it:

        aws rolesanywhere disable-trust-anchor --trust-anchor-id ID

    If the CA is yours, add the hash of its certificate, or the ARN of the private CA, to the list.

    ## False positives

    A CA whose certificate was renewed has another hash. Add it before the anchor gets it.

    ## What it cannot see

    Anything until a list is given: with both lists empty the rule says nothing. Once there is one,
    a bundle must hold only certificates of the first, and a private CA must be in the second.
    """
    _must_be_listed(allowed_anchor_sha256, allowed_pca_arns)
    must_be_enabled(anchor)
    yield from _foreign(anchor, inventory, allowed_anchor_sha256, allowed_pca_arns)


@rule(
    "INV001-LATENT",
    "disabled-anchor-not-in-allow-list",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    source=_SOURCE,
    parameters=_PARAMETERS,
)
def latent_not_in_allow_list(
    anchor: TrustAnchor,
    inventory: Inventory,
    *,
    allowed_anchor_sha256: tuple[str, ...],
    allowed_pca_arns: tuple[str, ...],
) -> Iterator[Hit]:
    """A disabled trust anchor would believe a CA that its owner has not approved.

    ## Why it matters

    One call of EnableTrustAnchor, and everybody with a certificate of that CA is believed: see
    INV001.

    ## Example

    An anchor that was set up for a trial, and disabled after it.

    ## How to mend it

        aws rolesanywhere delete-trust-anchor --trust-anchor-id ID

    ## False positives

    As for INV001.

    ## What it cannot see

    As for INV001.
    """
    _must_be_listed(allowed_anchor_sha256, allowed_pca_arns)
    must_be_disabled(anchor)
    yield from _foreign(anchor, inventory, allowed_anchor_sha256, allowed_pca_arns)


def _must_be_listed(sha256: tuple[str, ...], pca_arns: tuple[str, ...]) -> None:
    if not (sha256 or pca_arns):
        raise NotApplicable("nobody has said which CAs are approved")


def _foreign(
    anchor: TrustAnchor, inventory: Inventory, sha256: tuple[str, ...], pca_arns: tuple[str, ...]
) -> Iterator[Hit]:
    pca = anchor.acm_pca_arn
    if pca is not None:
        if pca not in pca_arns:
            shown = plain(pca, 200)
            yield Hit(
                f"{anchor.label} believes the private CA '{shown}', which is not approved.",
                at=field_of(anchor),
                key=pca,
                evidence={"acmPcaArn": shown},
            )
        return
    approved = hashes(sha256)
    for certificate in readable_of(anchor, inventory):
        if certificate.sha256 not in approved:
            yield Hit(
                f"{anchor.label} believes the CA {named(certificate)}, whose certificate is not "
                f"approved; its SHA-256 is {certificate.sha256}.",
                at=field_of(anchor),
                key=certificate.sha256,
                evidence={"sha256": certificate.sha256},
            )
