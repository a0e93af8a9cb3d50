"""What nobody seems to use any more.

Each kind of resource shows its use in its own way, so that there is a rule for each; INV004 as a
prefix means them all.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from rolevet import (
    Binding,
    CertificateAuthority,
    CertificateSubject,
    Detail,
    Hit,
    Inventory,
    IotPolicy,
    NotApplicable,
    Parameter,
    Profile,
    Related,
    Resource,
    Role,
    RoleAlias,
    Severity,
    Trouble,
    TrustAnchor,
    Undecided,
    believed_by,
    is_open_to_devices,
    last_asked,
    must_be_listed,
    open_bindings,
    rule,
    seen_at,
    seen_through,
    seen_through_none,
)
from rolevet_rules.anchor.words import must_be_enabled

_RELATED: Final = 50
_GRACE: Final = Parameter(14, "days after its creation in which nobody need use it", low=0, high=90)
_DAYS: Final = Parameter(90, "days without use that make it unused", low=1, high=400)


@rule(
    "INV004-ALIAS",
    "role-alias-open-to-no-device",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=RoleAlias,
    needs=[IotPolicy],
    source="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html",
    opt_in=True,
    parameters={"grace_days": _GRACE},
)
def alias_open_to_no_device(
    alias: RoleAlias, inventory: Inventory, *, grace_days: int
) -> Iterator[Hit]:
    """No IoT policy lets any device use a role alias.

    ## Why it matters

    No device can get credentials through it. It waits for the first policy that matches it by
    accident, and keeps its role alive.

    ## Example

    A role alias of a product whose devices and policies are gone.

    ## How to mend it

        aws iot delete-role-alias --role-alias NAME

    ## False positives

    A role alias that is kept for a product yet to come.

    ## What it cannot see

    Whether the policies that allow it belong to any device, and whether one uses it.
    """
    opened = is_open_to_devices(alias, inventory)
    if opened.certain:
        return
    if _is_young(alias, inventory, grace_days):
        raise NotApplicable("the role alias is young")
    if not opened:
        must_be_listed(IotPolicy, alias.account, alias.region, inventory)
        yield Hit(
            f"{alias.label} is of no use to any device: no IoT policy of {alias.region} allows it.",
            at="roleAliasArn",
            evidence={"creationDate": alias.created_at.isoformat()},
        )


@rule(
    "INV004-ROLE",
    "broker-role-unused",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Role,
    needs=[Detail.ROLE_BOUNDARY, CertificateSubject],
    source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html",
    opt_in=True,
    parameters={"days": _DAYS, "grace_days": _GRACE},
)
def role_unused(role: Role, inventory: Inventory, *, days: int, grace_days: int) -> Iterator[Hit]:
    """A role that brokers hand out has not been used for months.

    ## Why it matters

    The profiles and role aliases that hand it out serve nobody, and whoever steals one of their
    certificates gets what the role may do. The finding names them as related.

    ## Example

    A profile whose only role was last used in winter.

    ## How to mend it

    Take the role out of the profile, or delete the broker if it hands out nothing else:

        aws rolesanywhere delete-profile --profile-id ID
        aws iot delete-role-alias --role-alias NAME

    ## False positives

    What runs once a year. IAM remembers the last use for 400 days, in some Regions for less.

    ## What it cannot see

    Who used the role: a use that did not come through a broker counts too. Where a profile hands it
    out and certificates have asked for sessions in its Region since, nobody can tell whether they
    asked for this role, and the rule is undecided. Roles that no broker hands out today are told by
    INV003.
    """
    bindings = open_bindings(role, inventory)
    if not bindings:
        raise NotApplicable("no broker hands out the role today")
    used = role.last_used
    if used is not None and inventory.now - used <= timedelta(days=days):
        return
    if _is_young(role, inventory, grace_days) or all(
        _is_young(binding.broker, inventory, grace_days) for binding in bindings
    ):
        raise NotApplicable("the role, or all that hands it out, is young")
    _must_be_quiet(bindings, inventory, days)
    last = None if used is None else used.date().isoformat()
    when = "in the 400 days that IAM remembers" if last is None else f"since {last}"
    yield Hit(
        f"{role.label} has not been used {when}, though {_brokers(len(bindings))} it out.",
        at="RoleLastUsed",
        evidence={"lastUsedDate": last, "brokers": len(bindings)},
        related=tuple(
            Related(binding.broker.arn, "hands out the role") for binding in bindings[:_RELATED]
        ),
    )


@rule(
    "INV004-ANCHOR",
    "anchor-never-seen",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=TrustAnchor,
    needs=[CertificateSubject, CertificateAuthority],
    source="https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectDetail.html",
    opt_in=True,
    parameters={"grace_days": _GRACE},
)
def anchor_never_seen(
    anchor: TrustAnchor, inventory: Inventory, *, grace_days: int
) -> Iterator[Hit]:
    """No certificate of an enabled trust anchor's CA has ever asked for a session.

    ## Why it matters

    The anchor serves nobody, and whoever gets a certificate of its CA is believed all the same.

    ## Example

    An anchor that was set up for a trial which never began.

    ## How to mend it

        aws rolesanywhere disable-trust-anchor --trust-anchor-id ID

    ## False positives

    An anchor whose clients are yet to come, or whose subjects AWS no longer tells.

    ## What it cannot see

    Through which anchor a certificate came: it goes by the name of the issuer. Where some were
    issued by a CA that no anchor holds, they may have come through a CA below this one, and the
    rule is undecided. Disabled anchors are told by ANCH007.
    """
    must_be_enabled(anchor)
    if seen_through(anchor, inventory):
        return
    if _is_young(anchor, inventory, grace_days):
        raise NotApplicable("the trust anchor is young")
    for doubt in seen_at(anchor.account, anchor.region, inventory).doubts:
        raise doubt.undecided()
    must_be_listed(CertificateSubject, anchor.account, anchor.region, inventory)
    if seen_through_none(anchor, inventory) and any(
        each.path_length != 0 for each in believed_by(anchor, inventory)
    ):
        raise Undecided("certificates were seen whose issuer no trust anchor of the Region holds")
    yield Hit(
        f"{anchor.label} has let nobody in: no certificate that its CA issued has asked for a "
        "session.",
        at="trustAnchorArn",
        evidence={"createdAt": anchor.created_at.isoformat()},
    )


def _is_young(resource: Resource, inventory: Inventory, days: int) -> bool:
    return not resource.is_made or inventory.now - resource.created_at < timedelta(days=days)


def _must_be_quiet(bindings: tuple[Binding, ...], inventory: Inventory, days: int) -> None:
    """Whether no certificate has asked for a session where a profile hands out the role."""
    profiles = [b.broker for b in bindings if isinstance(b.broker, Profile)]
    for account, region in sorted({(each.account, each.region) for each in profiles}):
        asked = last_asked(account, region, inventory)
        if asked is not None and inventory.now - asked <= timedelta(days=days):
            raise Undecided(
                f"certificates have asked for sessions in {region}, and AWS does not say of which "
                "role"
            )
        must_be_listed(CertificateSubject, account, region, inventory)


def _brokers(count: int) -> str:
    return "one broker hands" if count == 1 else f"{count} brokers hand"
