"""Pure functions on Chinese procurement text: money, dates, places, methods, names, keys.

Nothing here knows of sources, statements or stores, and nothing heavy is read before first use.
"""
