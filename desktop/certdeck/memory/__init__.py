"""The FSRS model behind `certdeck.ports.memory`."""
