"""The components of every page: one template tag each, with a contract in its template.

``values`` are what a page hands to them, ``show`` are the filters, and the other modules hold the
tags by kind. ``grodd.web.templatetags.ui`` gathers them for ``{% load ui %}``.
"""
