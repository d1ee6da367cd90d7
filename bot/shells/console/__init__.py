"""OPENS THE BOOKS. The console: pages for those who look after the community, over `ports/views` and `runtime/office`.

What lives here: who comes in (`door`), what every page needs (`visit`), the pages by what they are about, and their
texts by language (`texts/*.toml`; de and ar still want a native reader's eye). What must not: a decision, a database, a
platform's name; anybody's words but those that a view gives. Whatever changes something goes through `runtime.office`,
which asks again who it is.
How to add a page: a handler that takes a `Visit`, its line in `application.PAGES` or `FORMS` with the right that it
takes, a template in `web/templates/console`, and its texts in every language; a test compares them.
How to add a language: a file in `texts/` with the keys of `en.toml`; it is offered by being there.
"""
