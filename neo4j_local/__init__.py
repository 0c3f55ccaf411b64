"""A local Neo4j without Docker or a system Java: fetched, set up, started, stopped."""
