"""What reports say of status, read by a trained reader together with the rules of `corpus.events`.

views.py    the sentences of a report, each with its heading and what stands around it
said.py     what a reader says of them: the interface, and a deterministic stand-in
naming.py   which matters the causes of concern are about
counts.py   how many there are, of how many
events.py   events made of what the reader says
both.py     the rules and the reader together
"""
