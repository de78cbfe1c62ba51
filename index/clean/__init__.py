"""From a page as it was saved to the article alone, by general rules that each stand and are tested alone."""

from collections.abc import Callable, Iterable, Iterator

from index.clean import characters, chrome, consent, ending, markup, mojibake, notices, opening, pinyin, spam
from index.clean.draft import Draft
from index.clean.facts import gather, signature
from index.clean.model import Cleaned, Edit, Facts, Line, Page, Removed
from index.clean.paragraphs import unwrapped
from index.clean.shape import shaped

__all__ = ["LINE_RULES", "REPAIRS", "Cleaned", "Facts", "Removed", "clean"]

Repair = Callable[[str], Iterable[Edit]]
LineRule = Callable[[Page], Iterator[int]]

REPAIRS: tuple[Repair, ...] = (
    characters.lone_surrogates,
    characters.unseen_characters,
    mojibake.utf8_read_as_latin,
    mojibake.utf8_read_as_gbk,
    mojibake.gbk_read_as_latin,
    pinyin.readings_inside_characters,
    pinyin.readings_in_brackets,
    mojibake.shifted_bytes,
    markup.entities,
    markup.cut_entities,
    markup.hidden_elements,
    markup.tags,
)
"""Rules that mend the text in place, in this order: bytes before markup, since a lost byte may have eaten a tag's <."""

LINE_RULES: tuple[LineRule, ...] = (
    spam.link_farm,
    consent.consent_banner,
    chrome.empty_markers,
    chrome.breadcrumbs,
    notices.image_credits,
    notices.captions,
    notices.placeholders,
    chrome.read_more,
    chrome.share_box,
    ending.comment_section,
    chrome.navigation,
    chrome.counters,
    opening.above_title,
    opening.title_lines,
    opening.byline,
    opening.labels,
    chrome.sign_up,
    notices.copyright_lines,
    notices.contact_lines,
    notices.origin_links,
    notices.staff_lines,
    ending.related_stories,
    ending.inline_links,
    ending.repeated_lines,
    notices.disclaimers,
    notices.author_notes,
    chrome.navigation,
    chrome.tag_lists,
    chrome.counters,
    notices.end_marks,
    ending.tail_fragments,
)
"""Rules that take whole lines out: what is plain first, what needs to know where the article ends last."""

_TELLING = ("above_title", "title_lines", "byline", "labels", "breadcrumbs", "staff_lines")


def clean(raw: str, title: str = "") -> Cleaned:
    """The article in a page: its paragraphs, parted by an empty line, and what was taken out by which rule.

    ``title`` is the title where it is known from elsewhere (an HTML head). Takes any string and raises nothing; the
    time is linear in its length. The same text gives the same result. What cannot be restored for certain stays.
    """
    draft = Draft(raw)
    for repair in REPAIRS:
        draft.apply(repair.__name__, repair(draft.text))
    draft.apply("doubled_spaces", characters.doubled_spaces(draft.text), record=False)
    page = Page(unwrapped(_lines(draft)), title)
    removed = draft.removed
    for rule in LINE_RULES:
        for number in list(rule(page)):
            page.gone.setdefault(number, rule.__name__)
    paragraphs = [line.text for _, line in page.left()]
    around = [page.lines[number].text for number in sorted(page.gone) if page.gone[number] in _TELLING]
    around += ending.repeated_dates(page)
    signed = signature(paragraphs[-1]) if paragraphs else None
    if signed:
        paragraphs[-1] = paragraphs[-1][: signed.start()].rstrip()
        removed.append(_signature(draft, page.lines[page.rest()[-1]], len(signed.group())))
    facts = gather(page.title, around, paragraphs[0] if paragraphs else "", signed.group(1) if signed else "")
    for number, rule_name in page.gone.items():
        line = page.lines[number]
        removed.append(Removed(rule_name, raw[line.start : line.end], line.start, line.end))
    removed.sort(key=lambda one: (one.start, -one.end))
    return Cleaned("\n\n".join(paragraphs), tuple(removed), facts)


def _signature(draft: Draft, line: Line, length: int) -> Removed:
    """Where the signature, the last ``length`` characters of a line, stands in the raw text."""
    end = line.at + len(line.text)
    start, stop = draft.raw_offset(end - length), draft.raw_offset(end)
    return Removed("signature", draft.raw[start:stop], start, stop)


def _lines(draft: Draft) -> list[Line]:
    """The lines of the repaired text that hold anything, trimmed."""
    lines: list[Line] = []
    gap = False
    at = 0
    text = draft.text
    ends = [(found.start(), found.end()) for found in characters.BREAK.finditer(text)] + [(len(text), len(text))]
    for end, following in ends:
        piece = text[at:end]
        stripped = piece.strip()
        if stripped:
            start = at + len(piece) - len(piece.lstrip())
            raw_start, raw_end = draft.raw_offset(start), draft.raw_offset(start + len(stripped))
            lines.append(shaped(stripped, start, raw_start, raw_end, gap))
            gap = False
        else:
            gap = True
        at = following
    return lines
