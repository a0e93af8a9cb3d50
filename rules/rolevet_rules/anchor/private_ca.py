"""The private CA that a trust anchor names."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadArn,
    CertificateAuthority,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    parse_arn,
    rule,
)
from rolevet_rules.anchor.words import must_be_enabled

_SOURCE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html"
_AT: Final = "source.sourceData.acmPcaArn"


@rule(
    "ANCH006",
    "anchor-private-ca-unusable",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_SOURCE,
    confidence=Confidence.MEDIUM,
    yields_to=["ANCH001"],
)
def private_ca_unusable(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """An enabled trust anchor names a private CA that cannot be used.

    ## Why it matters

    A private CA that is not active issues no certificates: clients cannot renew theirs, and lose
    their sessions one by one. What becomes of those issued before is not documented.

    ## Example

    A private CA that was deleted to save its monthly price.

    ## How to mend it

    Bring the CA back (a deleted one can be restored for 7 to 30 days), or delete the anchor:

        aws acm-pca update-certificate-authority --certificate-authority-arn ARN --status ACTIVE

    ## False positives

    A private CA that is disabled for a while, on purpose.

    ## What it cannot see

    A private CA that another account shares: whether Roles Anywhere can use it is not known, and
    the rule is undecided. Its key and its quotas.
    """
    must_be_enabled(anchor)
    arn = _pca_arn(anchor)
    clause = _misplaced(arn, anchor)
    if clause is None:
        authority = inventory.authority(arn)
        if authority is None:
            clause = "which does not exist"
        elif authority.status != "ACTIVE":
            clause = f"whose status is {authority.status}"
    if clause is not None:
        yield Hit(
            f"{anchor.label} names the private CA '{arn}', {clause}.",
            at=_AT,
            evidence={"acmPcaArn": arn, "fault": clause},
        )


@rule(
    "ANCH006-STALE",
    "anchor-private-ca-renewed-since",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source=_SOURCE,
    yields_to=["ANCH006"],
)
def private_ca_renewed_since(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """A private CA has a newer certificate than its trust anchor knows of.

    ## Why it matters

    IAM Roles Anywhere honours the validity that it found when the anchor was created or last
    updated. When that one ends, clients stop getting sessions, though the CA has been renewed.

    ## Example

    A private CA that was renewed in May, and an anchor last updated two years ago.

    ## How to mend it

    Give the anchor the same source again:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    None known. Until the validity of before ends, sessions go on.

    ## What it cannot see

    Which validity Roles Anywhere has kept: no call tells, so that the date of the last update
    stands for it. A certificate whose validity begins before that update, though it was issued
    after it.
    """
    must_be_enabled(anchor)
    arn = _pca_arn(anchor)
    if _misplaced(arn, anchor) is not None:
        raise NotApplicable("ANCH006 reports it")
    authority = inventory.authority(arn)
    if authority is None:
        raise NotApplicable("ANCH006 reports it")
    begin, updated = authority.not_before, anchor.updated_at
    if begin > updated:
        yield Hit(
            f"The private CA of {anchor.label} has a certificate valid from "
            f"{begin.date().isoformat()}, and the anchor was last updated on "
            f"{updated.date().isoformat()}: it still goes by the validity of the one before.",
            at=_AT,
            evidence={"notBefore": begin.isoformat(), "updatedAt": updated.isoformat()},
        )


def _pca_arn(anchor: TrustAnchor) -> str:
    if anchor.acm_pca_arn is None:
        raise NotApplicable("the trust anchor names no private CA")
    return anchor.acm_pca_arn


def _misplaced(text: str, anchor: TrustAnchor) -> str | None:
    """What keeps the ARN from being that of a private CA of the anchor's account and Region."""
    try:
        arn = parse_arn(text)
    except BadArn as bad:
        return f"and this is no ARN: {bad}"
    if arn.service != "acm-pca" or not arn.resource.startswith("certificate-authority/"):
        return "which is no private CA"
    if (arn.partition, arn.region) != (anchor.partition, anchor.region):
        return f"which is not in {anchor.region} of partition {anchor.partition}"
    if arn.account != anchor.account:
        raise Undecided(f"private CA {text} is shared by another account, which is not looked at")
    return None
