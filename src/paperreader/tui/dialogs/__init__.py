"""The screens over the main one: they ask, show, and answer. None knows the main screen."""
