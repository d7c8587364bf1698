"""What a person has been told, how they want to hear of it, and their calendar."""
