"""The addresses of the console."""

from django.urls import path

urlpatterns = []
