"""Files as loaders read them: bytes unpacked, JSON by the record, YAML with its lines, pages as lines and tables."""
