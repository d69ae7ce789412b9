"""The understanding of a message: one Rasa component a file, and the plain code they stand on."""
