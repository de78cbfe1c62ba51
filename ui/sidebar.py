"""The list of conversations at the side."""

from collections.abc import Sequence
from datetime import UTC, datetime

from index.types import Script
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, icon_button
from ui.records import Conversation
from ui.text import say


def sidebar_html(
    conversations: Sequence[Conversation], current: str | None, query: str, language: Script, account: str = ""
) -> str:
    """New conversation, search, the conversations that ``query`` leaves, newest first, and whoever is logged in."""
    search = attributes(
        {
            "type": "search",
            "id": "search",
            "placeholder": say(language, "search"),
            "aria-label": say(language, "search"),
            "autocomplete": "off",
        }
    )
    return (
        f"<div class='side-top'><button type='button' class='new' data-act='new'>{icon('plus')}"
        f"<span>{show(say(language, 'new'))}</span></button>"
        f"{icon_button('close', say(language, 'hide_sidebar'), 'sidebar', 'quiet only-narrow')}</div>"
        f"<div class='search'>{icon('search')}<input{search}></div>"
        f"<nav{attributes({'aria-label': say(language, 'conversations')})}>"
        f"{_list(conversations, current, query, language)}</nav>{_account(account, language)}"
    )


def _account(name: str, language: Script) -> str:
    """Who is logged in, and the way out; nothing where no login is needed."""
    if not name:
        return ""
    button = f"<button type='button' class='small' data-act='logout'>{show(say(language, 'log_out'))}</button>"
    label = attributes({"title": say(language, "logged_in", name=name)})
    return f"<div class='account'><span dir='auto'{label}>{icon('person')}<b>{show(name)}</b></span>{button}</div>"


def _list(conversations: Sequence[Conversation], current: str | None, query: str, language: Script) -> str:
    if not conversations:
        return f"<p class='none'>{show(say(language, 'no_match' if query.strip() else 'no_conversations'))}</p>"
    today = datetime.now(UTC).date().isoformat()
    groups: dict[str, list[Conversation]] = {}
    for conversation in conversations:
        groups.setdefault("today" if conversation.updated[:10] == today else "earlier", []).append(conversation)
    return "".join(
        f"<h2>{show(say(language, key))}</h2><ul>{''.join(_item(c, current, language) for c in group)}</ul>"
        for key, group in groups.items()
    )


def _item(conversation: Conversation, current: str | None, language: Script) -> str:
    here = conversation.id == current
    opener = attributes(
        {
            "type": "button",
            "class": "open",
            "data-act": "open",
            "data-conversation": conversation.id,
            "aria-current": "page" if here else None,
            "title": conversation.title,
        }
    )
    tools = "".join(
        icon_button(name, say(language, key), act, "quiet", conversation=conversation.id, **more)
        for name, key, act, more in (
            ("pencil", "rename", "rename", {"label": say(language, "rename_to")}),
            ("markdown", "export_markdown", "export", {"format": "md"}),
            ("json", "export_json", "export", {"format": "json"}),
            ("bin", "delete", "delete", {}),
        )
    )
    return (
        f"<li class='conversation{' here' if here else ''}'><button{opener}><span dir='auto'>{show(conversation.title)}"
        f"</span></button><div class='tools'>{tools}</div></li>"
    )
