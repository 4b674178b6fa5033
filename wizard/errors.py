"""The tree of refusals: each class keeps its facts and writes its own sentence."""


class WizardError(Exception):
    """Something asked for cannot be given; ``str()`` says what is wrong and what to do."""
