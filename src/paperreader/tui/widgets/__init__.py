"""The panes and lines of the main screen. They show what they are given and post messages; none knows the screen."""
