"""Discord: client, renderer, messenger, everlasting buttons."""
