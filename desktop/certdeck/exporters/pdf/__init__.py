"""Printed sheets: quick-reference sheets as PDF on A4 or US Letter."""
