"""Addresses of agreements."""

from django.urls import path

from grodd.web.agreements import awards, changing, loans, papers, securities, views

app_name = "agreements"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/<int:application_id>/", views.make, name="make"),
    path("<int:agreement_id>/", views.detail, name="detail"),
    path("<int:agreement_id>/pdf/", views.pdf, name="pdf"),
    path("<int:agreement_id>/accept/", views.accept, name="accept"),
    path("<int:agreement_id>/paper/", views.paper, name="paper"),
    path("<int:agreement_id>/cancel/", views.cancel, name="cancel"),
    path("<int:agreement_id>/files/<uuid:key>/", views.file, name="file"),
    path("awards/<int:award_id>/spend/", awards.spend, name="spend"),
    path("awards/<int:award_id>/return/", awards.give_back, name="return"),
    path("parts/<int:instalment_id>/pay/", awards.pay, name="pay_part"),
    path("spending/<int:spending_id>/take-back/", awards.take_back, name="take_back"),
    path("loans/<int:loan_id>/", loans.repayments, name="repayments"),
    path("loans/<int:loan_id>/pay/", loans.pay, name="pay_loan"),
    path("loans/<int:loan_id>/early/", loans.early, name="early"),
    path("loans/<int:loan_id>/plans/<int:number>/", loans.plan, name="plan"),
    path("loans/<int:loan_id>/change/<slug:what>/", changing.change, name="change"),
    path("loans/<int:loan_id>/act/<slug:what>/", changing.act, name="act"),
    path("loans/<int:loan_id>/documents/<slug:kind>/", papers.document, name="document"),
    path("loans/<int:loan_id>/give-back/", changing.give_back, name="give_back"),
    path("loans/<int:loan_id>/securities/", securities.add, name="add_security"),
    path("securities/<int:security_id>/release/", securities.release, name="release"),
    path("events/<int:event_id>/undo/", changing.undo, name="undo_event"),
    path("repayments/<int:repayment_id>/reverse/", loans.reverse, name="reverse"),
]
