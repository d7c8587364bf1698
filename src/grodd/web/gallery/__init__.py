"""The living page ``/ui/``: every component in every state. Only in debug and demo."""
