"""The certificates of those who ask for sessions, and whether they get any.

Each of the ways in which a certificate can be wrong has a rule of its own; INV005 as a prefix means
them all. They judge the certificate with which a subject asked last, because those before it have
been replaced.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    Certificate,
    CertificateSubject,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    Undecided,
    rule,
)
from rolevet_rules.anchor.words import day, unfit
from rolevet_rules.inv.words import AT, in_use

_SUBJECT: Final = (
    "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CredentialSummary.html"
)
_TRUST: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"


@rule(
    "INV005-FAILED",
    "subject-last-request-failed",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=CertificateSubject,
    source=_SUBJECT,
    confidence=Confidence.MEDIUM,
    opt_in=True,
    parameters={
        "max_age_days": Parameter(
            30, "days since the request, after which it is not told any more", low=1, high=400
        )
    },
)
def last_request_failed(
    subject: CertificateSubject, inventory: Inventory, *, max_age_days: int
) -> Iterator[Hit]:
    """The last time that a subject asked for a session, it got none.

    ## Why it matters

    Some client holds a certificate of a CA that is believed, and is refused: its role does not let
    it in, its profile is disabled, or what it asks for cannot be had. Helpers that serve
    credentials in the background hide that for long.

    ## Example

    A host whose certificate was issued for another team's role.

    ## How to mend it

    CloudTrail tells why, in the event CreateSession of `rolesanywhere.amazonaws.com`:

        aws rolesanywhere get-subject --subject-id ID

    ## False positives

    AWS describes the field `failed` as whether the request was successful. The rule goes by the
    name of the field; if AWS means what it writes, the finding is the wrong way round.

    ## What it cannot see

    Why the request failed, and which profile and role it asked for. Requests that no subject was
    made for, such as those of certificates that are not believed, leave no trace here.
    """
    latest = subject.latest_credential
    if latest is None:
        raise NotApplicable("no certificate of the subject is told")
    if latest.failed and inventory.now - latest.seen_at <= timedelta(days=max_age_days):
        yield Hit(
            f"{subject.label} asked for a session on {day(latest.seen_at)} and got none.",
            at="credentials.failed",
            evidence={"failed": True, "seenAt": latest.seen_at.isoformat()},
        )


@rule(
    "INV005-UNFIT",
    "subject-certificate-unfit",
    severity=Severity.MEDIUM,
    trouble=Trouble.FAILS,
    kind=CertificateSubject,
    source=_TRUST,
    opt_in=True,
)
def unfit_for_clients(subject: CertificateSubject, inventory: Inventory) -> Iterator[Hit]:
    """The certificate of a subject is not as IAM Roles Anywhere asks of clients.

    ## Why it matters

    IAM Roles Anywhere takes certificates of version 3 that are not those of a CA, may make digital
    signatures, and are signed with SHA-256 or stronger. It refuses all others.

    ## Example

    A certificate with the keyUsage keyEncipherment alone, as old servers have them.

    ## How to mend it

    Have it issued again, with digitalSignature in its keyUsage, and signed with SHA-256.

    ## False positives

    A session that works is proof that AWS is laxer than it writes.

    ## What it cannot see

    Extended key usages, and the CAs between this certificate and that of the anchor. Certificates
    that have expired are passed over.
    """
    certificate = in_use(subject, inventory)
    for fault, clause in _faults(certificate):
        yield Hit(
            f"The certificate of {subject.label} {clause}.",
            at=AT,
            key=fault,
            evidence={"sha256": certificate.sha256, "fault": fault},
        )
    if certificate.signature_hash is None:
        raise Undecided(f"how the certificate of {subject.label} is signed is not known")


def _faults(certificate: Certificate) -> Iterator[tuple[str, str]]:
    yield from unfit(certificate)
    if certificate.is_ca:
        yield "basicConstraints", "is that of a CA"
    if certificate.key_usage is None:
        yield "keyUsage", "has no keyUsage, which must hold digitalSignature"
    elif "digitalSignature" not in certificate.key_usage:
        yield "keyUsage", "may not make digital signatures: its keyUsage lacks digitalSignature"
