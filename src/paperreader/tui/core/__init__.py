"""What every part of the screen needs: commands and keys, themes and glyphs, and the threads that read and write."""
