"""What `run.py` is made of. Standard library only, except where a module says otherwise."""
