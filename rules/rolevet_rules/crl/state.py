"""Whether a CRL is in force, and is a CRL at all."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadRevocationList,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    anchor_of,
    read_revocation_list,
    rule,
)

_ENABLE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_EnableCrl.html"
_IMPORT: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html"


@rule(
    "CRL001-DISABLED",
    "crl-disabled",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[TrustAnchor],
    source=_ENABLE,
)
def disabled(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL of an enabled trust anchor is disabled.

    ## Why it matters

    Only an enabled list keeps the certificates in it from getting sessions.

    ## Example

    A list that was disabled to let one client in, and forgotten.

    ## How to mend it

        aws rolesanywhere enable-crl --crl-id ID

    ## False positives

    A list that another one has replaced: delete it.

    ## What it cannot see

    Whether the certificates in it are still valid, and whether the anchor's other list or
    distribution points revoke them.
    """
    if crl.enabled:
        return
    anchor = anchor_of(crl, inventory)
    if anchor is None or not anchor.enabled:
        raise NotApplicable("the trust anchor is disabled, or CRL004 reports it")
    yield Hit(
        f"{crl.label} is disabled: the certificates that it revokes still get sessions, unless "
        "something else keeps them from it.",
        at="enabled",
        evidence={"enabled": False},
    )


@rule(
    "CRL001-UNREADABLE",
    "crl-data-is-no-crl",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=Crl,
    source=_IMPORT,
)
def unreadable(crl: Crl, _: Inventory) -> Iterator[Hit]:
    """The data of a CRL is no X.509 revocation list.

    ## Why it matters

    ImportCrl takes an X.509 revocation list in PEM. Nothing can be revoked by what is none.

    ## Example

    The web page that the CA's server showed instead of the list.

    ## How to mend it

    Import the list itself:

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem

    ## False positives

    What was read from an account has been accepted, so that AWS may read what this rule cannot.

    ## What it cannot see

    Whether it is the right list: see CRL002.
    """
    try:
        read_revocation_list(crl.data)
    except BadRevocationList as bad:
        yield Hit(
            f"{crl.label} revokes nothing: {bad}.", at="crlData", evidence={"fault": str(bad)}
        )
