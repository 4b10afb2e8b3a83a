"""What services need from outside, as Protocols, and the plain rows that lists show."""
