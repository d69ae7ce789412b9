"""Measurements that people run by hand: `make bench`, and how heavy the widget is."""
