"""Whether a CRL belongs to a trust anchor, and a trust anchor has no more than it can have."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadArn,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    anchor_of,
    must_be_listed,
    parse_arn,
    rule,
)

CRLS_MAX: Final = 2
"""CRLs of one trust anchor, which no request can raise."""

_IMPORT: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html"
_QUOTAS: Final = "https://docs.aws.amazon.com/general/latest/gr/rolesanywhere.html"


@rule(
    "CRL004",
    "crl-of-missing-anchor",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=Crl,
    needs=[TrustAnchor],
    source=_IMPORT,
    yields_to=["CRL004-REJECTED"],
)
def of_missing_anchor(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL names a trust anchor that does not exist.

    ## Why it matters

    It revokes nothing. If the anchor was set up again, the new one has another ARN, and the
    certificates that were revoked get sessions from it.

    ## Example

    The anchor was deleted and created again by another tool; the list still names the old one.

    ## How to mend it

    Import the list for the anchor that exists, and delete this one:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem
        aws rolesanywhere delete-crl --crl-id ID

    ## False positives

    None known.

    ## What it cannot see

    Which trust anchor the list was meant for.
    """
    if anchor_of(crl, inventory) is None:
        yield Hit(
            f"{crl.label} names trust anchor '{crl.trust_anchor_arn}', which does not exist.",
            at="trustAnchorArn",
            evidence={"trustAnchorArn": crl.trust_anchor_arn},
        )


@rule(
    "CRL004-REJECTED",
    "crl-anchor-arn-invalid",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=Crl,
    source=_IMPORT,
)
def anchor_arn_invalid(crl: Crl, _: Inventory) -> Iterator[Hit]:
    """A CRL names something that is not a trust anchor of its account and Region.

    ## Why it matters

    ImportCrl takes the ARN that holds the anchor's id. It refuses an alias ARN with
    ResourceNotFoundException, and an id is no ARN.

    ## Example

    `arn:aws:rolesanywhere:eu-west-1:123456789012:alias/trust-anchor/company-ca`.

    ## How to mend it

    Import it with the ARN of the anchor:

        aws rolesanywhere import-crl --name NAME --trust-anchor-arn ARN --enabled --crl-data fileb://crl.pem

    ## False positives

    What was read from an account has been accepted: a hit there says that AWS takes more than it
    documents.

    ## What it cannot see

    Whether the anchor exists: see CRL004.
    """
    clause = _fault(crl)
    if clause is not None:
        yield Hit(
            f"{crl.label} names '{crl.trust_anchor_arn}' as its trust anchor, and {clause}.",
            at="trustAnchorArn",
            evidence={"trustAnchorArn": crl.trust_anchor_arn},
        )


def _fault(crl: Crl) -> str | None:
    try:
        arn = parse_arn(crl.trust_anchor_arn)
    except BadArn as bad:
        return str(bad)
    kind, _, identifier = arn.resource.partition("/")
    if arn.service == "rolesanywhere" and kind == "alias":
        return "an alias is not taken here"
    if arn.service != "rolesanywhere" or kind != "trust-anchor" or not identifier:
        return "it does not name a trust anchor"
    if (arn.partition, arn.account, arn.region) != (crl.partition, crl.account, crl.region):
        return "it is not of the same account and Region"
    return None


@rule(
    "CRL004-QUOTA",
    "anchor-has-too-many-crls",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=TrustAnchor,
    needs=[Crl],
    source=_QUOTAS,
)
def too_many_crls(anchor: TrustAnchor, inventory: Inventory) -> Iterator[Hit]:
    """More CRLs name a trust anchor than it can have.

    ## Why it matters

    A trust anchor has at most two, and AWS does not raise that: the third import is refused.

    ## Example

    A list for each of three CAs below the anchor's.

    ## How to mend it

    Give each of the CAs a trust anchor of its own, or delete the lists that have been replaced:

        aws rolesanywhere delete-crl --crl-id ID

    ## False positives

    None known. Disabled lists count as well.

    ## What it cannot see

    Which of the lists are still needed.
    """
    found = [crl for crl in inventory.crls if crl.trust_anchor_arn == anchor.arn]
    if len(found) <= CRLS_MAX:
        must_be_listed(Crl, anchor.account, anchor.region, inventory)
    if not found:
        raise NotApplicable("no CRL names the trust anchor")
    if len(found) > CRLS_MAX:
        yield Hit(
            f"{anchor.label} has {len(found)} CRLs, and can have {CRLS_MAX}.",
            at="trustAnchorArn",
            evidence={"crls": tuple(sorted(crl.arn for crl in found))},
        )
