"""Applications: drafts and their versions, co-owners, attachments, submissions, imports.

It must never know the agreement that an application may lead to.
"""
