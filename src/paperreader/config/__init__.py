"""The user's configuration: a TOML file that they write, and a small state file that the program writes."""
