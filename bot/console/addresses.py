"""The addresses of the console."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from bot.console.changes import views as changes
from bot.console.conversations import views as conversations
from bot.console.deletions import views as deletions
from bot.console.gaps import views as gaps
from bot.console.insights import views as insights
from bot.console.people import views as people
from bot.console.replays import views as replays
from bot.console.reviews import views as reviews
from bot.console.service import views as service

handler404 = "bot.console.protection.not_found"
handler403 = "bot.console.protection.not_allowed"
handler500 = "bot.console.protection.failed"

urlpatterns = [
    path("", people.home, name="home"),
    path("log-in/", people.LogIn.as_view(), name="log_in"),
    path("log-out/", login_not_required(LogoutView.as_view()), name="log_out"),
    path("help/", people.shortcuts, name="help"),
    path("queue/", reviews.queue, name="queue"),
    path("queue/begin/", reviews.begin, name="begin"),
    path("turns/<int:number>/", reviews.turn, name="turn"),
    path("turns/<int:number>/review/", reviews.review, name="review"),
    path("turns/<int:number>/withdraw/", reviews.withdraw, name="withdraw"),
    path("conversations/", conversations.conversations, name="conversations"),
    path("conversations/saved/", conversations.save_filter, name="save_filter"),
    path("conversations/export.csv", conversations.export, {"form": "csv"}, name="export_csv"),
    path("conversations/export.json", conversations.export, {"form": "json"}, name="export_json"),
    path("conversations/<slug:key>/", conversations.conversation, name="conversation"),
    path("conversations/<slug:key>/test/", changes.make_dialogue, name="make_dialogue"),
    path("conversations/<slug:key>/delete/", deletions.delete_conversation, name="delete"),
    path("gaps/", gaps.gaps, name="gaps"),
    path("gaps/<int:number>/", gaps.gap, name="gap"),
    path("gaps/<int:number>/fact/", gaps.draft_fact, name="draft_fact"),
    path("gaps/<int:number>/examples/", gaps.add_examples, name="add_examples"),
    path("gaps/<int:number>/close/", gaps.close, name="close_gap"),
    path("changes/", changes.changes, name="changes"),
    path("changes/<int:number>/", changes.decide, name="decide"),
    path("changes/patch/", changes.patch, name="patch"),
    path("changes/done/", changes.done, name="done"),
    path("facts/", insights.facts, name="facts"),
    path("facts/<slug:name>/", insights.fact, name="fact"),
    path("dashboard/", insights.dashboard, name="dashboard"),
    path("dashboard/<slug:name>.svg", insights.chart, name="chart"),
    path("replays/", replays.replays, name="replays"),
    path("replays/<int:number>/", replays.replay, name="replay"),
    path("replays/differences/<int:number>/", replays.judge, name="judge"),
    path("people/", people.people, name="people"),
    path("people/<int:number>/role/", people.change_role, name="change_role"),
    path("service/", service.service, name="service"),
    path("service/<slug:channel>/", service.switch, name="switch"),
    path("deletions/", deletions.deletions, name="deletions"),
    path("deletions/ask/", deletions.ask_deletion, name="ask_deletion"),
    path("deletions/delete/", deletions.delete_much, name="delete_much"),
]
