"""The app and its main screen."""
