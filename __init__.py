"""govgraph: the knowledge graph of the smart-government (数字政府) vendor ecosystem."""

__version__ = "0.1.0"
