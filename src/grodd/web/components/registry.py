"""The one library in which every component is registered."""

from django.template import Library

register = Library()
