"""CloudFormation templates, those of SAM and of the CDK among them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/
"""

from rolevet.sources.cloudformation.reading import NEEDLES, read_worlds

__all__ = ["NEEDLES", "read_worlds"]
