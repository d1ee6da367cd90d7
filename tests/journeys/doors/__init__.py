"""How people come to the bot: one door for each platform, over the real adapter, its library and a loopback socket.

A `Platform` is what stands before one journey (a double, a homeserver), a `Door` is one person's own end of it. Neither
decides anything: what is typed and what is pressed is the script's to say, and what is shown is what the platform got.
"""
