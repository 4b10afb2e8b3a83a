"""What leaves the app: Anki packages and printed sheets, each written whole or not at all."""
