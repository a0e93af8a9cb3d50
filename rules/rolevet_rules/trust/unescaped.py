"""Policy variables that a template's own functions take for theirs."""

from collections.abc import Iterator

from rolevet import Fault, Hit, Inventory, Severity, Trouble, WrittenFile, rule
from rolevet_rules.file.words import told


@rule(
    "TRUST008-UNESCAPED",
    "policy-variable-unescaped",
    severity=Severity.HIGH,
    trouble=Trouble.REJECTED,
    kind=WrittenFile,
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
)
def unescaped(file: WrittenFile, _: Inventory) -> Iterator[Hit]:
    """A policy in a template has a variable that Fn::Sub takes for one of its own.

    ## Why it matters

    Fn::Sub replaces whatever stands in `${…}` by a parameter or a resource of that name. There is
    none that is called like a condition key, and CloudFormation refuses the whole template.

    ## Example

        "sts:RoleSessionName": !Sub '${aws:PrincipalTag/x509Subject/CN}'

    ## How to mend it

    Take the text out of Fn::Sub, or put an exclamation mark before the key, which then comes out
    without it:

        "sts:RoleSessionName": !Sub '${!aws:PrincipalTag/x509Subject/CN}'

    ## False positives

    None known. Where a transform may rewrite the template first, the rule is undecided.

    ## What it cannot see

    Whether the key exists: TRUST008 and PERM006 judge the policy as it was meant.
    """
    yield from told(
        file, Fault.UNESCAPED, "has {} inside of Fn::Sub, which knows no such name: it is refused"
    )
