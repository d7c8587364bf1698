"""One space: its people, roles, customers, rules and trail."""
