"""The judge: asks the real uv what each machine gets from a document (design.md §9)."""
