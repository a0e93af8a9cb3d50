"""INV: promises about what an account holds as a whole, a module for each thing."""
