"""Terraform configurations, as they are written in HCL, without a plan.

https://developer.hashicorp.com/terraform/language
"""

from rolevet.sources.terraform.hcl.calls import bytes_below, called_elsewhere
from rolevet.sources.terraform.hcl.folder import ENDING
from rolevet.sources.terraform.hcl.reading import declared_in, read_file, read_folder

__all__ = ["ENDING", "bytes_below", "called_elsewhere", "declared_in", "read_file", "read_folder"]
