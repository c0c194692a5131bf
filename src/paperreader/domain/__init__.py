"""What a paper is and what its reader adds to it: nothing here needs a file, a library or a screen."""
