"""What every part of the screen needs: commands and keys, themes and symbols, the open library and its threads."""
