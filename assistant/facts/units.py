"""Units as both languages write them: what a number counts or measures, with the factor to one base unit.

A base of ``month`` holds years and months, of ``second`` weeks down to seconds: a year is no fixed number of days.
"""

import re
from fractions import Fraction

Unit = tuple[frozenset[str], Fraction]
"""What it may be (``元`` is yuan, or Hong Kong or Taiwan dollars) and the factor to the base."""

_TABLE = """
USD: 美元 美金 美刀 us-dollars us-dollar u.s.-dollars u.s.-dollar american-dollars dollars dollar usd us$ $ bucks
CNY,TWD,HKD: 元 块钱 块
CNY: 人民币 元人民币 yuan rmb cny renminbi
CNY,JPY: ¥ ￥
EUR: 欧元 euros euro eur €
GBP,pound: pounds pound
GBP: 英镑 gbp £ pounds-sterling sterling
JPY: 日元 日圆 円 yen jpy
HKD: 港元 港币 港纸 hk$ hkd hong-kong-dollars
TWD: 新台币 台币 nt$ twd
KRW: 韩元 韩币 won krw
INR: 卢比 rupees rupee inr ₹
RUB: 卢布 rubles roubles ruble rub
CAD: 加元 加币 c$ cad canadian-dollars
AUD: 澳元 澳币 a$ aud australian-dollars
SGD: 新加坡元 新币 s$ sgd
CHF: 瑞士法郎 swiss-francs francs chf
month*1200: 个世纪 centuries
month*120: decades decade
month*12: 年 周年 years year yrs yr year-long
age: 岁 周岁 years-old year-old years-of-age
month*3: 个季度 quarters
month: 个月 个多月 个月份 months month month-old month-long
second*604800: 周 星期 个星期 礼拜 个礼拜 weeks week week-long
second*86400: 天 日 昼夜 days day day-long
second*3600: 小时 个小时 钟头 个钟头 hours hour hrs hr hour-long
second*60: 分钟 minutes minute mins min
second: 秒 秒钟 seconds second secs sec
share*1/100: % 个百分点 百分点 percent per-cent percentage-points percentage-point pct
share*1/10: 成
times: 倍 多倍 times fold x ×
metre*1000: 公里 千米 kilometres kilometers kilometre kilometer km
metre: 米 公尺 metres meters metre meter
metre*1/100: 厘米 公分 centimetres centimeters cm
mile: 英里 miles mile mi
foot: 英尺 feet foot ft
inch: 英寸 inches inch
yard: 码 yards yard
gram*1000000: 吨 公吨 tonnes tonne tons ton
gram*1000: 公斤 千克 kilograms kilogram kg kilos
gram: 克 grams gram
pound: 磅 lbs lb
km2: 平方公里 平方千米 square-kilometres square-kilometers km2 km²
mile2: 平方英里 square-miles square-mile
metre2: 平方米 square-metres square-meters
hectare: 公顷 hectares hectare
acre: 英亩 acres acre
litre: 升 公升 litres liters litre liter
celsius: 摄氏度 °c degrees-celsius
fahrenheit: 华氏度 °f degrees-fahrenheit
watt*1000000000: 吉瓦 gigawatts gw
watt*1000000: 兆瓦 megawatts mw
watt*1000: 千瓦 kilowatts kw
byte*1000000000000: tb terabytes
byte*1000000000: gb gigabytes
byte*1000000: mb megabytes
"""

_COUNTERS = (
    "个 名 位 人 家 项 点 种 次 款 份 篇 条 件 座 所 场 轮 届 部 本 只 台 辆 艘 架 颗 枚 张 支 队 组 "
    "批 段 句 章 节 层 步 类 群 国 国家 版 岁 号 期 集 封 间 套 道 股 方 派 对 双 大 人次 万人 卡 倍 起 声 "
    "把 根 片 块 门 面 幅 首 笔 行 课 局 分 席 票 镑 余名 多名 户 亩 口 头 匹 棵 朵 参数 用户 员工 公司 字 "
)


def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for line in _TABLE.strip().splitlines():
        name, _, spellings = line.partition(": ")
        base, *factors = name.split("*")
        factor = Fraction(1)
        for part in factors:
            factor *= Fraction(part)
        for spelling in spellings.split():
            table[spelling.replace("-", " ")] = (frozenset(base.split(",")), factor)
    return table


UNITS = _units()
CURRENCIES = frozenset(name for names, _ in UNITS.values() for name in names if name.isupper())
TIME = frozenset({"month", "second"})
COUNTERS = frozenset(_COUNTERS.split())


def _alternation(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_HAN_UNITS = [word for word in UNITS if "\u4e00" <= word[0] <= "\u9fff" or word in "%×"]
_LATIN_UNITS = [word for word in UNITS if (word[0].isascii() and word[0].isalpha()) or word[0] == "°"]
_SYMBOLS = [word for word in UNITS if word[-1] in "$€£¥￥₹"]
_CODES = ["usd", "rmb", "cny", "eur", "gbp", "jpy", "hkd", "twd", "krw", "inr", "人民币"]

AFTER = re.compile(
    rf"[\s-]?(?:(?P<han>{_alternation(_HAN_UNITS)})"
    rf"|(?P<latin>{_alternation(_LATIN_UNITS)})(?![A-Za-z])".replace(r"\ ", r"[\s-]")
    + rf"|(?P<symbol>{_alternation(_SYMBOLS)}))",
    re.IGNORECASE,
)
"""A unit right behind a number."""
BEFORE = re.compile(
    rf"(?:(?P<symbol>{_alternation(_SYMBOLS)})|(?<![A-Za-z])(?P<code>{_alternation(_CODES)}))\s?$", re.IGNORECASE
)
"""A currency right before a number."""
COUNTER = re.compile(rf"\s?(?:{_alternation(sorted(COUNTERS))})")
"""A Chinese measure word: it shows that a numeral counts something."""


def unit_of(spelling: str) -> Unit:
    """The unit behind a spelling that ``AFTER`` or ``BEFORE`` matched."""
    return UNITS[re.sub(r"[\s-]+", " ", spelling).strip().lower()]
