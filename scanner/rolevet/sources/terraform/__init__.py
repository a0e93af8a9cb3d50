"""Terraform's configurations, plans and state.

https://developer.hashicorp.com/terraform/language
"""

from rolevet.sources.terraform.reading import LIMITS, NEEDLES, kind_of, read_worlds

__all__ = ["LIMITS", "NEEDLES", "kind_of", "read_worlds"]
