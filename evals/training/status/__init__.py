"""Training of the reader of status (`index.status_model`)."""
