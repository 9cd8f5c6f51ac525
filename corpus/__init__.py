"""What a report is: reading files, telling what they are, and splitting them into passages."""
