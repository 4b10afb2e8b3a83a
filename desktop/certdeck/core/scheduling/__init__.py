"""When a card is asked again: memory states, ratings, the queue of what is due."""
