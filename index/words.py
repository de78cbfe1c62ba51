"""Word lists of the English sentence rules: words that carry a dot, and words that often open a sentence."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST = _words(
    """mr mrs ms mx dr prof rev hon gen col maj capt lt sgt cmdr adm gov sen rep pres supt messrs st mt ft
    vs e.g i.e eg ie viz cf c.f approx ca resp esp incl excl vol vols ed eds trans tel fig figs eq eqs ref refs
    univ assn bros mme mlle jan feb mar apr jun jul aug sep sept oct nov dec"""
)
"""The dot of these never ends a sentence."""

NUMBERED = _words("no nos p pp art sec ch chap par v ver rs art. s ss c")
"""The dot of these does not end a sentence when a digit follows."""

OFTEN_LAST = _words(
    """inc ltd co corp llc plc gmbh jr sr esq etc al u.s u.k u.n e.u u.s.a d.c a.m p.m am pm ph.d m.d b.a m.a b.sc m.sc
    dept est ave blvd rd bldg"""
)
"""The dot of these ends a sentence only before a word that opens one."""

STARTERS = _words(
    """the a an this that these those it its he she they we you i his her their our your my there here
    in on at by for from with without under over after before during since until while when where what who why how
    if as although though because but and or so yet however moreover furthermore therefore thus meanwhile nevertheless
    instead also still then now today yesterday according some many most all both each every another other such no not
    one two three several more even only just once let to is are was were do does did can could will would should
    may"""
)
"""Words that often open an English sentence."""
