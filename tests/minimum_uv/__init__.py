"""The oldest uv for every feature, found by trying releases from the package index on real documents."""
