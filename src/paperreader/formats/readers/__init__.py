"""One module a format, each with `sniff` and `read`. None knows another."""
