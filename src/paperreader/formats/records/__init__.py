"""Cuts a text into records: tagged lines, rows of tables, JSON objects, XML elements, web pages."""
