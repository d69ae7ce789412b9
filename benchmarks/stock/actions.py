"""The action of the stock assistant: says the response that Rasa's selector chose."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class Answer(Action):
    """Answers with the fact that was chosen, or tells what kind of message it was."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say the response; the intent and the fact travel beside it."""
        message = tracker.latest_message
        intent = message["intent"]["name"]
        chosen = message.get("response_selector", {}).get("default", {}).get("response", {})
        key = chosen.get("intent_response_key") or ""
        is_fact = key.startswith(f"{intent}/")
        texts = domain["responses"].get(f"utter_{key}") if is_fact else None
        dispatcher.utter_message(text=texts[0]["text"] if texts else intent)
        fact = key.partition("/")[2] if is_fact else None
        dispatcher.utter_message(json_message={"intent": intent, "fact": fact})
        return []
