"""The night over a hundred thousand loans: each with a voucher, and an ordinary one."""
