"""Running a programme: its terms, its rounds."""
