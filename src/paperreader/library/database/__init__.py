"""The file itself: connections, tables, rows, and what can go wrong with them."""
