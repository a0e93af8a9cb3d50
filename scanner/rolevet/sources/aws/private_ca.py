"""The private CAs that trust anchors name, each with its certificate."""

import string
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from rolevet.arn import Arn, BadArn, parse_arn
from rolevet.authorities import CertificateAuthority, TrustAnchor
from rolevet.coverage import Cell
from rolevet.inventory import AuthorityFact, Missing
from rolevet.place import ApiCall
from rolevet.sources.aws.access import Access
from rolevet.sources.aws.parts import Each, Looked, Part, look, looked_up
from rolevet.unknown import Doubt, Undecided, Unknown

_DESCRIBE: Final = "acm-pca:DescribeCertificateAuthority"
_GET: Final = "acm-pca:GetCertificateAuthorityCertificate"
_NO_CERTIFICATE: Final = "InvalidStateException"
# Method, member of the answer, and the code that says that there is none.
_CALLS: Final = {
    _DESCRIBE: (
        "describe_certificate_authority",
        "CertificateAuthority",
        "ResourceNotFoundException",
    ),
    _GET: ("get_certificate_authority_certificate", "Certificate", _NO_CERTIFICATE),
}
_CERTIFICATE: Final = ("Certificate", "CertificateChain")
_ARN_MAX: Final = 200
_ID: Final = frozenset(string.ascii_letters + string.digits + "-")


def pca_arns_named(anchors: Iterable[TrustAnchor]) -> Iterator[str]:
    """What the trust anchors are known to name as their private CA."""
    for anchor in anchors:
        with suppress(Undecided):
            if anchor.acm_pca_arn is not None:
                yield anchor.acm_pca_arn


def authorities_named(access: Access, arns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Of these texts, which anybody may have written, the ARNs of private CAs, by Region."""
    named: dict[str, set[str]] = {}
    for text in arns:
        if arn := _authority(access, text):
            named.setdefault(arn.region, set()).add(text)
    return {region: tuple(sorted(texts)) for region, texts in sorted(named.items())}


def _authority(access: Access, text: str) -> Arn | None:
    """The Region becomes the name of a host: only one that exists in this partition will do."""
    try:
        arn = parse_arn(text, _ARN_MAX)
    except BadArn:
        return None
    kind, _, identifier = arn.resource.partition("/")
    fits = (
        arn.service == "acm-pca"
        and arn.partition == access.partition == access.shared.known.get(arn.region)
        and len(arn.account) == 12
        and arn.account.isdecimal()
        and kind == "certificate-authority"
        and bool(identifier)
        and _ID.issuperset(identifier)
    )
    return arn if fits else None


def collect_authorities(
    access: Access, place: tuple[str, tuple[str, ...]], each: Each
) -> Part[tuple[str, AuthorityFact]]:
    """What AWS Private CA says of each ARN of a Region."""
    region, arns = place
    looks = _looked(access, region, _DESCRIBE, arns, each)
    found = tuple(arn for arn in arns if looks[arn].found)
    certificates = _looked(access, region, _GET, found, each)
    facts = tuple(
        (arn, _fact(access, region, arn, looked, certificates.get(arn)))
        for arn, looked in looks.items()
    )
    return Part(facts, (*_cells(access, region, looks), *_cells(access, region, certificates)))


def _looked(
    access: Access, region: str, action: str, arns: tuple[str, ...], each: Each
) -> dict[str, Looked]:
    method, member, gone = _CALLS[action]
    caller = access.caller(action, region)

    def get(arn: str) -> Looked:
        return look(caller, method, member, gone, CertificateAuthorityArn=arn)

    return dict(zip(arns, each(get, arns), strict=True))


def _cells(access: Access, region: str, looks: Mapping[str, Looked]) -> Iterator[Cell]:
    for looked in tuple(looks.values())[:1]:
        kind = CertificateAuthority.KIND
        yield looked_up(looks, looked.action, access.account, region, kind=kind)


def _fact(
    access: Access, region: str, arn: str, looked: Looked, certificate: Looked | None
) -> AuthorityFact:
    place = ApiCall(_DESCRIBE, access.account, region)
    what = f"private CA {arn}"
    reason = looked.unknown(what)
    if reason:
        return reason
    if looked.found is None or certificate is None:
        return Missing(arn, place)
    none = Unknown(f"{what} has no certificate ({_NO_CERTIFICATE})", Doubt.BY_NATURE)
    unread = certificate.unknown(what) or none
    return CertificateAuthority(
        arn=arn,
        account=access.account,
        region=region,
        partition=access.partition,
        raw={**looked.found, **(certificate.found or {})},
        place=place,
        unknown={} if certificate.found else dict.fromkeys(_CERTIFICATE, unread),
    )
