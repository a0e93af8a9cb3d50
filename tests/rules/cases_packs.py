"""The cases of the rules that are data: those that their files hold."""

from rules.cases import Case

from rolevet.declare.files import declarations
from rolevet_rules import PACKS

CASES = {
    one.rule.info.id: [
        Case(case.name, case.verdict, case.inventory, case.says) for case in one.cases
    ]
    for one in declarations([PACKS])
}
