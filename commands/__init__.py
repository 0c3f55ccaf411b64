"""The groups of commands, a module each; `govgraph.cli` holds the rest and puts them together."""
