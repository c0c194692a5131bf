"""Bringing records in: prepared, matched with the papers that are there, and stored in batches."""
