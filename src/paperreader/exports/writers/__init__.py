"""The export formats, one module each. None knows another."""
