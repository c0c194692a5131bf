"""A library in numbers: screening, statistics, and where fields come from."""
