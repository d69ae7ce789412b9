"""Measurements that tell whether what should be quick is quick."""
