"""From files to stored, embedded chunks."""
