"""Whether a CRL is in force, and tells of today."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    BadRevocationList,
    Crl,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    anchor_of,
    read_revocation_list,
    revocation_list,
    revoking_anchor,
    rule,
)

_REVOCATION: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"
_ENABLE: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_EnableCrl.html"
_IMPORT: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ImportCrl.html"


@rule(
    "CRL001",
    "crl-out-of-date",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[TrustAnchor],
    source=_REVOCATION,
)
def out_of_date(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL in force is older than it says itself that it may be.

    ## Why it matters

    Certificates that were revoked since cannot be known from it, and go on getting sessions. What
    IAM Roles Anywhere does with a list that is out of date is not documented.

    ## Example

    A list whose `nextUpdate` was last week, because nobody imports the new ones.

    ## How to mend it

    Import the list that the CA publishes today, and let a job do so from now on:

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem
    """
    revoking_anchor(crl, inventory)
    end = revocation_list(crl).next_update
    if end is not None and end < inventory.now:
        yield Hit(
            f"{crl.label} is out of date: a new list was due on {end.date().isoformat()}, and what "
            "was revoked since is not in it.",
            at="crlData",
            evidence={"nextUpdate": end.isoformat()},
        )


@rule(
    "CRL001-SOON",
    "crl-soon-out-of-date",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[TrustAnchor],
    source=_REVOCATION,
    parameters={"warn_days": Parameter(2, "days before the list is out of date", low=0, high=365)},
)
def soon_out_of_date(crl: Crl, inventory: Inventory, *, warn_days: int) -> Iterator[Hit]:
    """A CRL in force will be out of date within days.

    ## Why it matters

    From then on, certificates that are revoked cannot be known from it: see CRL001.

    ## Example

    A list whose `nextUpdate` is tomorrow.

    ## How to mend it

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem
    """
    revoking_anchor(crl, inventory)
    end = revocation_list(crl).next_update
    if end is not None and inventory.now <= end <= inventory.now + timedelta(days=warn_days):
        yield Hit(
            f"{crl.label} is out of date on {end.date().isoformat()}, within {warn_days} days.",
            at="crlData",
            evidence={"nextUpdate": end.isoformat(), "warnDays": warn_days},
        )


@rule(
    "CRL001-ENDLESS",
    "crl-without-next-update",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[TrustAnchor],
    source="https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.5",
)
def without_next_update(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL in force does not say when the next one is due.

    ## Why it matters

    Nobody can tell whether it is still what the CA says. RFC 5280 asks for `nextUpdate`.

    ## Example

    A list that a script signed without a validity.

    ## How to mend it

    Have the CA issue its lists with `nextUpdate`, and import each:

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem
    """
    revoking_anchor(crl, inventory)
    content = revocation_list(crl)
    if content.next_update is None:
        yield Hit(
            f"{crl.label} of {content.this_update.date().isoformat()} does not say when the next "
            "list is due.",
            at="crlData",
            evidence={"thisUpdate": content.this_update.isoformat()},
        )


@rule(
    "CRL001-EARLY",
    "crl-from-the-future",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Crl,
    needs=[TrustAnchor],
    source=_REVOCATION,
)
def from_the_future(crl: Crl, inventory: Inventory) -> Iterator[Hit]:
    """A CRL in force says that it was issued in the future.

    ## Why it matters

    The clock of whoever issued it is wrong, or the list is not for use yet. Whether IAM Roles
    Anywhere goes by such a list is not documented.

    ## Example

    A list whose `thisUpdate` is next month.

    ## How to mend it

    Set the clock, issue the list again, and import it:

        aws rolesanywhere update-crl --crl-id ID --crl-data fileb://crl.pem
    """
    revoking_anchor(crl, inventory)
    begin = revocation_list(crl).this_update
    if begin > inventory.now:
        yield Hit(
            f"{crl.label} says that it was issued on {begin.date().isoformat()}, in the future.",
            at="crlData",
            evidence={"thisUpdate": begin.isoformat()},
        )


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

    A list that was imported without `enabled`.

    ## How to mend it

        aws rolesanywhere enable-crl --crl-id ID
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
    """
    try:
        read_revocation_list(crl.data)
    except BadRevocationList as bad:
        yield Hit(
            f"{crl.label} revokes nothing: {bad}.", at="crlData", evidence={"fault": str(bad)}
        )
