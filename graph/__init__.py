"""Facts, independent of any database: statements, checks and the graph built from them."""
