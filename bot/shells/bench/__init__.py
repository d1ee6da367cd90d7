"""Measuring, and killing: what an update costs here, and what a crash costs.

`workload` is who talks and what they say; `stored` makes a database with as many conversations in it as wanted.
`notdate_run`, `plain_loop` and `bare_sqlite` answer that workload, each in a process of its own (`child`); `report`
puts the figures together. `campaign` kills the running server again and again under people who talk (`person`), and
`checker` looks afterwards for anything lost, doubled or unanswered.
"""
