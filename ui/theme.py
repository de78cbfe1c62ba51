"""The look of the page: our own style sheet over Gradio's plainest theme, with fonts that every system has."""

from pathlib import Path

from ui.gradio_mended import gr

_SANS = (
    "system-ui",
    "Segoe UI",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
_MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")
_HERE = Path(__file__).parent


def theme() -> gr.themes.Base:
    """Named fonts are asked of the system, never of a network."""
    return gr.themes.Base(
        font=[gr.themes.Font(name) for name in _SANS], font_mono=[gr.themes.Font(name) for name in _MONO]
    ).set(body_background_fill="#faf9f5", body_background_fill_dark="#16181a")


def head() -> str:
    """What stands in the page's head: the style sheet, the script that turns clicks and keys into acts, and the one
    that keeps what a reader has typed when a part of the page is drawn anew.

    The style is not given as Gradio's ``css``, which writes every rule again for its own container and so breaks
    those on ``body``.
    """
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    scripts = ((_HERE / name).read_text(encoding="utf-8") for name in ("keep.js", "page.js"))
    return f"<style>{style}</style>{''.join(f'<script>{script}</script>' for script in scripts)}"
