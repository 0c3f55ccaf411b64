"""Stores: the embedded engine, Neo4j and RDF, each rebuilt from the same graph."""
