"""Word lists: for the English sentence rules, and the stop words of lexical search."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_LAST = _words(
    """mr mrs ms mx dr prof rev hon gen col maj capt lt sgt cmdr adm gov sen sens rep reps pres supt messrs st mt ft
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

ENGLISH_STOPS = _words(
    """a an the of to in on at by for from with as is are was were be been being am and or not no nor but if so than
    then that this these those it its he she they we you i his her their our your my me him them us do does did done
    has have had having will would can could should may might must shall there here what which who whom whose when
    where why how much many any some such own s t"""
)
"""English words that say nothing about what a text is about."""

CHINESE_STOPS = _words(
    """的 了 是 在 和 与 及 或 也 就 都 而 但 于 以 为 被 把 将 对 从 向 到 由 其 这 那 此 该 之 地 得 着 过 们
    他 她 它 我 你 您 他们 她们 它们 我们 你们 什么 哪 哪些 哪个 哪里 哪种 哪一 哪位 谁 何 如何 怎么 怎样
    为什么 多少 几 吗 呢 吧 啊 有 没有 不 很 一个 一 个 种 位 等 中 上 下 时 会 能 可 可以 所 所以 并 则 又
    还 更 最 已 已经 曾 曾经 因为 如果 虽然 但是 以及 是否 请"""
)
"""The like in simplified Chinese."""
