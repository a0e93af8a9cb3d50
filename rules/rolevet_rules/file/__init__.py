"""FILE: promises about files of infrastructure code themselves."""

from typing import Final

from rolevet import Rule
from rolevet_rules.file import references

RULES: Final[tuple[Rule, ...]] = (references.reference_to_nothing,)
