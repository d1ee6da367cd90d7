"""English lines that answer nothing: what people ask and say beside a question."""

from __future__ import annotations

from typing import Final

from bot.hearing.ways import one_of

REMARKS: Final = {
    key: one_of(text)
    for key, text in {
        "readers": """
            so/and/but? who can/will/does/could? see/read/sees/reads this/that/it
            so/and/but? who can/will/does/could? see/read/sees/reads these/my_answers/my_answer/what_i_write
            who is reading/seeing this/that/it/along/my_answers
            who else can/will? see/read/sees/reads this/that/it/my_answers
            can/will/does/could/do my? boss/manager/teacher/mum/mother see/read/sees/reads this/it/that/my_answers
            can/will/does/could/do my? wife/husband/colleagues see/read/sees/reads this/it/that/my_answers
            can/will/does/could/do my? others/people/everyone see/read/sees/reads this/it/that/my_answers
            my boss/manager/teacher/colleagues see/read/sees/reads/can_see/can_read this/that/it right/or/or_not/too?
            can/will/does/do anybody/anyone/somebody/someone else? see/read/sees/reads this/that/it/my_answers
            is/are this/that/it/these/my_answers really/actually? anonymous/private/public/secret
            is/are this/that/it/these/my_answers really/actually? confidential/recorded/saved/stored/logged
            do/are/will you save/store/keep/record/log this/that/it/everything/my_answers/my_data/what_i_write
            do/are/will you sell/saving/storing/keeping/recording/selling this/that/it
            do/are/will you sell/saving/storing/keeping/recording/selling everything/my_answers/my_data/what_i_write
            where does/do this/that/it/my_answers/my_data go
            what do/will you do with this/that/it/my_answers/my_data/all_this
            what happens to/with this/that/it/my_answers/my_data
        """,
        "others": """
            and/so/but? what did/do/does/would/have other/the_other/most? others/people/everyone else? say/answer
            and/so/but? what did/do/does/would/have other/the_other/most? others/people/everyone else? answered/said
            and/so/but? what did/do/does/would/have other/the_other/most? everybody else? say/answer/answered/said
            and/so/but? what did/do/does/would/have other/the_other/most? anyone/members else? say/answer
            and/so/but? what did/do/does/would/have other/the_other/most? anyone/members else? answered/said
            and/so/but? what did/do/does/would/have other/the_other/most? others/people/everyone else? pick/choose
            and/so/but? what did/do/does/would/have other/the_other/most? others/people/everyone else? think/write/put
            and/so/but? what did/do/does/would/have other/the_other/most? everybody/anyone/members else? pick/choose
            and/so/but? what did/do/does/would/have other/the_other/most? everybody else? think/write/put
            and/so/but? what did/do/does/would/have other/the_other/most? anyone/members else? think/write/put
            and/so/but? what are other people saying
            and/so/but? what about the? others/other_people/everyone_else/everybody_else
            idk what did/do/would other/most? others/people say/answer/pick/choose
            how did others/other_people/everyone/everybody/people else? answer/choose/vote
        """,
        "unheard": """
            no/but? that not? what i said/meant/say/mean/wrote/asked
            no/but? i didnt/dont say/mean/write/said/meant that/this/it
            no/but? you misunderstood/misheard/misread me/that/it/this?
            no/but? you didnt/dont/did_not really/even? understand/get/hear/read/listen me/that/it?
            no/but? you didnt/dont/did_not really/even? understand/get/hear/read/listen this/what_i_said
            no/but? you didnt/dont/did_not really/even? understand/get/hear/read/listen what_i_meant/my_answer
            no/but? you got/have me/that/it? wrong
            are/do/did you even/really? listening/reading/listen/read/hear to? me/this?
            are/do/did you even/really? listening/reading/listen/read/hear to? what_i_say/what_i_said/my_answers
            that/this has nothing_to_do with what_i_said/my_answer/it/that
            what does that have to_do with_it/with_that/with_what_i_said/with_my_answer
            i already answered/said/told that/this/it/you/that_one?
            you already asked me? that/this/it
            that/this/it not related/relevant
        """,
        "grumble": """
            what/wtf? kind/sort/type of question is this/that/it
            what a weird/strange/odd/silly/stupid/dumb/boring/random/funny question
            what/wow/ok/hm? that/this/it a/such_a/a_very/kind_of_a/a_really? weird/strange/odd/silly question/one
            what/wow/ok/hm? that/this/it a/such_a/a_very/kind_of_a/a_really? stupid/dumb/boring/random question/one
            weird/strange/odd/silly/stupid/dumb/boring/random question/questions/one
            this/that/it so/really/very/kind_of/a_bit? boring/silly/stupid/dumb/weird/pointless
            your questions are so/really/very/a_bit? boring/silly/stupid/dumb/weird/strange/odd
            i dont like this/that/your/these question/questions/one
            i hate this/that/your/these question/questions/one
            why would/do/are you ask/asking that/this/me_that/me_this
            what the_point/is_the_point of_this/of_that/of_it?
        """,
        "kind": """
            i really/do? like/love/enjoy this/that/it/your/these/talking_to question/questions/you/one/bot
            i really/do? like/love/enjoy this/you
            you/your are? so/really/very/quite/pretty/kind_of/a? funny/nice/sweet/cool/cute/clever/smart/wise
            you a funny/nice/sweet/cool/cute/clever/smart/good bot/one
            good/nice/clever/funny bot
            this/that/it is? so/really/quite/actually? fun/nice/lovely/cool
            your questions are so/really/very? good/great/fun/nice/lovely/funny
            i having fun
            i love/like you
        """,
        "later": """
            brb
            be/i_be/will_be right back
            back/be_back in a/one/2/5/10 sec/second/min/minute/mins/minutes/bit/moment
            one/1 sec
            just_a/just_one/give_me_a/hang_on_a/wait_a sec/second/moment/minute/min
            hang/hold on
            wait
            i? have/got/in/have_got a? meeting/call/phone brb/now
            sorry? phone/door/doorbell/meeting/lunch/dinner brb
            back/be_back later/soon
            i will? answer/reply/write/come_back/be_back later/soon/tonight/tomorrow/in_a_bit
            cant/can_not talk/answer/write/type now/right_now/just_now
            i am? busy right_now/now/at_the_moment
        """,
        "again": """
            ok/hey/sorry/so? i? am? back now/again? where_were_we/what_was_the_question
            i am? back now/again
            ok/hey/sorry/so? i? was away/busy/gone/afk where_were_we/what_was_the_question/what_was_it?
            i back
            so/ok/sorry/hey? where were/are we
            so/ok/sorry/hey/wait? what/which was the/your? question again?
            can/could you? please? repeat/ask the_question/it/that/the_question_again/it_again/that_again
            i forgot/lost the/your question
            hello/hey? are you still? there/here/alive
            hello? anyone/anybody/you there
        """,
        "slip": """
            oops/whoops/ups/sorry/oh/ah? wrong chat/window/person/button/key/one/conversation
            oops/whoops/ups/oopsie
            oops/whoops typo/sorry/my_bad/autocorrect
            sorry? cat/kid/child/dog/baby/toddler/kids on/at/hit/walked_on/walked_over/with the/my? keyboard/phone
            sorry/oops? my? cat/kid/child/dog/baby/toddler typed/wrote/sent that/this/it
            sorry/oops? that was/is my/the? cat/kid/child/dog/baby/toddler/autocorrect/typo/pocket
            sorry/oops? that was/is a typo/mistake/accident
            sorry/oops/please? ignore that/this/it/me/last_message/the_last_message/the_last_one
            sorry/oops? typo/typos/autocorrect
            damn/stupid/bloody? autocorrect
            asdf/asdfg/asdfgh/asdfghjk/asdfghjkl/qwerty/qwertz
            that/it wasnt/was_not for/meant_for you
        """,
        "kidding": """
            no/nah/sorry/oh/ok? just/was/only? kidding/joking
            no/nah/sorry/oh/ok? i just/was/only/was_just/was_only? kidding/joking
            that/it was? just/only? a joke/figure_of_speech/saying/expression
            no/nah/sorry/oh/ok? not/not_like_that literally/seriously?
            i didnt/dont mean/meant it like_that/that_way/literally/seriously
            jk
        """,
    }.items()
}
RETRACTING: Final = frozenset(["no", "nope", "nah", "wait", "sorry", "oops", "whoops", "actually"])
MEANING: Final = (
    ("i", "meant", "to", "say"), ("i", "meant", "to", "write"), ("i", "meant", "to", "type"), ("meant", "to", "say"),
    ("meant", "to", "write"), ("i", "meant"), ("meant",), ("correction",),
)  # fmt: skip
LOOSELY: Final = (
    ("i", "wanted", "to", "say"), ("i", "wanted", "to", "write"), ("make", "that"), ("it", "should", "be"),
    ("that", "should", "be"), ("should", "be"), ("i", "mean"), ("rather",), ("say",), ("it", "was"),
    ("i", "think", "it", "was"),
)  # fmt: skip
NEVER_MEANT: Final = frozenset(
    ["to", "well", "it", "that", "this", "nothing", "what", "for", "every", "no", "harm", "by"]
)
