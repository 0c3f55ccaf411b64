"""Steps of procurement as tables: what a vendor won, what a buyer bought, and all of it by facets."""
