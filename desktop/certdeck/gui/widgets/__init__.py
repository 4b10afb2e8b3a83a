"""The widgets that every page is built of; each paints itself from the theme's tokens and grows with its text size."""
