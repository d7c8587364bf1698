"""Persons, organisations, memberships, scopes, roles, consents.

A *space* is an organisation that works in this installation and sees only its own. A *scope* is an
area of responsibility inside one. It must never know what is done in a scope.
"""
