"""The read side: names, links and evidence of one build."""
