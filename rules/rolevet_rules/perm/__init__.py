"""PERM: promises about what a role may do that is handed out for certificates."""
