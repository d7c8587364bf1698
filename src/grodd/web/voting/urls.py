"""Addresses of votes.

What someone votes for stands in the body of a request, never in an address, which servers log.
"""

from django.urls import path

from grodd.web.voting import files, results, setup, views

app_name = "voting"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", setup.new, name="new"),
    path("import/", files.bring, name="import"),
    path("rounds/<int:round_id>/", setup.from_round, name="from_round"),
    path("<int:poll_id>/", views.vote, name="vote"),
    path("<int:poll_id>/ballot/", views.ballot, name="ballot"),
    path("<int:poll_id>/set-up/", setup.overview, name="setup"),
    path("<int:poll_id>/terms/", setup.terms, name="terms"),
    path("<int:poll_id>/ideas/new/", setup.idea, name="new_idea"),
    path("<int:poll_id>/ideas/<int:number>/", setup.idea, name="idea"),
    path("<int:poll_id>/ideas/<int:number>/take-out/", setup.take_out, name="take_out"),
    path("<int:poll_id>/voters/", setup.voters, name="voters"),
    path("<int:poll_id>/themes/", setup.limits, name="limits"),
    path("<int:poll_id>/open/", setup.open_, name="open"),
    path("<int:poll_id>/close/", setup.close, name="close"),
    path("<int:poll_id>/exclude/", setup.exclude, name="exclude"),
    path("<int:poll_id>/result/", results.result, name="result"),
    path("<int:poll_id>/result/ideas/<int:number>/", results.why, name="why"),
    path("<int:poll_id>/result/ideas/<int:number>/explain/", results.explain, name="explain"),
    path("<int:poll_id>/result/propose/", results.propose, name="propose"),
    path("<int:poll_id>/result.csv", files.as_csv, name="csv"),
    path("<int:poll_id>/result.pb", files.as_pb, name="pb"),
]
