"""Training of the reader of status (`evals.training.status.model`)."""
