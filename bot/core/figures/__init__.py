"""RECKONS. What the counters say: shares with how sure they are, medians, proposals, the week in one table.

- What lives here: `steps` on which lengths and times are counted, `shares` with their intervals, what each question of
  `questions` comes to, what was `missed` and might become a theme, and the `week` with the work that it means.
- What must not: a command, a page, a colour. A shell shows what is said here, and every shell shows the same.
- How to add a figure: `Happened` or `Deed` in `model/figures`, a record where it happens, its place here.
"""
