"""One suite a module; ``registry.SUITES`` lists them."""
