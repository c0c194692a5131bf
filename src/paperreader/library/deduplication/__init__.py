"""Papers that are one, or may be: corrections, merging, and the queue of possible duplicates."""
