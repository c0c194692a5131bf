"""Cutting a text into records: lines with tags, rows of tables, objects of JSON, elements of XML, pages."""
