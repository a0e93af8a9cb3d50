"""What a file refers to."""

from collections.abc import Iterator

from rolevet import Fault, Hit, Inventory, Severity, Trouble, WrittenFile, rule
from rolevet_rules.file.words import told


@rule(
    "FILE001",
    "reference-to-nothing",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=WrittenFile,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html",
)
def reference_to_nothing(file: WrittenFile, _: Inventory) -> Iterator[Hit]:
    """A template refers to something that it does not declare.

    ## Why it matters

    CloudFormation refuses the whole template, and what was meant by the name nobody knows: the
    rules that ask for it are undecided.

    ## Example

    `RoleArns: [!GetAtt IntermediateRole.Arn]` in a template whose role is called `IRARole`.

    ## How to mend it

    Write the logical id of the resource, or the name of the parameter, as the template declares it.

    ## False positives

    None known. Where a transform, a module or a loop may declare what is missing, the rule is
    undecided.

    ## What it cannot see

    References in resources that rolevet does not read, in outputs and in conditions, and whether a
    resource has the attribute that Fn::GetAtt asks for.
    """
    yield from told(
        file, Fault.DANGLING, "refers to '{}', which the file does not declare: it is refused"
    )
