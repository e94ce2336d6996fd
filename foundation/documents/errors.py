"""What goes wrong with a document; apart from the compiler, which few processes ever load."""


class DocumentError(RuntimeError):
    """A document could not be made; the message tells an operator why."""
