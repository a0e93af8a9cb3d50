"""IOTP: promises about IoT policies, which say whose certificates may use which role alias.

Each resource of a policy is told by one rule at most: one that is no role alias by IOTP004, one
that names an alias which is not there by IOTP003, a pattern by IOTP001. So none of them yields to
another, though one policy may break several: under the lesser a graver one would be overlooked.
"""
