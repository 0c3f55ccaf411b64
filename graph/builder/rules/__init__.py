"""What is inferred: from the ontology's axioms, from ties of groups, of joint ventures."""
