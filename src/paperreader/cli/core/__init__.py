"""What the commands share: finding the library and the papers, taking arguments, printing, failing."""
