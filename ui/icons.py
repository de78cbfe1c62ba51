"""The icons of the page, drawn here so that none is fetched. Each is decoration: the words beside it say the same."""

from typing import Final

_PATHS: Final[dict[str, str]] = {
    "menu": "M4 7h16M4 12h16M4 17h10",
    "plus": "M12 5v14M5 12h14",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l4 4",
    "pencil": "M4 20h4L19 9l-4-4L4 16v4zM13 7l4 4",
    "bin": "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
    "markdown": "M12 4v11M8 11l4 4 4-4M5 20h14",
    "json": "M9 4c-3 0-2 3-2 5s-1 3-3 3c2 0 3 1 3 3s-1 5 2 5M15 4c3 0 2 3 2 5s1 3 3 3c-2 0-3 1-3 3s1 5-2 5",
    "copy": "M9 9h10v11H9zM6 15H5V4h10v2",
    "again": "M19 12a7 7 0 1 1-2.2-5.1M19 4v4h-4",
    "up": "M7 11v9H4v-9zM7 11l4-7c2 0 2.5 1.5 2 3l-.6 3H18c1.5 0 2.3 1.2 2 2.5l-1.3 6c-.2.9-1 1.5-2 1.5H7",
    "down": "M7 13V4H4v9zM7 13l4 7c2 0 2.5-1.5 2-3l-.6-3H18c1.5 0 2.3-1.2 2-2.5l-1.3-6C18.5 4.6 17.7 4 16.7 4H7",
    "back": "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11H9",
    "send": "M12 19V5M6 11l6-6 6 6",
    "stop": "M7 7h10v10H7z",
    "previous": "M15 5l-7 7 7 7",
    "next": "M9 5l7 7-7 7",
    "close": "M6 6l12 12M18 6L6 18",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5",
    "theme": "M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "empty": "M5 5h9l5 5v9H5zM14 5v5h5M9 15l4-4M9 11l4 4",
    "translate": "M4 6h9M8.5 4v2M11 6c-.8 3.4-3.2 6-6.5 7.5M6 9c1 2 3 3.8 5.5 4.5M12.5 20l4-10 4 10M14 16.5h5",
    "book": "M5 5c3-1 5-.5 7 1 2-1.5 4-2 7-1v13c-3-1-5-.5-7 1-2-1.5-4-2-7-1zM12 6v13",
}


def icon(name: str) -> str:
    """The icon as inline SVG, in the colour of the text around it."""
    return (
        "<svg class='icon' viewBox='0 0 24 24' aria-hidden='true' fill='none' stroke='currentColor' stroke-width='1.7' "
        f"stroke-linecap='round' stroke-linejoin='round'><path d='{_PATHS[name]}'/></svg>"
    )
