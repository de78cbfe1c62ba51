"""The page: Gradio around the same functions that the command line calls.

Gradio reads these when it is first imported, so they are set before any module of this package can do so: the page
must not send usage figures or look for anything on a model hub.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
