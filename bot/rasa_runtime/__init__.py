"""The few adjustments to Rasa 3.6.21, each a module, and the ways in which we start it."""
