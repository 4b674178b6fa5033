"""How fast the wizard answers, beside an empty view on the same server."""
