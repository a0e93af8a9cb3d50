"""How the rules of this family speak of certificates, and what they all ask first."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from rolevet import Certificate, Evidence, NotApplicable, TrustAnchor, plain

_WEAK_HASHES: Final = frozenset({"md5", "sha1", "sha224"})


def named(certificate: Certificate) -> str:
    """Its subject, which anybody may have chosen, or its hash where the subject is empty."""
    return f"'{plain(certificate.subject or 'sha256:' + certificate.sha256, 200)}'"


def validity(certificate: Certificate) -> dict[str, Evidence]:
    """What a finding about its dates rests on."""
    return {
        "sha256": certificate.sha256,
        "notBefore": certificate.not_before.isoformat(),
        "notAfter": certificate.not_after.isoformat(),
    }


def field_of(anchor: TrustAnchor) -> str:
    """Where the anchor's certificates come from."""
    source = "x509CertificateData" if anchor.acm_pca_arn is None else "acmPcaArn"
    return f"source.sourceData.{source}"


def must_be_enabled(anchor: TrustAnchor) -> None:
    """A disabled anchor lets nobody in."""
    if not anchor.enabled:
        raise NotApplicable("the trust anchor is disabled")


def must_be_disabled(anchor: TrustAnchor) -> None:
    """For what enabling the anchor would bring about."""
    if anchor.enabled:
        raise NotApplicable("the trust anchor is enabled")


def hashes(texts: Iterable[str]) -> frozenset[str]:
    """Hashes in hexadecimal, as tools write them: in capitals, and with colons."""
    return frozenset(text.replace(":", "").strip().lower() for text in texts)


def unfit(certificate: Certificate) -> Iterator[tuple[str, str]]:
    """What keeps IAM Roles Anywhere from taking it, of a CA or of a client: a word and a clause.

    https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
    """
    if certificate.version != 3:
        yield "version", f"is of version {certificate.version}, not 3"
    if certificate.signature_hash in _WEAK_HASHES:
        yield "signature", f"is signed with {certificate.signature_hash}, weaker than SHA-256"


def dated(certificate: Certificate, now: datetime) -> str:
    """A clause that says what is wrong with its dates, or will be."""
    name = named(certificate)
    if now < certificate.not_before:
        return f"certificate {name} is not valid before {day(certificate.not_before)}"
    verb = "expired" if certificate.not_after < now else "expires"
    return f"certificate {name} {verb} on {day(certificate.not_after)}"


def day(moment: datetime) -> str:
    """In the time zone of the moment."""
    return moment.date().isoformat()


def days(span: timedelta) -> str:
    """Whole days."""
    return (
        "less than a day" if span.days < 1 else "a day" if span.days == 1 else f"{span.days} days"
    )
