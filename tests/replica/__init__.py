"""PyTorch's indexes on loopback, rebuilt from the shipped catalogue, for the judge (design.md §9)."""

from tests.replica.server import Replica

__all__ = ["Replica"]
