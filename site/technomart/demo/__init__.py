"""The invented shop that `seed_demo` and load tests fill the store with."""
