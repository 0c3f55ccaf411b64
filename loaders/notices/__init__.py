"""Procurement notices as parsed from any portal: their model, and what turns them into entities."""
