"""Whether resources bear the tags that their owner asks for."""

from collections.abc import Iterator

from rolevet import (
    Detail,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Severity,
    Tagged,
    Trouble,
    plain,
    rule,
)

_OF_AWS = "aws:"
_SHOWN = 20


@rule(
    "INV006",
    "required-tags-missing",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Tagged,
    needs=[Detail.TAGS],
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/iot-controls.html#iot-5",
    opt_in=True,
    parameters={"required_tags": Parameter((), "keys of the tags that a resource must have")},
)
def required_tags_missing(
    resource: Tagged, _: Inventory, *, required_tags: tuple[str, ...]
) -> Iterator[Hit]:
    """A role alias, profile, trust anchor or CRL lacks tags that its owner asks for.

    ## Why it matters

    Tags say whom to ask, and policies can go by them. One rule judges all four kinds, because it
    asks the same of each; for role aliases AWS Security Hub asks it too, as IoT.5.

    ## Example

    A profile without `team`, where `required_tags` is `["team", "stage"]`.

    ## How to mend it

    Tagging changes nothing else:

        aws rolesanywhere tag-resource --resource-arn ARN --tags key=team,value=storage
        aws iot tag-resource --resource-arn ARN --tags Key=team,Value=devices

    ## False positives

    None known. The case of keys matters, as it does to AWS.

    ## What it cannot see

    The values of the tags. Tags that AWS sets itself, whose keys begin with `aws:`, count for
    nothing. Until keys are given, the rule says nothing.
    """
    if not required_tags:
        raise NotApplicable("nobody has said which tags are required")
    present = {key for key in resource.tags if not key.lower().startswith(_OF_AWS)}
    missing = sorted({key for key in required_tags if key not in present})
    if missing:
        shown = tuple(plain(key, 128) for key in missing[:_SHOWN])
        several = "tag" if len(missing) == 1 else "tags"
        quoted = ", ".join(f"'{key}'" for key in shown)
        yield Hit(
            f"{resource.label} lacks the {several} {quoted}.",
            at="tags",
            evidence={"missing": shown, "count": len(missing)},
        )
