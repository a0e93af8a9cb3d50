"""The certificates that have asked for sessions, and the trust anchors that may have let them in.

AWS does not tell through which trust anchor a certificate came: its issuer's name does, unless a CA
below that of the anchor has issued it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rolevet.attributes import maps_attribute
from rolevet.authorities import CertificateSubject, Credential, TrustAnchor
from rolevet.believed import believed_by
from rolevet.certificates import BadCertificate, Certificate, read_bundle
from rolevet.inventory import Inventory
from rolevet.kept import once
from rolevet.policy.answers import NO, Answer, any_of, not_known
from rolevet.resources import Profile
from rolevet.unknown import Undecided, Unknown


@dataclass(frozen=True, slots=True)
class Seen:
    """The certificates seen in one account and Region, by the name of their issuer.

    `doubts` are about those of which not enough is known to say whose they are.
    """

    by_issuer: Mapping[str, tuple[Certificate, ...]]
    doubts: tuple[Unknown, ...]


@once
def certificate_in_use(subject: CertificateSubject, _: Inventory) -> Certificate | None:
    """The one with which it asked last; None where none is told."""
    latest = subject.latest_credential
    return None if latest is None else _certificate_of(latest)


@once
def seen_at(account: str, region: str, inventory: Inventory) -> Seen:
    """Whether these are all is for must_be_listed to say."""
    found: dict[str, dict[Certificate, None]] = {}
    doubts: list[Unknown] = []
    for subject in _subjects_at(account, region, inventory):
        try:
            for certificate in map(_certificate_of, subject.credentials):
                found.setdefault(_folded(certificate.issuer), {})[certificate] = None
        except Undecided as undecided:
            doubts.append(Unknown(undecided.reason, undecided.doubt))
    return Seen({issuer: tuple(each) for issuer, each in found.items()}, tuple(doubts))


def seen_through(anchor: TrustAnchor, inventory: Inventory) -> tuple[Certificate, ...]:
    """Those whose issuer bears the name of a CA that the trust anchor believes."""
    seen = seen_at(anchor.account, anchor.region, inventory)
    if not seen.by_issuer:
        return ()
    names = {_folded(each.subject) for each in believed_by(anchor, inventory)}
    return tuple(each for name in sorted(names) for each in seen.by_issuer.get(name, ()))


def seen_through_none(anchor: TrustAnchor, inventory: Inventory) -> bool:
    """Whether there are some whose issuer no trust anchor beside this one believes by name."""
    place = (anchor.account, anchor.region)
    known = _anchors_by_name(*place, inventory)
    return any(issuer not in known for issuer in seen_at(*place, inventory).by_issuer)


def anchors_for(
    certificate: Certificate, account: str, region: str, inventory: Inventory
) -> tuple[TrustAnchor, ...]:
    """The enabled trust anchors that may let it in: by the name of its issuer, or all that there
    are where none believes its issuer, which may be a CA below another."""
    named = _anchors_by_name(account, region, inventory).get(_folded(certificate.issuer), ())
    candidates = named or _anchors_at(account, region, inventory)
    return tuple(anchor for anchor in candidates if anchor.enabled)


@once
def is_mapped(attribute: str, account: str, region: str, inventory: Inventory) -> Answer:
    """Whether some enabled profile there turns the attribute of a certificate into a tag."""
    place = (account, region)
    profiles = (p for p in inventory.profiles if (p.account, p.region) == place)
    return any_of(_maps(profile, attribute) for profile in profiles)


@once
def last_asked(account: str, region: str, inventory: Inventory) -> datetime | None:
    """When any subject asked for a session there; None where none is known."""
    return max(
        (each.last_seen_at for each in _subjects_at(account, region, inventory)), default=None
    )


def _maps(profile: Profile, attribute: str) -> Answer:
    try:
        return maps_attribute(profile, attribute) if profile.enabled else NO
    except Undecided as undecided:
        return not_known(Unknown(undecided.reason, undecided.doubt))


def _subjects_at(account: str, region: str, inventory: Inventory) -> Iterator[CertificateSubject]:
    place = (account, region)
    return (s for s in inventory.certificate_subjects if (s.account, s.region) == place)


@once
def _anchors_at(account: str, region: str, inventory: Inventory) -> tuple[TrustAnchor, ...]:
    place = (account, region)
    return tuple(a for a in inventory.anchors if (a.account, a.region) == place)


@once
def _anchors_by_name(
    account: str, region: str, inventory: Inventory
) -> Mapping[str, tuple[TrustAnchor, ...]]:
    found: dict[str, tuple[TrustAnchor, ...]] = {}
    for anchor in _anchors_at(account, region, inventory):
        try:
            names = {_folded(each.subject) for each in believed_by(anchor, inventory)}
        except Undecided:
            continue  # so that what came through it is a certificate of which nobody knows
        for name in names:
            found[name] = (*found.get(name, ()), anchor)
    return found


def _certificate_of(credential: Credential) -> Certificate:
    what = f"a certificate of {credential.label}"
    try:
        bundle = read_bundle(credential.certificate_data)
    except BadCertificate as bad:
        raise Undecided(f"{what} cannot be read: {bad}") from None
    for certificate in bundle.certificates:
        return certificate
    reasons = (*bundle.faults, *bundle.doubts, "it holds no certificate in PEM")
    raise Undecided(f"{what} cannot be read: {reasons[0]}")


def _folded(name: str) -> str:
    """Names are compared without case, as RFC 5280 does."""
    return name.casefold()
