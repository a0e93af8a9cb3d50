"""What IAM Roles Anywhere asks of the source of a trust anchor."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    BadCertificate,
    Certificate,
    Hit,
    Inventory,
    NotApplicable,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    read_bundle,
    rule,
)
from rolevet_rules.anchor.words import named, unfit

CERTIFICATES_MAX: Final = 2
"""Certificates in one trust anchor, which no request can raise."""

_VALIDATION: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html"
_API: Final = "https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_Source.html"
_AT: Final = "source.sourceData.x509CertificateData"
_BUNDLE: Final = "CERTIFICATE_BUNDLE"
_PCA: Final = "AWS_ACM_PCA"
_UNDOCUMENTED: Final = "SELF_SIGNED_REPOSITORY"


@rule(
    "ANCH002",
    "anchor-source-unacceptable",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=TrustAnchor,
    source=_VALIDATION,
)
def source_unacceptable(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """A trust anchor has a source that IAM Roles Anywhere does not accept.

    ## Why it matters

    The certificate of a trust anchor must be an X.509 certificate of version 3, of a CA
    (basicConstraints with CA:true), that may sign certificates (keyUsage with keyCertSign), signed
    with SHA-256 or stronger. An anchor has at most two, in PEM, or names a private CA. What is
    otherwise is refused, or no client's certificate can be validated with it.

    ## Example

    A bundle that holds the certificate of a server, because the chain was pasted whole.

    ## How to mend it

    Have the CA certificate issued with these extensions, and give the anchor nothing else:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    The page that asks for this does not say when it is looked at, so that an anchor with such a
    source may have been accepted.

    ## What it cannot see

    The certificates of clients, and of CAs below the anchor. Of a private CA, only that the anchor
    names one.
    """
    kind, text = anchor.source_type, anchor.certificate_data
    if kind == _UNDOCUMENTED:
        raise NotApplicable("ANCH002-UNDOCUMENTED reports it")
    if kind not in (_BUNDLE, _PCA):
        raise Undecided(f"{anchor.label} is of a type that is not known: {kind}")
    if (kind == _BUNDLE, kind == _PCA) != (text is not None, anchor.acm_pca_arn is not None):
        yield Hit(
            f"{anchor.label} is of type {kind}, and its data is not that of this type alone.",
            at="source.sourceData",
            key="type",
            evidence={"sourceType": kind},
        )
    elif text is not None:
        yield from _bundle_faults(anchor, text)


def _bundle_faults(anchor: TrustAnchor, text: str) -> Iterator[Hit]:
    try:
        bundle = read_bundle(text)
    except BadCertificate as bad:
        yield Hit(f"The bundle of {anchor.label} is refused: {bad}.", at=_AT, key="size")
        return
    if bundle.faults:
        yield Hit(
            f"The bundle of {anchor.label} holds what is no certificate: {bundle.faults[0]}.",
            at=_AT,
            key="blocks",
            evidence={"faults": bundle.faults},
        )
    count = len(bundle.certificates) + len(bundle.doubts)
    if not count and not bundle.faults:
        yield Hit(f"{anchor.label} holds no certificate in PEM.", at=_AT, key="empty")
    if count > CERTIFICATES_MAX:
        yield Hit(
            f"{anchor.label} holds {count} certificates, and can hold {CERTIFICATES_MAX}.",
            at=_AT,
            key="count",
            evidence={"count": count},
        )
    for certificate in dict.fromkeys(bundle.certificates):
        for fault, clause in _faults(certificate):
            yield Hit(
                f"{anchor.label}: certificate {named(certificate)} {clause}.",
                at=_AT,
                key=f"{certificate.sha256}:{fault}",
                evidence={"sha256": certificate.sha256, "fault": fault},
            )
    yield from _told_doubts(anchor, bundle.doubts, bundle.certificates)


def _told_doubts(
    anchor: TrustAnchor, doubts: tuple[str, ...], certificates: tuple[Certificate, ...]
) -> Iterator[Hit]:
    """Last, so that what is known is told whatever is not."""
    yield from ()
    for doubt in doubts:
        raise Undecided(f"the certificates of {anchor.label} cannot all be read: {doubt}")
    for certificate in certificates:
        if certificate.signature_hash is None:
            raise Undecided(f"the signature algorithm of {named(certificate)} is not known")


def _faults(certificate: Certificate) -> Iterator[tuple[str, str]]:
    yield from unfit(certificate)
    if not certificate.is_ca:
        yield "basicConstraints", "is not that of a CA: it has no basicConstraints with CA:true"
    if certificate.key_usage is None:
        yield "keyUsage", "has no keyUsage, which must hold keyCertSign"
    elif "keyCertSign" not in certificate.key_usage:
        yield "keyUsage", "may not sign certificates: its keyUsage lacks keyCertSign"


@rule(
    "ANCH002-UNDOCUMENTED",
    "anchor-source-type-undocumented",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_API,
)
def source_type_undocumented(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """A trust anchor is of a type that AWS does not document.

    ## Why it matters

    The API knows the type SELF_SIGNED_REPOSITORY, the user guide does not say what it does, and
    CloudFormation does not take it. So nobody can say what such an anchor believes.

    ## Example

    `sourceType` SELF_SIGNED_REPOSITORY.

    ## How to mend it

    Use CERTIFICATE_BUNDLE or AWS_ACM_PCA.

    ## False positives

    None known.

    ## What it cannot see

    What AWS makes of such an anchor.
    """
    if anchor.source_type == _UNDOCUMENTED:
        yield Hit(
            f"{anchor.label} is of type {_UNDOCUMENTED}, which AWS does not document.",
            at="source.sourceType",
            evidence={"sourceType": _UNDOCUMENTED},
        )


@rule(
    "ANCH002-WRAPPED",
    "anchor-certificates-wrapped-in-base64",
    severity=Severity.INFO,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    source=_API,
)
def wrapped_in_base64(anchor: TrustAnchor, _: Inventory) -> Iterator[Hit]:
    """The certificates of a trust anchor are base64 of PEM, and not PEM itself.

    ## Why it matters

    AWS documents PEM. Published scripts send this form, so that it is evidently accepted; other
    tools that look at the anchor may see no certificate in it.

    ## Example

    `x509CertificateData` that begins with `LS0tLS1CRUdJTi`.

    ## How to mend it

    Give the anchor the PEM itself:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    It works, by all that is known.

    ## What it cannot see

    More than one layer of base64: what is still no PEM then, ANCH002 reports.
    """
    text = anchor.certificate_data
    if text is None:
        raise NotApplicable("the trust anchor holds no certificates itself")
    try:
        bundle = read_bundle(text)
    except BadCertificate:
        raise NotApplicable("ANCH002 reports it") from None
    if bundle.wrapped:
        yield Hit(f"The certificates of {anchor.label} are base64 of PEM, not PEM.", at=_AT)
