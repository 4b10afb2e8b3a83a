"""Everything the app can do, one short method each; screens and the command line call the same ones."""
