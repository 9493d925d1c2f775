"""Views for people: each is a function from values and a ``Stage`` to text, a file a view."""
