"""How many whole plans a second and core, and how exact, beside other packages."""
