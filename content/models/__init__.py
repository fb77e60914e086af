"""The pages that editors build, one kind a file."""
