"""How facts come in: one package or module per kind of source, none knowing another."""
