"""The HTML tree of a body, with its way back to the source, and the views it is looked at in."""
