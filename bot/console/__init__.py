"""The trainers' console: reads conversations, keeps reviews, and turns them into changes."""
