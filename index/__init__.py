"""Where passages live: the catalogue, the vectors and words derived from it, and how they are found."""
