"""Template tags of the web; ``ui`` holds every component."""
