"""The web service: a SPARQL endpoint, addresses of things, and pages."""
