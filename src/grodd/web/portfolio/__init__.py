"""How the programmes go, in figures and pictures, and as files."""
