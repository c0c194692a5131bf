"""What several exports need: names in parts, works as reference managers see them, text for TeX, CSL styles."""
