"""One module a revision, numbered. A released one is never changed."""
