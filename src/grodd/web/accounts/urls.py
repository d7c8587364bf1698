"""Addresses of a person's own pages and of the ways in that are ours."""

from django.urls import path

from grodd.web.accounts import door, views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/consents/", views.consent, name="consent"),
    path("me/consents/<int:consent_id>/", views.withdraw, name="withdraw"),
    path("me/roles/<int:grant_id>/", views.lay_down, name="lay_down"),
    path("me/data/", views.data, name="data"),
    path("me/data.json", views.data_json, name="data_json"),
    path("me/data.txt", views.data_text, name="data_text"),
    path("me/erase/", views.erase, name="erase"),
    path("sign-in/link/", door.ask_link, name="ask_link"),
    path("sign-in/link/<str:token>/", door.open_link, name="open_link"),
    path("sign-in/invitation/<str:token>/", door.invitation, name="invitation"),
]
