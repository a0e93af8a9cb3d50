"""CRL: promises about revocation, a module for each thing that they are about."""
