"""Wizard: puts one question in a terminal."""
