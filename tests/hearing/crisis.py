"""Plain sentences in the words that people use in a crisis, and innocent ones that come close to them."""

from __future__ import annotations

from typing import Final

CRISIS: Final = tuple(
    """
I don't wanna live anymore
i dont wanna live
i dont wana live any more
I'm tired of life
im so tired of life
tired of existing
im tired of being alive
sick of living
sick of life
i'm sick of being alive
i am sick and tired of life
im done with life
i've had enough of life
fed up with living
i dont wanna exist
i dont want to exist anymore
i dont even want to be alive
i dont really want to live tbh
i didnt want to live after that
dont wanna be here anymore
i no longer want to live
I don't want to live in this world
i dont want to live with this pain
i dont want to live like this anymore
i don't want to live without her
i wana die
i want 2 die
i wnat to die
i just wanna be dead
wish i was never born
wish id never been born
i wish i wasn't alive
i wish i didnt exist
i wish i would just die
i hope i die in my sleep
i dont care if i live or die
it would be better if i wasnt here
theyd be better off without me
the kids are better off without me
nobody would care if i died
no one would even notice if i disappeared
no one would miss me
would anyone even notice if i was gone
nobody knows i want to die
im not ok i want to die
i cant sleep i want to die
nobody knows i cut myself
whats the point anymore
what's the point of going on
i dont see the point anymore
i dont see the point in living
theres no point in living
there's no point anymore
life isnt worth it
life is meaningless
my life is hopeless
nothing matters anymore
i feel so hopeless
im hopeless and alone
ive lost all hope
i just want it all to be over
i want the pain to stop
i just want to disappear
i want to off myself
im gonna kill myself tonight
im going to kill myself
i tried to comit suicide
i tried suiside twice
im sucidal
im thinking of ending my life
i was going to end my own life
thought about taking my life
i took too many pills
i took all of my tablets
i swallowed a handful of pills, i took a handful of pills
want to walk into traffic
i want to jump off a bridge
keep thinking about jumping off the roof
i started cutting again
i started cutting when i was 14
ive been cutting my thighs and i cut my thighs again
i selfharm
cant go on
i cant go on without him
i cant go on with this
i can not go on
i cant keep living like this
i cant do life anymore
i dont know how to go on
i dont know how much longer i can do this
i cant live with myself
i dont see a way out
i dont see a future for myself
i gave up on life
im such a burden
i feel like a burden to everyone
im a burden on my family
i dont deserve to be alive
this is my last day on earth
i wont be alive much longer
my partner chokes me
my stepdad is hitting me again
im scared of my husband
im terrified of my boyfriend when he drinks
i'm in an abusive home
he threatened to kill me
wish i could go to sleep and not wake up
i wanna fall asleep and not wake up
i hope i never wake up
kms tbh
I DONT WANNA LIVE ANYMORE
i hate living
i hate being alive
i dont trust myself tonight
life isnt worth living without her
nobody'd miss me
i don’t wanna be alive
honestly i’m tired of being alive
idk i just dont want to be here anymore
no one cares if i die, i want to end it
i do not want to live
""".strip().splitlines()
)

INNOCENT: Final = tuple(
    """
I'm so tired of living out of a suitcase
sick of living with roommates
sick of living with my parents
I don't want to live here
i dont wanna live here
i dont wanna live in a flat without a balcony
tired of life in the city
tired of living in the suburbs
tired of living alone
im tired of living next to a motorway
sick of living like a student
sick of life at the office
fed up with living in a shoebox
done with living in shared houses
i hate living so far from the sea
i hate living in the city
i dont want to live near my ex
i didn't want to live abroad at first
i dont want to live without music
i dont want to live forever
i dont wanna be here when the guests arrive
i don't want to be here on a monday
i dont want to wake up early
i dont wanna wake up before noon
i never want to wake up early again
had enough of life in the suburbs
tired of existing customers getting worse deals
nobody would notice the stain
nobody would care about my stamps
no one would notice my haircut
i thought i was going to die on that rollercoaster
we are all going to die someday
we're all gonna die
cross my heart and hope to die
i'm going to die of shame
i feel like dying every monday
i ran 10 kms this morning
a few kms from the coast
it is 3 kms away
overdose on chocolate
an overdose on cheese every christmas
i burned myself out at work
i cut myself a fringe
i'm hopeless and forgetful with names
i'm hopeless at cooking
i dont see the point in golf
what's the point of socks with holes
whats the point of life jackets on a pond
no point in going on about it
there's no point in living near the station if you drive
i want it to stop raining
i want it to end happily
thinking about ending it with a chorus
want to end it on a high note
everyone would be better off with a nap
better off using a spoon
we took our life jackets off
my life drawing class
i took my life savings and bought a boat
i started cutting out sugar
i started cutting my own hair
i want to disappear into a book
i just want to disappear for a weekend
if i were a superhero i'd want to disappear at will
my grandpa was hit by a bus and laughed about it
he beat me at chess
she beats me to the bathroom every morning
my brother hit me with a pillow, my brother beat me at fifa
that line hits me hard
i can't go on trampolines
i can't go on with the marathon plan
i cant go on without coffee
can't go on about it enough
never wake up before ten if i can help it
the plant wants to die
my phone is going to die
killing it at karaoke
i'd rather die than sing karaoke
i'd rather die than eat olives
jumping off a bridge into the river in august
suicide squad
a bridge too far
die hard
dead end street
the last day of school
this is my last day of holiday
my last night in lisbon
goodbye note for my old car
goodbye letter to my class
lost all hope of finding a parking space
see no point in ironing
nothing to live up to
living the dream
i live for sundays
a will to live, hers, at ninety
my ex's cat was scared of my vacuum
i am scared of my boyfriend's driving
a bungee jump, never again
unalive the enemies in minecraft
life in general, tea in particular
being alive on a cold morning
to exist quietly in a bakery
i want to live by the sea
i want to be here in ten years
i'd want everyone to stop talking
tired of lifeless parties
sick of livingroom furniture
i'm sick of being cold
i'm tired of being late
i was tired of life drawing by then
the whole family is dead tired
the point of living in a village is the bakery
i hate living room carpets
they started cutting the cake
i started cutting corners
ten kms along the canal
the last kms were uphill
i always run into traffic on the bridge
life is meaningless without cheese
life isn't worth living without cheese
no reason to live near work
i no longer want to live in berlin
i don't want to live above a pub
my phone is about to die
tired of living rooms with no books
a reason to be alive: mangoes
i could live on toast
what keeps you alive is soup
""".strip().splitlines()
)
