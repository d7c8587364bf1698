"""Addresses of a space's own pages."""

from django.urls import path

from grodd.web.organisation import customers, lateness, rules, views

app_name = "organisation"
urlpatterns = [
    path("", views.people, name="people"),
    path("roles/", views.give, name="give"),
    path("roles/<int:grant_id>/end/", views.end, name="end"),
    path("invitations/", views.invite, name="invite"),
    path("settings/", customers.settings_of_space, name="settings"),
    path("settings/licences/", customers.licences, name="licences"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:organisation_id>/", customers.customer, name="customer"),
    path("rules/", rules.rules, name="rules"),
    path("rules/known/", rules.bring_in, name="known-rules"),
    path("trail/", views.trail, name="trail"),
    path("lateness/", lateness.lateness, name="lateness"),
    path("lateness/classes/", lateness.classes, name="classes"),
    path("nights/", lateness.nights, name="nights"),
    path("nights/<int:night_id>/", lateness.night, name="night"),
    path("messages/", views.messages_failed, name="messages"),
    path("messages/<int:message_id>/again/", views.message_again, name="message_again"),
    path("messages/<int:message_id>/seen-to/", views.message_seen_to, name="message_seen_to"),
]
