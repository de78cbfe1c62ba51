"""The rules of cleaning in words, in simplified Chinese, traditional Chinese and English."""

from typing import Final

from index.types import Script
from ui.text import LANGUAGES

_NAMES: Final[dict[str, tuple[str, str, str]]] = {
    "lone_surrogates": ("残缺字符", "殘缺字元", "halves of characters"),
    "unseen_characters": ("不可见字符", "不可見字元", "unseen characters"),
    "utf8_read_as_latin": ("编码误读", "編碼誤讀", "wrong encoding"),
    "utf8_read_as_gbk": ("编码误读（GBK）", "編碼誤讀（GBK）", "wrong encoding (GBK)"),
    "gbk_read_as_latin": ("GBK 误读", "GBK 誤讀", "GBK in a wrong encoding"),
    "readings_inside_characters": ("夹在字里的注音", "夾在字裡的注音", "readings inside characters"),
    "readings_in_brackets": ("括号里的注音", "括號裡的注音", "readings in brackets"),
    "shifted_bytes": ("错位字节", "錯位位元組", "shifted bytes"),
    "entities": ("字符实体", "字元實體", "entities"),
    "cut_entities": ("残缺实体", "殘缺實體", "cut entities"),
    "hidden_elements": ("隐藏元素", "隱藏元素", "hidden elements"),
    "tags": ("标签代码", "標籤代碼", "markup"),
    "link_farm": ("垃圾链接", "垃圾連結", "link spam"),
    "consent_banner": ("Cookie 提示", "Cookie 提示", "consent banner"),
    "empty_markers": ("空标记", "空標記", "empty markers"),
    "breadcrumbs": ("页面路径", "頁面路徑", "breadcrumbs"),
    "image_credits": ("图片来源", "圖片來源", "image credits"),
    "captions": ("图片说明", "圖片說明", "captions"),
    "placeholders": ("占位文字", "佔位文字", "placeholders"),
    "read_more": ("“阅读更多”", "「閱讀更多」", "read more"),
    "share_box": ("分享按钮", "分享按鈕", "share box"),
    "comment_section": ("评论区", "留言區", "comments"),
    "navigation": ("导航", "導覽", "navigation"),
    "counters": ("计数", "計數", "counters"),
    "above_title": ("标题之前", "標題之前", "above the title"),
    "title_lines": ("标题行", "標題行", "title"),
    "byline": ("署名行", "署名行", "byline"),
    "labels": ("栏目名", "欄目名", "labels"),
    "sign_up": ("订阅邀请", "訂閱邀請", "sign-up"),
    "copyright_lines": ("版权声明", "版權聲明", "copyright"),
    "contact_lines": ("联系方式", "聯絡方式", "contact"),
    "origin_links": ("来源链接", "來源連結", "links to the origin"),
    "staff_lines": ("编辑署名", "編輯署名", "staff"),
    "related_stories": ("相关文章", "相關文章", "related stories"),
    "inline_links": ("文中推荐", "文中推薦", "links in the text"),
    "repeated_lines": ("重复行", "重複行", "repeated lines"),
    "disclaimers": ("免责声明", "免責聲明", "disclaimers"),
    "author_notes": ("作者简介", "作者簡介", "notes on the author"),
    "tag_lists": ("标签列表", "標籤清單", "lists of tags"),
    "end_marks": ("文末标记", "文末標記", "end marks"),
    "tail_fragments": ("文末残句", "文末殘句", "fragments at the end"),
    "signature": ("文末署名", "文末署名", "signature"),
}


def rule_name(rule: str, language: Script) -> str:
    """What a rule takes out, for a reader of ``language``; a rule not known here by its own name."""
    return _NAMES[rule][LANGUAGES.index(language)] if rule in _NAMES else rule.replace("_", " ")
