"""PROF: promises about IAM Roles Anywhere profiles, a module for each thing that they are about."""
