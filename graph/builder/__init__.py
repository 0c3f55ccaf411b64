"""From statements to the tables of the graph, checked and with what rules infer."""
