"""The commands that make the book; `make help` lists them."""
