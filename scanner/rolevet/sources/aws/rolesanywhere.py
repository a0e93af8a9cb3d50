"""Profiles and trust anchors: the listings return them whole, so nothing is asked twice."""

from typing import Final, TypeVar

from rolevet.place import ApiCall
from rolevet.resources import Profile, TrustAnchor
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.calls import Api, list_all
from rolevet.sources.aws.parts import Part, listed, not_offered

ResourceT = TypeVar("ResourceT", Profile, TrustAnchor)

# No page size is asked for: the service model states no bound, so any number might be refused.
_PROFILES: Final = Api("list_profiles", "profiles", "nextToken", "nextToken", {})
_ANCHORS: Final = Api("list_trust_anchors", "trustAnchors", "nextToken", "nextToken", {})


def collect_profiles(access: Access, region: str) -> Part[Profile]:
    """Every profile of the Region, enabled or not."""
    return _collect(access, region, Profile, _PROFILES, "rolesanywhere:ListProfiles", "profileArn")


def collect_anchors(access: Access, region: str) -> Part[TrustAnchor]:
    """Every trust anchor of the Region, enabled or not."""
    return _collect(
        access, region, TrustAnchor, _ANCHORS, "rolesanywhere:ListTrustAnchors", "trustAnchorArn"
    )


def _collect(
    access: Access,
    region: str,
    kind: type[ResourceT],
    api: Api,
    operation: str,
    arn_field: str,
) -> Part[ResourceT]:
    account = access.account
    if not access.offers("rolesanywhere", region):
        return Part((), (not_offered(operation, account, region, kind=kind.KIND),))
    listing = list_all(access.client("rolesanywhere", region), api)
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
            place=ApiCall(operation, account, region),
        )
        for arn, raw in sorted(by_arn.items())
    )
    return Part(tuple(facts), (listed(listing, operation, account, region, kind=kind.KIND),))
