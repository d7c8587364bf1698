"""The pages as people meet them: what they weigh, how they look, whether everyone can use them."""
