"""Notebooks run on the workers of a Dask cluster, for the grader that stays here."""
