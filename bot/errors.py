"""The errors of this project: each message says where, what is wrong and what to do."""


class AssistantError(Exception):
    """Base of every error that this project raises on purpose."""


class DataFileError(AssistantError):
    """A file of data cannot be used; `problems` holds every fault found in it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class ModelFileError(AssistantError):
    """A machine-learning file is missing, altered or of another version."""


class SettingsError(AssistantError):
    """One or more settings from the environment cannot be used."""


class StartError(AssistantError):
    """The assistant cannot be started; the message names the remedy."""


class OvertakenError(AssistantError):
    """A conversation was gone on with, or deleted, by another process since it was read."""


class UnansweredError(AssistantError):
    """Nothing was said to a message: it is not kept, so that it can be answered later."""
