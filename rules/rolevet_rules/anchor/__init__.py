"""ANCH: promises about trust anchors, a module for each thing that they are about."""
