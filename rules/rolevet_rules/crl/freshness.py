"""Whether a CRL in force tells of today."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    Crl,
    Hit,
    Inventory,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    revocation_list,
    revoking_anchor,
    rule,
)

_REVOCATION: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"


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

    ## False positives

    What this list lacks may be known from the anchor's other list, or from distribution points.

    ## What it cannot see

    What the CA has revoked since.
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

    ## False positives

    A list that is never valid for longer than `warn_days` is always told: lower it for such a CA.

    ## What it cannot see

    Whether a job imports the next list in time.
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

    ## False positives

    None known.

    ## What it cannot see

    Whether the CA has issued another list since.
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

    ## False positives

    Clocks that differ by a little, where the list has just been issued.

    ## What it cannot see

    Which of the clocks is wrong.
    """
    revoking_anchor(crl, inventory)
    begin = revocation_list(crl).this_update
    if begin > inventory.now:
        yield Hit(
            f"{crl.label} says that it was issued on {begin.date().isoformat()}, in the future.",
            at="crlData",
            evidence={"thisUpdate": begin.isoformat()},
        )
