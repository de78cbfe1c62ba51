"""What can be wrong with a document that is added or changed, in both Chinese scripts."""

from typing import Final

from assistant.retold import Table

DOCUMENTS: Final[Table] = {
    "{name}: declares XML entities, which documents never need; save it anew and add that.": (
        "{name}：声明了文献用不着的 XML 实体；请重新保存后再添加。",
        "{name}：聲明了文獻用不著的 XML 實體；請重新儲存後再新增。",
    ),
    "{name}: unpacks to {size} MB in {count} files; up to {most} MB in {many} files are read: split it.": (
        "{name}：解压后有 {size} MB、{count} 个文件；最多读取 {most} MB、{many} 个文件，请拆分后再添加。",
        "{name}：解壓後有 {size} MB、{count} 個檔案；最多讀取 {most} MB、{many} 個檔案，請拆分後再新增。",
    ),
    "{name}: is damaged ({why}); get it anew and add it again.": (
        "{name}：文件已损坏（{why}）；请重新获取后再添加。",
        "{name}：檔案已損壞（{why}）；請重新取得後再新增。",
    ),
    "{name}: lacks {part}; get it anew and add it again.": (
        "{name}：缺少 {part}；请重新获取后再添加。",
        "{name}：缺少 {part}；請重新取得後再新增。",
    ),
    "{name}: is encrypted; save it without a password and add that.": (
        "{name}：文件已加密；请去掉密码另存后再添加。",
        "{name}：檔案已加密；請去掉密碼另存後再新增。",
    ),
    "{name}: {part} unpacks from {small} to {large} MB, more than a document holds: split it.": (
        "{name}：{part} 从 {small} MB 解压到 {large} MB，超出一篇文献的大小，请拆分后再添加。",
        "{name}：{part} 從 {small} MB 解壓到 {large} MB，超出一篇文獻的大小，請拆分後再新增。",
    ),
    "{name}: nothing of an article is left after cleaning; add a file that holds one.": (
        "{name}：清理之后没有剩下正文；请添加含有文章的文件。",
        "{name}：清理之後沒有剩下正文；請新增含有文章的檔案。",
    ),
    "{name}: its encoding could not be found out; save it as UTF-8 and add it again.": (
        "{name}：无法判断编码；请另存为 UTF-8 后再添加。",
        "{name}：無法判斷編碼；請另存為 UTF-8 後再新增。",
    ),
    "{name}: begins as {encoding} but is not; save it as UTF-8 and add it again.": (
        "{name}：开头像 {encoding}，其实不是；请另存为 UTF-8 后再添加。",
        "{name}：開頭像 {encoding}，其實不是；請另存為 UTF-8 後再新增。",
    ),
    "{name}: holds no text; add the document itself, as text or HTML.": (
        "{name}：不含文字；请添加文献本身（文本或 HTML）。",
        "{name}：不含文字；請新增文獻本身（文本或 HTML）。",
    ),
    "{name}: is {what}, not text; save its text and add that.": (
        "{name}：是{what}，不是文字；请保存其中的文字后再添加。",
        "{name}：是{what}，不是文字；請儲存其中的文字後再新增。",
    ),
    "{name}: is damaged, or no {kind} file; save it anew and add it again.": (
        "{name}：文件已损坏，或不是 {kind} 文件；请重新保存后再添加。",
        "{name}：檔案已損壞，或不是 {kind} 檔案；請重新儲存後再新增。",
    ),
    "{name}: is damaged, or no {kind} file; get it anew and add it again.": (
        "{name}：文件已损坏，或不是 {kind} 文件；请重新获取后再添加。",
        "{name}：檔案已損壞，或不是 {kind} 檔案；請重新取得後再新增。",
    ),
    "{name}: is damaged, or no web page saved whole; save it anew and add that.": (
        "{name}：文件已损坏，或不是完整保存的网页；请重新保存后再添加。",
        "{name}：檔案已損壞，或不是完整儲存的網頁；請重新儲存後再新增。",
    ),
    "{name}: is protected against copying; add a copy without protection.": (
        "{name}：设有复制保护；请添加没有保护的版本。",
        "{name}：設有複製保護；請新增沒有保護的版本。",
    ),
    "{name}: holds no web page among its parts; save the page anew and add that.": (
        "{name}：其中没有网页；请重新保存网页后再添加。",
        "{name}：其中沒有網頁；請重新儲存網頁後再新增。",
    ),
    (
        "{name}: its {count} pages hold pictures and no text, as a scan does; let a program recognise the text (OCR) "
        "and add that."
    ): (
        "{name}：{count} 页都是图片而没有文字，像是扫描件；请先用程序识别文字（OCR）再添加。",
        "{name}：{count} 頁都是圖片而沒有文字，像是掃描件；請先用程式識別文字（OCR）再新增。",
    ),
    "{name}: has {count} pages; up to {most} are read: split it.": (
        "{name}：有 {count} 页；最多读取 {most} 页，请拆分后再添加。",
        "{name}：有 {count} 頁；最多讀取 {most} 頁，請拆分後再新增。",
    ),
    "{name}: page {number} of {count} was not reached in time: split it.": (
        "{name}：规定时间内没有读到第 {number} 页（共 {count} 页），请拆分后再添加。",
        "{name}：規定時間內沒有讀到第 {number} 頁（共 {count} 頁），請拆分後再新增。",
    ),
    "{name}: is protected by a password; save it without one and add that.": (
        "{name}：设有密码；请去掉密码另存后再添加。",
        "{name}：設有密碼；請去掉密碼另存後再新增。",
    ),
    "{name}: is empty; add a file that holds the text.": (
        "{name}：是空文件；请添加有文字的文件。",
        "{name}：是空檔案；請新增有文字的檔案。",
    ),
    "{name}: has {size} MB; up to {most} MB are read: split it.": (
        "{name}：有 {size} MB；最多读取 {most} MB，请拆分后再添加。",
        "{name}：有 {size} MB；最多讀取 {most} MB，請拆分後再新增。",
    ),
    "{name}: holds no text; add a file that does.": (
        "{name}：不含文字；请添加有文字的文件。",
        "{name}：不含文字；請新增有文字的檔案。",
    ),
    "{name}: its text has {size} million characters; up to {most} million are read: split it.": (
        "{name}：文字有 {size} 百万字符；最多读取 {most} 百万，请拆分后再添加。",
        "{name}：文字有 {size} 百萬字元；最多讀取 {most} 百萬，請拆分後再新增。",
    ),
    "{name}: is an old office document, or one with a password; save it as .docx without one and add that.": (
        "{name}：是旧式 Office 文档，或设有密码；请去掉密码另存为 .docx 后再添加。",
        "{name}：是舊式 Office 文件，或設有密碼；請去掉密碼另存為 .docx 後再新增。",
    ),
    "{name}: {suffix} files are not read; the kinds are {kinds}.": (
        "{name}：不读取 {suffix} 文件；可读的类型有 {kinds}。",
        "{name}：不讀取 {suffix} 檔案；可讀的型別有 {kinds}。",
    ),
    "{path}: cannot be read ({why}); check its name and rights.": (
        "{path}：无法读取（{why}）；请检查文件名和权限。",
        "{path}：無法讀取（{why}）；請檢查檔名和許可權。",
    ),
    "no document {id} in the index: see `debate docs list`": (
        "索引中没有文献 {id}：见 `debate docs list`",
        "索引中沒有文獻 {id}：見 `debate docs list`",
    ),
    "no removed document {id}: see `debate docs list --removed`": (
        "没有移除过文献 {id}：见 `debate docs list --removed`",
        "沒有移除過文獻 {id}：見 `debate docs list --removed`",
    ),
    "two documents have the id {id}: give one another id in the catalogue": (
        "有两篇文献的编号都是 {id}：请在目录中改掉一个",
        "有兩篇文獻的編號都是 {id}：請在目錄中改掉一個",
    ),
    "A document needs a title.": ("文献需要标题。", "文獻需要標題。"),
    "The language is one of {scripts}.": ("语言须是 {scripts} 之一。", "語言須是 {scripts} 之一。"),
    "{text} is not a date; write it as in 2024-03-09.": (
        "{text} 不是日期；请写成 2024-03-09 这样。",
        "{text} 不是日期；請寫成 2024-03-09 這樣。",
    ),
    "This document is no longer here.": ("这篇文献已不在馆藏中。", "這篇文獻已不在館藏中。"),
    "Another change of the documents is being made; try again when it is done.": (
        "正在进行另一项文献改动，请等它完成后再试。",
        "正在進行另一項文獻改動，請等它完成後再試。",
    ),
    "{path}: the file could not be kept ({why}); free space or set DEBATE_HOME.": (
        "{path}：文件无法保存（{why}）；请腾出空间，或设置 DEBATE_HOME。",
        "{path}：檔案無法儲存（{why}）；請騰出空間，或設定 DEBATE_HOME。",
    ),
    "The file did not arrive; choose it again.": ("文件没有传到，请重新选择。", "檔案沒有傳到，請重新選擇。"),
}
"""Messages of ``index`` on one document, and of the page that changes them."""

KINDS: Final[Table] = {
    "a PDF": (" PDF 文件", " PDF 檔案"),
    "a zip archive or an office document": (" zip 压缩包或 Office 文档", " zip 壓縮包或 Office 文件"),
    "a PNG picture": (" PNG 图片", " PNG 圖片"),
    "a JPEG picture": (" JPEG 图片", " JPEG 圖片"),
    "a GIF picture": (" GIF 图片", " GIF 圖片"),
    "a gzip archive": (" gzip 压缩包", " gzip 壓縮包"),
    "a program": ("程序", "程式"),
    "a 7z archive": (" 7z 压缩包", " 7z 壓縮包"),
    "a RAR archive": (" RAR 压缩包", " RAR 壓縮包"),
    "an old office document": ("旧式 Office 文档", "舊式 Office 文件"),
    "a database": ("数据库", "資料庫"),
    "a sound file": ("音频文件", "音訊檔案"),
    "a sound or video file": ("音频或视频文件", "音訊或影片檔案"),
}
"""What a file can be instead of text."""
