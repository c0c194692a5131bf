"""Finding papers by what somebody types, and papers like another; with the tables that this needs."""
