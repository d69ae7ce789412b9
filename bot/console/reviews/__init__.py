"""Reviews: what trainers judge, and the queue of what needs a look."""
