"""What writes papers down: a module for each format."""
