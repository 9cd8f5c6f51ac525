"""How good the answers are: gold questions, measures, and the benchmark."""
