"""Profiles and trust anchors: the listings return them whole, so nothing is asked twice."""

from typing import Final, TypeVar

from rolevet.place import ApiCall
from rolevet.resources import Profile, TrustAnchor
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import Api, list_all
from rolevet.sources.aws.parts import Part, listed, not_offered

ResourceT = TypeVar("ResourceT", Profile, TrustAnchor)

# No page size is asked for: the service model states no bound, so any number might be refused.
_PROFILES: Final = Api(
    action="rolesanywhere:ListProfiles",
    method="list_profiles",
    items="profiles",
    next_sent="nextToken",
    next_received="nextToken",
)
_ANCHORS: Final = Api(
    action="rolesanywhere:ListTrustAnchors",
    method="list_trust_anchors",
    items="trustAnchors",
    next_sent="nextToken",
    next_received="nextToken",
)


def collect_profiles(access: Access, region: str) -> Part[Profile]:
    """Every profile of the Region, enabled or not."""
    return _collect(access, region, Profile, _PROFILES, "profileArn")


def collect_anchors(access: Access, region: str) -> Part[TrustAnchor]:
    """Every trust anchor of the Region, enabled or not."""
    return _collect(access, region, TrustAnchor, _ANCHORS, "trustAnchorArn")


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
