"""The network page: one HTML file from a picture of the graph."""
