"""Prepare a machine: environment, system packages, browser."""
