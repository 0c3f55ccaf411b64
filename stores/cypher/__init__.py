"""Cypher texts of users: their tokens, what they name, what engines answer differently, and how that is mended."""
