"""RDF: quads of a graph, and the Oxigraph store that answers SPARQL."""
