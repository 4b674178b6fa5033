"""Pictures of every page on a phone and a desktop, light and dark, in every language: to be looked at, not asserted."""
