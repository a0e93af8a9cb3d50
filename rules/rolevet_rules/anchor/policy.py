"""What an organization asks of its CAs, beyond what AWS asks."""

from collections.abc import Iterator
from datetime import timedelta

from rolevet import (
    Certificate,
    CertificateAuthority,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    believed_by,
    rule,
)
from rolevet_rules.anchor.words import field_of, must_be_enabled, named


@rule(
    "ANCH009",
    "anchor-against-ca-policy",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=TrustAnchor,
    needs=[CertificateAuthority],
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
    opt_in=True,
    parameters={
        "allowed_source_types": Parameter(
            (), "CERTIFICATE_BUNDLE, AWS_ACM_PCA; none means that every type is allowed"
        ),
        "allowed_key_algorithms": Parameter(
            (),
            "RSA, EC, Ed25519, ML-DSA-44, ML-DSA-65, ML-DSA-87; none means that all are allowed",
        ),
        "require_path_length": Parameter(False, "whether a CA must bound the CAs below it"),
        "require_name_constraints": Parameter(
            False, "whether a CA must bound the names that it certifies"
        ),
        "max_validity_days": Parameter(
            0, "days that a CA certificate may be valid; 0 means any number", low=0, high=36500
        ),
    },
)
def against_policy(
    anchor: TrustAnchor,
    inventory: Inventory,
    *,
    allowed_source_types: tuple[str, ...],
    allowed_key_algorithms: tuple[str, ...],
    require_path_length: bool,
    require_name_constraints: bool,
    max_validity_days: int,
) -> Iterator[Hit]:
    """An enabled trust anchor is against what its owner asks of CAs.

    ## Why it matters

    A CA without a path length can have CAs below it, each of which can certify anybody. One without
    name constraints can certify any name. What an organization asks for is its own to say: the
    rule asks for nothing until a parameter is set.

    ## Example

    A bundle with an RSA key, where only ML-DSA-65 and ML-DSA-87 are allowed.

    ## How to mend it

    Have the CA's certificate issued as the policy says, and give it to the anchor:

        aws rolesanywhere update-trust-anchor --trust-anchor-id ID --source SOURCE

    ## False positives

    Whatever the owner of the policy lets pass: an overlay can ignore the rule for an account.

    ## What it cannot see

    The CAs below the anchor, what name constraints permit (only that there are some), and keys that
    several anchors share.
    """
    must_be_enabled(anchor)
    longest = timedelta(days=max_validity_days)
    asked = require_path_length or require_name_constraints or longest or allowed_key_algorithms
    if not (asked or allowed_source_types):
        raise NotApplicable("no parameter asks for anything")
    if allowed_source_types and anchor.source_type not in allowed_source_types:
        yield Hit(
            f"{anchor.label} is of type {anchor.source_type}, which is not allowed here.",
            at="source.sourceType",
            key="source_type",
            evidence={"sourceType": anchor.source_type},
        )
    for certificate in believed_by(anchor, inventory) if asked else ():
        if require_path_length and certificate.path_length is None:
            yield _hit(anchor, certificate, "path_length", "does not bound the CAs below it")
        if require_name_constraints and not certificate.name_constrained:
            yield _hit(anchor, certificate, "name_constraints", "has no name constraints")
        if longest and certificate.lifetime > longest:
            clause = f"is valid for more than {max_validity_days} days"
            yield _hit(anchor, certificate, "validity", clause)
        if allowed_key_algorithms and _kind(certificate) not in allowed_key_algorithms:
            clause = f"has a key of {_kind(certificate)}, which is not allowed here"
            yield _hit(anchor, certificate, "key", clause)


def _kind(certificate: Certificate) -> str:
    if certificate.key is None:
        raise Undecided(f"the key of certificate {named(certificate)} cannot be read")
    return certificate.key.kind


def _hit(anchor: TrustAnchor, certificate: Certificate, what: str, clause: str) -> Hit:
    return Hit(
        f"{anchor.label}: certificate {named(certificate)} {clause}.",
        at=field_of(anchor),
        key=f"{certificate.sha256}:{what}",
        evidence={"sha256": certificate.sha256, "fault": clause},
    )
