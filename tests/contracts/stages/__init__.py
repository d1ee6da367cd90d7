"""One stage per platform: a whole bot behind its real adapter, the platform in front of it, and people who use it.

`stage` says what each of them can do, `playhouse` is the bot itself, the others are the platforms. The suite in
`tests/contracts` is written against `stage` alone; a new platform is a file here and its place in `STAGES`.
"""
