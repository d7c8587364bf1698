"""Settings: ``base`` for all, ``demo``, ``production`` and ``test`` on top of it."""
