"""What reports say of status, read by a trained reader together with the rules of `corpus.events`.

views.py      the sentences of a report, each with its heading and what stands around it
said.py       what a reader says of them: the interface, and a deterministic stand-in
naming.py     which matters the causes of concern are about
counts.py     how many there are, of how many
plain.py      what a sentence plainly says of matters it names
referring.py  which matters it means and does not name
days.py       which day each of several matters has
events.py     events made of what the reader says
both.py       the rules and the reader together
"""
