"""Services decide: one module per noun, no chat platform, no SQL."""
