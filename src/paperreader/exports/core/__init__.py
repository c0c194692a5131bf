"""What several exports need: the columns of tables, texts in HTML, cards, the look of the report."""
