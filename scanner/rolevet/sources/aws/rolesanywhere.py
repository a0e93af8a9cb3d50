"""What IAM Roles Anywhere lists; all but subjects come back whole, so nothing is asked twice."""

from dataclasses import replace
from typing import Final, TypeVar

from rolevet.authorities import CertificateSubject, Crl, TrustAnchor
from rolevet.coverage import Cell, CellState
from rolevet.place import ApiCall
from rolevet.resources import Profile, Resource
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.listings import Api, list_all
from rolevet.sources.aws.parts import Each, Looked, Part, listed, look, looked_up, not_offered

ResourceT = TypeVar("ResourceT", bound=Resource)


def _listing(action: str, method: str, items: str) -> Api:
    """No page size is asked for: the model states no bound, so any number might be refused."""
    return Api(action, method, items, next_sent="nextToken", next_received="nextToken")


_PROFILES: Final = _listing("rolesanywhere:ListProfiles", "list_profiles", "profiles")
_ANCHORS: Final = _listing("rolesanywhere:ListTrustAnchors", "list_trust_anchors", "trustAnchors")
_CRLS: Final = _listing("rolesanywhere:ListCrls", "list_crls", "crls")
_SUBJECTS: Final = _listing("rolesanywhere:ListSubjects", "list_subjects", "subjects")
_GET_SUBJECT: Final = "rolesanywhere:GetSubject"


def collect_profiles(access: Access, region: str) -> Part[Profile]:
    """Every profile of the Region, enabled or not."""
    return _collect(access, region, Profile, _PROFILES, "profileArn")


def collect_anchors(access: Access, region: str) -> Part[TrustAnchor]:
    """Every trust anchor of the Region, enabled or not."""
    return _collect(access, region, TrustAnchor, _ANCHORS, "trustAnchorArn")


def collect_crls(access: Access, region: str, anchors: Part[TrustAnchor]) -> Part[Crl]:
    """Every CRL of the Region, if it has a trust anchor that one could belong to.

    AWS answers one request a second, and most Regions have no anchors. A CRL whose anchor was the
    last of its Region and is deleted is not seen, which is why the cell is not called complete.
    """
    (listing,) = anchors.cells
    if listing.state is CellState.COMPLETE and not anchors.facts:
        state = CellState.NOT_NEEDED
        cell = Cell(access.account, region, _CRLS.action, state, kind=Crl.KIND, lists=True)
        return Part((), (cell,))
    return _collect(access, region, Crl, _CRLS, "crlArn")


def collect_subjects(access: Access, region: str, each: Each) -> Part[CertificateSubject]:
    """Every subject of the Region, each with its certificates, which take a call of their own."""
    part = _collect(access, region, CertificateSubject, _SUBJECTS, "subjectArn")
    ids = {subject.arn: str(subject.raw.get("subjectId")) for subject in part.facts}
    if not ids:
        return part
    caller = access.caller(_GET_SUBJECT, region)

    def get(identifier: str) -> Looked:
        gone = "ResourceNotFoundException"
        return look(caller, "get_subject", "subject", gone, subjectId=identifier)

    looks = dict(zip(ids, each(get, ids.values()), strict=True))
    facts = (
        _subject(subject, looks[subject.arn], ApiCall(_GET_SUBJECT, access.account, region))
        for subject in part.facts
        if looks[subject.arn].found or looks[subject.arn].fault
    )
    kind = CertificateSubject.KIND
    cell = looked_up(looks, _GET_SUBJECT, access.account, region, kind=kind)
    return Part(tuple(facts), (*part.cells, cell))


def _subject(subject: CertificateSubject, looked: Looked, place: ApiCall) -> CertificateSubject:
    reason = looked.unknown(f"subject '{subject.name}'")
    unknown = dict.fromkeys(("credentials", "instanceProperties"), reason) if reason else {}
    return replace(subject, raw=looked.found or subject.raw, place=place, unknown=unknown)


def _collect(
    access: Access, region: str, kind: type[ResourceT], api: Api, arn_field: str
) -> Part[ResourceT]:
    account = access.account
    if not access.offers(api.action, region):
        return Part((), (not_offered(api.action, account, region, kind=kind.KIND),))
    listing = list_all(access.caller(api.action, region), api)
    nameless = f"arn:{access.partition}:rolesanywhere:{region}:{account}:{kind.KIND}/(no ARN)"
    # One that moved to a later page while the pages were read comes back twice.
    by_arn = {str(raw.get(arn_field) or nameless): raw for raw in listing.items}
    facts = (
        kind(
            arn=arn,
            account=account,
            region=region,
            partition=access.partition,
            raw=raw,
            place=ApiCall(api.action, account, region),
        )
        for arn, raw in sorted(by_arn.items())
    )
    return Part(tuple(facts), (listed(listing, api.action, account, region, kind=kind.KIND),))
