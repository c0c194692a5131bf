"""The reader in the terminal: the only package that names Textual."""
