"""The rules of Certdeck: frozen values and pure functions, without input, output, clock or dice."""
