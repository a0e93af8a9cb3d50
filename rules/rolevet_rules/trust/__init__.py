"""TRUST: promises about trust policies, a module for each thing that they are about."""
