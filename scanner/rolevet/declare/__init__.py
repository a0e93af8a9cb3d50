"""Rules that are data: YAML with JMESPath, made into the same rules that code makes."""
