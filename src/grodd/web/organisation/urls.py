"""Addresses of a space's own pages."""

from django.urls import path

from grodd.web.organisation import customers, lateness, views

app_name = "organisation"
urlpatterns = [
    path("", views.people, name="people"),
    path("roles/", views.give, name="give"),
    path("roles/<int:grant_id>/end/", views.end, name="end"),
    path("invitations/", views.invite, name="invite"),
    path("settings/", customers.settings_of_space, name="settings"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:organisation_id>/", customers.customer, name="customer"),
    path("rules/", views.rules, name="rules"),
    path("trail/", views.trail, name="trail"),
    path("lateness/", lateness.lateness, name="lateness"),
    path("lateness/classes/", lateness.classes, name="classes"),
    path("nights/", lateness.nights, name="nights"),
    path("nights/<int:night_id>/", lateness.night, name="night"),
    path("messages/", views.messages_failed, name="messages"),
]
