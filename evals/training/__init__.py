"""Training the reader that comes with the product: `python -m evals.training --help`."""
