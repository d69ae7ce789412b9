"""What must come before every test."""

# Sanic sets a filter of its own for warnings when it is imported. Imported inside a test, it would
# undo for that test that warnings are errors.
import sanic.app  # noqa: F401
