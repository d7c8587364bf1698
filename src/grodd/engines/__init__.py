"""Pure computations: values in, values out. No Django, no clock, no input or output."""
