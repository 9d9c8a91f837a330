"""The long checks of the Python package."""
