"""SERVES. The one aiohttp application: cookies, origin, limits, policy, page templates.

What lives here: what every page of ours needs and no page should have to think about (headers, errors that tell
nothing, signed cookies, the origin check, rates, strict form reading, the templates and the static files).
What must not: a decision about a conversation, a database, the name of an adapter or a shell. They hand their routes
to `application.build`; nothing registers itself.
How to add one: a page is a template in `templates/` that extends `frame.html`, and a `Route` in the room that owns the
page. A static file is a file in `static/` and its name in `static.NAMES`; somebody else's file goes to
`static/vendor/` with its version, hash and licence in `static/vendor/VENDORED.md`. No build step, nothing inline.
"""
