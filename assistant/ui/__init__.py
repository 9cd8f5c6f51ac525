"""The page: the only room that imports gradio.

port.py           the place to listen at, taken before anything heavy is loaded
server.py         the page behind its guard, on that port
guard.py          which requests are answered at all, and what the browser is told to allow
page.py           what is on the page, and where
events.py         what happens when somebody asks, chooses a mark, starts afresh
conversation.py   what is remembered of one browser's conversation
fragments.py      the conversation as HTML
style.py          colours, type, spacing; the little script of the page
"""

from os import environ

# Gradio and the hub's client read these once, when they are imported.
environ["GRADIO_ANALYTICS_ENABLED"] = "False"
environ["HF_HUB_OFFLINE"] = "1"
