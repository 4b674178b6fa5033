"""What the API says and takes: one module per subject; a field that is not known is ``null``."""
