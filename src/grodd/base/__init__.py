"""What every app stands on: clock, refusals, audit, lifecycle, outbox, files, dated rules.

It must never know who a person is: people, spaces and subjects are plain keys here.
"""
