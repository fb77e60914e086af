"""How much work an answer costs, as a ratio to a minimal view measured in the same run."""
