"""A small deck with a question of every kind, in which nothing is wrong."""

HONEST = """\
schema: 1
id: sample
title: "A sample"
language: en
author: Somebody
licence: CC0-1.0
description: Five questions, one of each kind.
version: 1.0.0
rating: everyone
arc: [1, 2, 3]
lists:
  family: [gran, nan, aunt]
take_aways:
  - Ask someone which door they could open in the dark.
questions:
  - id: door
    kind: open
    text: Which door could you still open in the dark, by feel?
    depth: 2
    tags: [home]
    about: [home, habit, door]
    example: the larder, latch sideways
    themes:
      - id: someone-elses
        like: ["@family", workshop]
        not: [my own]
        say: ["«{heard}»: someone else's handle.", "Someone else's handle, then."]
        ask: What would be going on behind it?
        contrast: "{n} of {all} here chose a door that was not theirs."
      - id: kitchen
        like: [kitchen, larder]
        say: [So there is something to eat behind it., That one smells of bread.]
        ask: What would you find on the second shelf?
    tender: {like: [she died], say: ["Thank you for that one. Stay here, or move on?"], chips: [stay, lighter]}
    joke: {like: [the fridge], say: [It even has a light.], next: lighter}
    short: "Smaller: which handle did you touch first today?"
    default: {say: ["«{said}», on the list.", That door is new.], ask: Which way does it open?, chips: [place, person]}
    chip_asks: {place: What stands next to it?, person: Who else knows the trick of it?}
    contrast: "{n} of {all} here chose a door that was not theirs."
    thought: Hands remember what addresses forget.
    and_you: No hands, so no doors.
    callback: {after: 2d, text: "«{said}»: has anyone else got that key?"}
    take_away: Ask someone which door they could open in the dark.
    hears:
      nan's shed: someone-elses
      the server room: default
  - id: animal
    kind: choice
    text: "Until Sunday: tiger or bluebird?"
    depth: 1
    choices:
      - {id: tiger, label: tiger, also: [big cat], say: ["{choice}.", Stripes it is.], ask: Who walks beside you?}
      - {label: A bluebird, say: [Up., Down.], ask: Whose windowsill is first?, contrast: "{n} of {all} took wings."}
    both: {say: [A tiger with wings.], ask: Which half wakes up first?}
    neither: {say: [The cage stays empty.], ask: Which animal instead?}
    depends: {say: [A careful answer.], ask: What would you have to know first?}
    default: {say: [Not on the list., A third animal.], ask: What would it do with the first hour?}
    callback: {after: evening, text: "{choice}, earlier. What has the day been since?"}
    hears: {tiger: tiger, a bluebird: a-bluebird, both: both}
  - id: silence
    kind: scale
    text: How well do you get on with silence at a table?
    depth: 3
    scale: {from: 1, to: 10, low: badly, high: very well}
    ranges:
      - {from: 1, to: 5, say: ["{number}, with a clock in it.", Any word, then], ask: What do you say first?}
      - {from: 6, to: 10, say: ["{number}. Words can wait.", They wait.], ask: Who taught you that?}
    default: {say: [A measure of your own., Noted.], ask: With whom is it easiest?}
    hears: {"3": 1-5, "9": 6-10}
  - id: luxuries
    kind: rank
    text: Put these small luxuries in order. What leads?
    depth: 1
    choices:
      - {label: fresh sheets, say: [Sheets first., Linen leads.], ask: What comes after the first minute?}
      - {label: no queue, say: [No queue first., An empty counter.], ask: Where would it surprise you most?}
      - {label: ripe fruit, say: [Fruit first., Ripe for one day.], ask: Which fruit?}
    default: {say: [An order of your own., It stands.], ask: Which one is missing?}
    hears: {fresh sheets: fresh-sheets}
  - id: street
    kind: mission
    text: Ask someone what this street used to look like, before it changed. Come back and tell me what is gone.
    depth: 4
    default: {say: [Kept in one head., Gone from the map.], ask: What did they miss most?}
    done: {say: [Two people have seen it today., A street came back.], ask: What stood there?}
    hears: {done: done}
"""
