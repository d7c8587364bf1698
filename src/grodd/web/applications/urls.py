"""Addresses of applications."""

from django.urls import path

from grodd.web.applications import parts, views, writing

app_name = "applications"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("programmes/<int:programme_id>/", views.listing, name="list"),
    path("start/<int:round_id>/", writing.start, name="start"),
    path("invitations/<str:token>/", parts.accept, name="accept"),
    path("join/<int:co_owner_id>/", parts.join, name="join"),
    path("files/<uuid:key>/", parts.file, name="file"),
    path("files/<uuid:key>/remove/", parts.remove_file, name="remove_file"),
    path("<int:application_id>/", views.detail, name="detail"),
    path("<int:application_id>/copy.txt", views.copy_text, name="copy_text"),
    path("<int:application_id>/receipt.pdf", views.receipt, name="receipt"),
    path("<int:application_id>/decision.pdf", views.letter, name="letter"),
    path("<int:application_id>/copy.pdf", views.copy_pdf, name="copy_pdf"),
    path("<int:application_id>/late/", views.late, name="late"),
    path("<int:application_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:application_id>/write/", writing.write, name="write"),
    path("<int:application_id>/save/", writing.autosave, name="autosave"),
    path("<int:application_id>/submit/", writing.submit, name="submit"),
    path("<int:application_id>/co-owners/", parts.co_owners, name="co_owners"),
    path(
        "<int:application_id>/co-owners/<int:co_owner_id>/remove/",
        parts.remove_co_owner_view,
        name="remove_co_owner",
    ),
]
