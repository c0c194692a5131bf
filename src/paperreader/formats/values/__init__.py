"""What the values in a record mean, in any format: names, dates, places, links, kinds, markup."""
