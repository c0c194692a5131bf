"""What several exports need: names in parts, texts for TeX and HTML, works, styles, columns, cards."""
