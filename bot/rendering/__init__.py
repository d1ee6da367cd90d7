"""WORDS. An effect and the prompts become a message; a message and a platform's capabilities become parts.

What lives here: the reading of `prompts/`, named gaps, rendering, fitting, and a named fallback for each thing that a
platform lacks. All of it pure: texts come in as arguments.
What must not: a decision about what is said, a platform's name, a file.
How to add a language: a folder in `prompts/`, and a lexicon in `bot/hearing`, or its answers are not understood; its
pages in `web/wordings`: docs/languages.md. How to add a fallback: a function in `fit`, named for what it replaces.
"""
