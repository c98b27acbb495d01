"""Tests, by scope: `unit` (no I/O), `integration` (real parts), `golden` (whole answers), `e2e` (a browser)."""
