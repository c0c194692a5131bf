"""The formats, one module each, with `sniff` and `read`. None knows another."""
