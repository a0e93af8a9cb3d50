"""Whether a role says whose certificates it accepts."""

from collections.abc import Iterator

from rolevet import (
    PERMISSIONS,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    Severity,
    Tier,
    Trouble,
    role_reaches,
    rule,
)
from rolevet_rules.trust.asked import TRUST_MODEL, open_gate
from rolevet_rules.trust.holders import DEDICATED, declared, dedicated, holder_held, holder_hit


@rule(
    "TRUST002",
    "trust-certificate-attribute-binding-missing",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=TRUST_MODEL,
    yields_to=["INV003-EXPOSED", "TRUST005"],
    parameters=DEDICATED,
)
def any_certificate(
    role: Role, inventory: Inventory, *, dedicated_anchors: tuple[str, ...]
) -> Iterator[Hit]:
    """A role lets in whoever holds a certificate of its trust anchors, whoever that is.

    ## Why it matters

    A trust anchor vouches for every certificate that its CA, or a CA below it, issues. If other
    teams or other roles live by the same CA, each of their certificates can have this role too.
    AWS advises conditions on what the certificate says of its holder and of its issuer.

    ## Example

    A statement with a condition on `aws:SourceArn` only, in an account where two roles name the
    same anchor.

    ## How to mend it

    Say who may have the role, and put the policy:

        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": "backup.example.com"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A CA that issues for this role alone needs no such condition. The rule is silent where no other
    role of the account accepts the anchor, and for anchors that `dedicated_anchors` names. It is
    also silent where `sts:RoleSessionName` must repeat an attribute of the certificate: that keeps
    nobody out, but lets other policies tell the sessions apart, as Amazon EKS does.

    ## What it cannot see

    What the CA makes sure of before it issues a certificate with such an attribute.
    """
    gate = open_gate(role, inventory)
    usable = holder_held(gate, role, inventory, issuer=True, echo=True)
    if usable.certain:
        return
    if role_reaches(role, Tier.TAMPERING, inventory).certain:
        raise NotApplicable("TRUST002-PRIVILEGED judges it")
    if ~usable & ~dedicated(role, gate, inventory, dedicated_anchors):
        yield holder_hit(role, gate, "NO_ATTRIBUTE", inventory)


@rule(
    "TRUST002-PRIVILEGED",
    "privileged-role-without-certificate-attribute",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=TRUST_MODEL,
    yields_to=["TRUST005"],
    parameters=DEDICATED,
)
def any_certificate_privileged(
    role: Role, inventory: Inventory, *, dedicated_anchors: tuple[str, ...]
) -> Iterator[Hit]:
    """A role that can harm the whole account lets in whoever holds a certificate of its anchors.

    ## Why it matters

    As TRUST002 says, every certificate of the CA can have the role; and what the role may do is
    enough to take over the account, or to switch off what audits it. That a session must be named
    after its certificate keeps nobody out, so that it does not do here.

    ## Example

    A role with AdministratorAccess, whose trust policy has a condition on `aws:SourceArn` only.

    ## How to mend it

    Say who may have the role, and put the policy:

        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": "deploy.example.com"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A CA that issues for this role alone needs no such condition: see TRUST002.

    ## What it cannot see

    What the CA makes sure of before it issues a certificate with such an attribute.
    """
    gate = open_gate(role, inventory)
    named = holder_held(gate, role, inventory, issuer=True)
    if named.certain:
        return
    privileged = role_reaches(role, Tier.TAMPERING, inventory)
    if not privileged.possible:
        raise NotApplicable("the role cannot harm the whole account")
    if privileged & ~named & ~dedicated(role, gate, inventory, dedicated_anchors):
        echoed = holder_held(gate, role, inventory, issuer=True, echo=True).certain
        yield holder_hit(role, gate, "IDENTITY_ECHOED" if echoed else "NO_ATTRIBUTE", inventory)


@rule(
    "TRUST002-ISSUER",
    "trust-certificate-issuer-only",
    severity=Severity.LOW,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    needs=PERMISSIONS,
    source=TRUST_MODEL,
    parameters=DEDICATED,
)
def any_certificate_of_an_issuer(
    role: Role, inventory: Inventory, *, dedicated_anchors: tuple[str, ...]
) -> Iterator[Hit]:
    """A role lets in every certificate of an issuer, whoever holds it.

    ## Why it matters

    A condition on `x509Issuer` tells the CAs below a trust anchor apart, and not the holders of
    their certificates. And a CA below the anchor that may issue to CAs can make one of the same
    name. Whoever writes such a condition says that the anchor is not for this role alone.

    ## Example

    The trust policy of AWS's introduction: a condition on `aws:SourceArn`, and one on
    `aws:PrincipalTag/x509Issuer/CN`.

    ## How to mend it

    Say also who may have the role, and put the policy:

        "StringEquals": {"aws:PrincipalTag/x509Subject/CN": "backup.example.com"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    An issuing CA that serves this role alone needs no such condition: name its anchor in
    `dedicated_anchors`.

    ## What it cannot see

    Which CAs there are below the anchor, and whom they issue to.
    """
    gate = open_gate(role, inventory)
    privileged = role_reaches(role, Tier.TAMPERING, inventory).certain
    enough = holder_held(gate, role, inventory, echo=not privileged)
    if enough.certain:
        return
    issued = holder_held(gate, role, inventory, issuer=True, echo=not privileged)
    if not issued:
        raise NotApplicable("TRUST002 or TRUST002-PRIVILEGED judges it")
    if ~enough & ~declared(gate, dedicated_anchors):
        yield holder_hit(role, gate, "ISSUER_ONLY", inventory)
