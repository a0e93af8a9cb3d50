"""Terraform's configurations, plans and state.

https://developer.hashicorp.com/terraform/language
"""

from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.hcl import (
    ENDING,
    bytes_below,
    called_elsewhere,
    declared_in,
    read_file,
    read_folder,
)
from rolevet.sources.terraform.joining import configuration_of
from rolevet.sources.terraform.reading import LIMITS, NEEDLES, kind_of, read_worlds

__all__ = [
    "ENDING",
    "LIMITS",
    "NEEDLES",
    "TerraformResource",
    "bytes_below",
    "called_elsewhere",
    "configuration_of",
    "declared_in",
    "kind_of",
    "read_file",
    "read_folder",
    "read_worlds",
]
