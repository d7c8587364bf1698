"""Long work, watched: how far it has come, what came of it, and the way to stop it."""
