"""The web chat: a page that is a view of what is on disk.

`inbound` reads the form, `arrival` says who has just come in, `outbound` streams what was said, `edits` remembers what
was changed since, `blocks` lays it out, `screen` makes pages and pieces of pages, `address` gives out places and ids of
deliveries, `bringing` receives a list of questions and `parcels` keeps it until it is looked at, `chat` is the routes,
and `adapter` serves them.

Nothing is kept here between two requests but who is listening, what the newest messages were changed to, and for some
minutes a file that nobody has fetched: the page, the stream and the answer to a form all read the transcript, so a
reconnect, a second tab and a restart show the same, once. The package imports nothing: whoever wants only the
capabilities does not pay for the web server.
"""
