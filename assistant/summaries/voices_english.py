"""Who says an English statement, and what is said, by the forms in which a sentence reports it."""

import re

from assistant.facts import NameTable
from assistant.facts.kinds import kind_of
from assistant.facts.names import names_in
from assistant.summaries.types import Voice, Voiced
from assistant.summaries.units import Unit

_ENGLISH_ATTITUDES = (
    "supports|supported|support|opposes|opposed|oppose|favours|favours|favoured|favors|favored|favor|favour|advocates|advocate|champions|"
    "championed|rejects|rejected|calls? for|called for|compared|compares|likens|likened"
)
"""Verbs that are part of what is thought."""
_ENGLISH_VERBS = (
    "said|says|say|argued|argues|argue|believes|believe|believed|thinks|think|wrote|writes|stated|states|claimed|claims|claim|"
    "warned|warns|warn|explained|explains|added|adds|noted|notes|admitted|admits|acknowledged|insisted|insists|maintains|"
    "contends|contend|suggested|suggests|criticised|criticized|urged|complains|complained|answers|answered|replied|replies|responded|"
    "cautioned|cautions|predicted|predicts|concluded|concludes|conceded|concedes|declared|testified|tweeted|posted|stressed|stresses|"
    f"emphasi[sz]e[sd]|{_ENGLISH_ATTITUDES}|urge|"
    "urges|expects|fears|fear|hopes|proposed|proposes|demanded|demands|recommended|recommends|told [A-Za-z ]{2,30}?"
)
_ENGLISH_SAYS = re.compile(
    rf"^(?P<who>(?:[^,.“”\"]|, (?:the |an? |who |chief |co-?founder |head |director |"
    rf"professor |[A-Z])[^,.“”\"]{{2,80}},){{2,120}}?)\s"
    rf"(?:(?:also|has|have|recently|publicly|once|later|\w+ly)\s)*(?P<verb>{_ENGLISH_VERBS})(?:,|\s|"
    rf":)\s*(?:that\s)?(?P<what>.+)$"
)
_ENGLISH_AFTER = re.compile(
    rf"^(?P<what>[“\"].+?[”\"]),?\s(?:(?P<verb>{_ENGLISH_VERBS})\s(?P<who2>[^.“”\"]{{2,100}}?)|"
    rf"(?P<who>[^.“”\"]{{2,100}}?)\s(?:{_ENGLISH_VERBS}))"
    r"(?: (?:on|in|at|to|during|after|before|last|this) [^.“”\"]{1,60})?(?:[.,]|$)(?P<more>.*)$"
)
_APPOSED = re.compile(r", (?:the )?(?P<name>[A-Z][^,]+)$")
"""Their union, the Coastal Boats League"""
_ACCORDING = re.compile(
    r"^(?:According to|In the view of|For)\s(?P<who>[^,]{2,80}(?:, (?:who|whose|which|the|an?) [^,]{2,90})?),"
    r"\s(?P<what>.+)$"
)
_INSERTED = re.compile(
    rf"^(?P<what>[^,“”\"]{{10,160}}), (?P<who>[^,“”\"]{{2,40}}?) (?:{_ENGLISH_VERBS}), (?P<rest>[^“”\"]+)$"
)
"""Whether it is safe, she says, depends on the weather."""
_ASKS_FOR = re.compile(r"(?:propos|demand|recommend|urg|insist|suggest)\w*")
_BARE_VERB = re.compile(r"^((?:(?!(?:should|must|would|can|will|to|is|are|was|were)\b)[\w'’-]+ ){1,8})(be)\b")
"""What is asked for is to "be" so: that models be shared."""
_LAST = re.compile(r"^(?P<what>[^“”\"].+), according to (?P<who>[^,.“”\"]{2,80})\.?$")
_QUOTING = re.compile(r"^(?:Quoting |In the words of )(?P<who>[^:“”\"]{2,80}):\s(?P<what>[“\"].+)$")
_GRANTS = re.compile(r"^(?:While|Although|Though|Whereas)\b[^,]{3,120}, ")
"""What is granted before it is told who says what."""
_LATIN_GROUP = re.compile(
    r"(?:supporters|advocates|critics|opponents|executives|researchers|scientists|spokes\w+|experts|"
    r"investors|developers|"
    r"engineers|officials|lawyers|lawmakers|senators|regulators|insurers|authors|companies|firms|labs|users|members|company|foundation|document|memo|report|paper|government|community|camp)\b",
    re.IGNORECASE,
)


def english_voice(unit: Unit, table: NameTable) -> Voiced | None:
    """The speaker and the words of an English unit that tells who says them; None where it does not."""
    text = unit.text
    for pattern in (_ENGLISH_AFTER, _ACCORDING, _LAST, _QUOTING, _INSERTED, _ENGLISH_SAYS):
        match = pattern.match(text) or (pattern is _ENGLISH_SAYS and pattern.match(_GRANTS.sub("", text)))
        if not match:
            continue
        groups = match.groupdict()
        who = (groups.get("who") or groups.get("who2") or "").strip()
        what = f"{groups['what'].strip()} {groups.get('rest') or ''}".strip()
        if _ASKS_FOR.fullmatch(groups.get("verb") or ""):
            what = _BARE_VERB.sub(r"\1should \2", what)
        if pattern is _ENGLISH_AFTER:
            # "…," said X, the head of Y.
            who += ", " + re.split(r"[“\"]", groups.get("more") or "")[0].strip(" .,")
        found = _english_speaker(who.strip(" ,"), unit, table)
        if found is None or len(what) < 20:
            continue
        if pattern is _ENGLISH_AFTER:
            more = " ".join(re.findall(r"[“\"]([^”\"]+)[”\"]", groups.get("more") or ""))
            what = " ".join(filter(None, (what.strip('“”" ,'), more)))
        elif re.fullmatch(r"[“\"][^“”\"]+[”\"]?\.?", what):
            what = what.strip('“”" ')
        if re.fullmatch(_ENGLISH_ATTITUDES, groups.get("verb") or "") and pattern is _ENGLISH_SAYS:
            what = text
        what = what.rstrip(",; ")
        return Voiced(*found, what[:1].upper() + what[1:] + ("" if what[-1:] in '.!?”"' else "."))
    return None


def _english_speaker(who: str, unit: Unit, table: NameTable) -> tuple[str, str, Voice] | None:
    if re.fullmatch(r"(?:he|she)", who, re.IGNORECASE):
        return (unit.speaker, "", "person") if kind_of(unit.speaker, table) == "person" else None
    if re.match(
        r"(?:some|many|most|others?|people|although|though|while|when|if|as|since|because|once|it|they|this|that|everyone|nobody|we|you|i|"
        r"the (?:article|author|company|firm|report|study|start-?up|group|paper|document|agency|organi[sz]ation)$)\b",
        who,
        re.IGNORECASE,
    ):
        return None
    who = re.sub(r"^(?:but|and|in \w+(?: \d{4})?,?|last \w+,?|meanwhile,?|on \w+,?)\s+", "", who, flags=re.IGNORECASE)
    # "Renner's adviser, the ethicist Lou Castell": whose he is does not speak.
    names = [name for name in names_in(f"{who} said", table) if not re.search(rf"{re.escape(name)}['’]s\b", who)]
    people = [name for name in names if kind_of(name, table) == "person"]
    orgs = [name for name in names if name not in people]
    if people:
        return people[0], ", ".join(orgs[:1]), "person"
    if len(orgs) > 1 and re.match(rf"{re.escape(orgs[0])},? .*(?:and|or) {re.escape(orgs[-1])}\b", who):
        return who, ", ".join(orgs), "group"
    apposed = _APPOSED.search(who)
    if apposed and apposed["name"] in orgs:
        return apposed["name"], apposed["name"], "organisation"
    if _LATIN_GROUP.search(who):
        return who[:1].upper() + who[1:], ", ".join(orgs), "group"
    if orgs and len(who) <= len(orgs[-1]) + 8:
        return orgs[-1], orgs[-1], "organisation"
    return None
