"""Measuring company: what a vote in a circle and an update at a table cost, beside a member alone with the bot.

`circles` and `tables` prepare a database and measure over a copy of it; `engine` prepares without a loop, `screens` is
the network of both. `rounds` runs everything alternately with `solo`, and `report` puts the figures together.
"""
