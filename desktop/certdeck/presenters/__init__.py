"""Screens that have state, without Qt: each turns what services say into one frozen view, and clicks into service calls."""
