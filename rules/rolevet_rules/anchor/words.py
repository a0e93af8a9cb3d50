"""How the rules of this family speak of certificates, and what they all ask first."""

from datetime import datetime, timedelta

from rolevet import Certificate, Evidence, NotApplicable, TrustAnchor, plain


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
