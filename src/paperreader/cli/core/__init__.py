"""What the commands share: which library and which papers they are about, what they print, and how they fail."""
