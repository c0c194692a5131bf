"""The commands, a module for each group. To add one: write it here and list it in its module's `COMMANDS`."""
