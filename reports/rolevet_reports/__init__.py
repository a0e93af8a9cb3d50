"""How rolevet tells what it found: every built-in format, one module each, none knowing another."""
