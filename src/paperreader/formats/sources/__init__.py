"""Turns files, archives and pipes into text, unpacked and decoded safely."""
