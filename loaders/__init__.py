"""Loaders: one module per kind of source; each turns one file into statements."""
