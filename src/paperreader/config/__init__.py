"""What the user chose: a TOML file that they write, and a small one in which the program remembers."""
