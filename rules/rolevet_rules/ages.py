"""How long something has been as it is."""

from datetime import timedelta

from rolevet import Inventory, Profile, TrustAnchor


def unchanged_for(days: int, resource: Profile | TrustAnchor, inventory: Inventory) -> bool:
    """Whether it was last changed more days ago; what is not made yet was not."""
    return resource.is_made and inventory.now - resource.updated_at > timedelta(days=days)
