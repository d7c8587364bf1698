"""The pages. An area is an entry in the navigation: its addresses, views, forms and templates."""
