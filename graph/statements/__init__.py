"""Statements: what sources say, one each, and how they lie on disk."""
