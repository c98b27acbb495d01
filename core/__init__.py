"""The ground floor: records, settings and errors. Imports nothing else of this project."""
