"""The language that cards are searched in: what a query means, reading one, and writing it out again."""
