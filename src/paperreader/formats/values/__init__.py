"""What the values of a record mean, whatever the format: names, dates, places, links, kinds, markup."""
