"""Several laptops, one library: what is exchanged, and what all of it together comes to."""
