"""How programs reach the wizard: ``/api/v1/``, thin operations over the same rooms as the pages."""
