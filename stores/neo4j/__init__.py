"""Neo4j: loading the difference of two graphs, and asking."""
