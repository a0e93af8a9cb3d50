"""How the rules on drift tell of what is otherwise than a file says."""

from collections.abc import Iterator

from rolevet import Hit, Inventory, Related, Resource, differences


def differing(resource: Resource, inventory: Inventory, *fields: str) -> Iterator[Hit]:
    """One for each of the fields that the account has otherwise."""
    for each in differences(resource, inventory, *fields):
        shown = each.stated != "" and each.live != "" and not isinstance(each.live, tuple)
        values = f": {each.stated} there, {each.live} in the account" if shown else ""
        yield Hit(
            f"{resource.label} is not as its file says, by {each.field}{values}.",
            at=each.field,
            key=each.field,
            related=(Related(each.counterpart.arn, "is what the account has"),),
            evidence={"declared": each.stated, "live": each.live},
        )
