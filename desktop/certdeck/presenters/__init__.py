"""Screens that have state, without Qt: what services say becomes one frozen view, a click becomes a service call."""
