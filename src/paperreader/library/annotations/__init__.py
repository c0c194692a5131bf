"""What a reader adds to papers: tags, notes, highlights, states and views."""
