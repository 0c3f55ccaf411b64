"""Curated facts that ship with the package."""
