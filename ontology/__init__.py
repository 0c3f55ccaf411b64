"""The ontology: read it, derive from it, reason with it."""
