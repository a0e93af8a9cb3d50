"""CloudFormation templates, those of SAM and of the CDK among them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
"""

from rolevet.sources.cloudformation.arguments import read_arguments
from rolevet.sources.cloudformation.assembly import is_assembly, templates_of
from rolevet.sources.cloudformation.deployment import Argument, Deployment
from rolevet.sources.cloudformation.reading import NEEDLES, ignores_of, parameters_of, read_worlds

__all__ = [
    "NEEDLES",
    "Argument",
    "Deployment",
    "ignores_of",
    "is_assembly",
    "parameters_of",
    "read_arguments",
    "read_worlds",
    "templates_of",
]
