"""For those who work on govgraph: what writes its documentation. Not part of the installed package."""
