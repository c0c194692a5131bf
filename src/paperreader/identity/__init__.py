"""Whether two papers are one: fingerprints, and comparing titles, people and venues. Knows the domain alone."""
