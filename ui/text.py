"""Every word of the page that is ours, in simplified Chinese, traditional Chinese and English."""

from collections.abc import Iterable
from typing import Final, get_args

from index.types import Script

LANGUAGES: Final[tuple[Script, ...]] = get_args(Script)
NAMES: Final[dict[Script, str]] = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}

_WORDS: Final[dict[str, tuple[str, str, str]]] = {
    # The frame
    "name": ("开源闭源之辩", "開源閉源之辯", "Open or Closed"),
    "tagline": (
        "只依据文献作答，句句可查",
        "只依據文獻作答，句句可查",
        "From the documents only, every sentence traceable",
    ),
    "nav": ("页面", "頁面", "Pages"),
    "ask_page": ("提问", "提問", "Ask"),
    "summaries_page": ("概览", "概覽", "Summaries"),
    "documents_page": ("文献", "文獻", "Documents"),
    "about_page": ("设置", "設定", "Settings"),
    "about_title": ("设置与关于", "設定與關於", "Settings and about"),
    "language": ("界面语言", "介面語言", "Interface language"),
    "theme_switch": ("切换深浅配色", "切換深淺配色", "Switch light or dark"),
    "show_sidebar": ("显示对话列表", "顯示對話列表", "Show conversations"),
    "hide_sidebar": ("收起对话列表", "收起對話列表", "Hide conversations"),
    "skip": ("跳到提问框", "跳到提問框", "Skip to the question box"),
    "loading_models": ("正在加载模型与索引…", "正在載入模型與索引…", "Loading the models and the index…"),
    "loading_note": (
        "可以先把问题发出来，加载好就开始回答。",
        "可以先把問題發出來，載入好就開始回答。",
        "You can already ask; the answer starts when they are ready.",
    ),
    "loading_failed": ("未能加载", "未能載入", "Not loaded"),
    "ready": ("已就绪，{count} 篇文献", "已就緒，{count} 篇文獻", "Ready, {count} documents"),
    "ready_one": ("已就绪，1 篇文献", "已就緒，1 篇文獻", "Ready, 1 document"),
    # Conversations
    "conversations": ("对话", "對話", "Conversations"),
    "new": ("新对话", "新對話", "New conversation"),
    "search": ("搜索对话", "搜尋對話", "Search conversations"),
    "no_conversations": ("还没有对话", "還沒有對話", "No conversations yet"),
    "no_match": ("没有符合的对话", "沒有符合的對話", "No conversation matches"),
    "rename": ("重命名", "重新命名", "Rename"),
    "rename_to": ("新名称", "新名稱", "New name"),
    "delete": ("删除", "刪除", "Delete"),
    "deleted": ("已删除“{title}”", "已刪除「{title}」", "Deleted “{title}”"),
    "undo": ("撤销", "復原", "Undo"),
    "export_markdown": ("导出 Markdown", "匯出 Markdown", "Export as Markdown"),
    "export_json": ("导出 JSON", "匯出 JSON", "Export as JSON"),
    "today": ("今天", "今天", "Today"),
    "earlier": ("更早", "更早", "Earlier"),
    "gone": ("找不到这个对话", "找不到這個對話", "This conversation is no longer there"),
    # Asking
    "welcome": ("想弄清哪一点？", "想弄清哪一點？", "What would you like to settle?"),
    "welcome_note": (
        "答案只取自馆藏文献，每一句都标出原文出处。文献没有说的，会如实告诉你。",
        "答案只取自館藏文獻，每一句都標出原文出處。文獻沒有說的，會如實告訴你。",
        "Answers come only from the documents here, and each sentence points to the one it rests on. "
        "What they do not say, you are told.",
    ),
    "examples": ("可以这样问", "可以這樣問", "For example"),
    "question": ("你的问题", "你的問題", "Your question"),
    "placeholder": ("就开源与闭源 AI 提一个问题…", "就開源與閉源 AI 提一個問題…", "Ask about open and closed AI…"),
    "send": ("提问", "提問", "Ask"),
    "stop": ("停止", "停止", "Stop"),
    "send_hint": (
        "Enter 发送，Shift+Enter 换行",
        "Enter 傳送，Shift+Enter 換行",
        "Enter to ask, Shift+Enter for a new line",
    ),
    "filter": ("范围", "範圍", "Sources"),
    "all_documents": ("全部文献", "全部文獻", "All documents"),
    "some_documents": ("{count} 篇文献", "{count} 篇文獻", "{count} documents"),
    "some_documents_one": ("1 篇文献", "1 篇文獻", "1 document"),
    "filter_note": ("只在勾选的文献中查找", "只在勾選的文獻中查找", "Look only in the documents ticked"),
    "filter_search": ("查找文献", "查找文獻", "Find a document"),
    "filter_no_match": ("没有符合的文献", "沒有符合的文獻", "No document matches"),
    "filter_waits": ("加载完成后可选", "載入完成後可選", "Can be chosen when loading is done"),
    "editing": (
        "正在修改之前的问题，其后的对话会被替换",
        "正在修改之前的問題，其後的對話會被取代",
        "Editing an earlier question; what follows it is replaced",
    ),
    "cancel": ("取消", "取消", "Cancel"),
    "too_long": (
        "问题太长：最多 {limit} 个字符，现有 {length} 个。",
        "問題太長：最多 {limit} 個字元，現有 {length} 個。",
        "The question is too long: {limit} characters at most, this one has {length}.",
    ),
    "empty": ("请先写下问题。", "請先寫下問題。", "Write a question first."),
    "answer_running": (
        "上一个回答还没有写完。",
        "上一個回答還沒有寫完。",
        "The answer before it is still being written.",
    ),
    # Stages
    "stages": ("进度", "進度", "Progress"),
    "loading": ("加载", "載入", "Loading"),
    "queued": ("排队", "排隊", "Queued"),
    "queued_at": ("排队，前面还有 {count} 个", "排隊，前面還有 {count} 個", "Queued, {count} ahead"),
    "searching": ("查找", "查找", "Searching"),
    "reading": ("阅读", "閱讀", "Reading"),
    "writing": ("撰写", "撰寫", "Writing"),
    "checking": ("核对", "核對", "Checking"),
    "log_in": ("登录", "登入", "Log in"),
    "account_name": ("用户名", "使用者名稱", "Name"),
    "password": ("密码", "密碼", "Password"),
    "login_wrong": ("用户名或密码不对。", "使用者名稱或密碼不對。", "Name and password do not fit."),
    "log_out": ("退出登录", "登出", "Log out"),
    "logged_in": ("已登录：{name}", "已登入：{name}", "Logged in as {name}"),
    # An answer
    "you_asked": ("问题", "問題", "Question"),
    "answer": ("回答", "回答", "Answer"),
    "edit": ("修改问题", "修改問題", "Edit the question"),
    "regenerate": ("重新回答", "重新回答", "Answer again"),
    "copy": ("复制（含脚注）", "複製（含註腳）", "Copy with footnotes"),
    "copied": ("已复制", "已複製", "Copied"),
    "good": ("有帮助", "有幫助", "Helpful"),
    "bad": ("有问题", "有問題", "Not right"),
    "why_good": ("好在哪里？（可不填）", "好在哪裡？（可不填）", "What was good? (optional)"),
    "why_bad": ("哪里不对？", "哪裡不對？", "What is wrong?"),
    "bad_wrong": ("与原文不符", "與原文不符", "Not what the source says"),
    "bad_missing": ("漏了要点", "漏了要點", "Something is missing"),
    "bad_off": ("答非所问", "答非所問", "Not what I asked"),
    "bad_language": ("语言不好", "語言不好", "Badly worded"),
    "submit": ("提交", "提交", "Send"),
    "thanks": ("已记下：{reason}", "已記下：{reason}", "Noted: {reason}"),
    "cite_label": ("出处 {number}：{title}", "出處 {number}：{title}", "Source {number}: {title}"),
    "support_strong": ("引文充分支持", "引文充分支持", "Well supported"),
    "support_fair": ("引文基本支持", "引文基本支持", "Mostly supported"),
    "support_weak": ("引文支持不足", "引文支持不足", "Weakly supported"),
    "support_why": (
        "所引 {count} 句原文支持这句话的概率约为 {percent}%。",
        "所引 {count} 句原文支持這句話的機率約為 {percent}%。",
        "The {count} quoted sentences support this statement with a probability of about {percent}%.",
    ),
    "support_why_one": (
        "所引原文支持这句话的概率约为 {percent}%。",
        "所引原文支持這句話的機率約為 {percent}%。",
        "The quoted sentence supports this statement with a probability of about {percent}%.",
    ),
    "support_none": ("这句话没有引文。", "這句話沒有引文。", "This statement has no quoted sentence."),
    "took": ("用时 {seconds} 秒", "用時 {seconds} 秒", "{seconds} s"),
    "seconds": ("{seconds} 秒", "{seconds} 秒", "{seconds} s"),
    "stopped": (
        "已停止。以上是停止前核对过的部分。",
        "已停止。以上是停止前核對過的部分。",
        "Stopped. Above is what had been checked by then.",
    ),
    "stopped_empty": (
        "已停止，还没有写出核对过的句子。",
        "已停止，還沒有寫出核對過的句子。",
        "Stopped before any sentence had been checked.",
    ),
    "interrupted": (
        "回答被中断，程序可能重启过。",
        "回答被中斷，程式可能重啟過。",
        "The answer was interrupted; the program may have been restarted.",
    ),
    "answered": ("回答已写好", "回答已寫好", "The answer is there"),
    "connection_lost": (
        "与程序的连接断了。请看看它是否还在运行；恢复之后，这个页面会自动重新载入。",
        "與程式的連線斷了。請看看它是否還在執行；恢復之後，這個頁面會自動重新載入。",
        "The connection to the program is lost. See whether it still runs; this page loads again once it is back.",
    ),
    "act_refused": (
        "程序没有接受这次操作，请再试一次。",
        "程式沒有接受這次操作，請再試一次。",
        "The program did not take this; try again.",
    ),
    "failed": ("没能回答", "沒能回答", "No answer"),
    "failed_unknown": (
        "回答没有完成，请再试一次。",
        "回答沒有完成，請再試一次。",
        "The answer did not come to an end. Please try again.",
    ),
    "refused": ("文献里没有答案", "文獻裡沒有答案", "The documents do not answer this"),
    "outside": ("不在文献范围之内", "不在文獻範圍之內", "Outside the documents"),
    "refused_no_evidence": (
        "馆藏文献中没有找到与这个问题相关的内容。",
        "館藏文獻中沒有找到與這個問題相關的內容。",
        "Nothing in the documents bears on this question.",
    ),
    "refused_not_supported": (
        "找到了相近的段落，但没有一句能充分支持答案，所以不作答。",
        "找到了相近的段落，但沒有一句能充分支持答案，所以不作答。",
        "There are related passages, but no sentence that supports an answer well enough, so none is given.",
    ),
    "refused_out_of_scope": (
        "这个问题不在馆藏文献讨论的范围之内。",
        "這個問題不在館藏文獻討論的範圍之內。",
        "This question lies outside what the documents discuss.",
    ),
    "nearest": ("最接近的段落", "最接近的段落", "The nearest passages"),
    # Sources
    "source": ("原文", "原文", "Source"),
    "source_of": (
        "第 {number} 处引文，共 {count} 处",
        "第 {number} 處引文，共 {count} 處",
        "Citation {number} of {count}",
    ),
    "previous": ("上一处", "上一處", "Previous"),
    "next": ("下一处", "下一處", "Next"),
    "close": ("关闭", "關閉", "Close"),
    "close_source": ("关闭原文", "關閉原文", "Close the source"),
    "undated": ("日期不详", "日期不詳", "No date"),
    "no_publisher": ("来源不详", "來源不詳", "Unknown publisher"),
    "document_gone": (
        "这篇文献已不在馆藏中。当时引用的句子是：",
        "這篇文獻已不在館藏中。當時引用的句子是：",
        "This document is no longer here. The sentence quoted was:",
    ),
    "quote_gone": (
        "文献已改动，找不到当时引用的句子：",
        "文獻已改動，找不到當時引用的句子：",
        "The document has changed; the sentence quoted is not in it any more:",
    ),
    "document_waits": (
        "文献还在加载，请稍候再点。",
        "文獻還在載入，請稍候再點。",
        "The documents are still loading; try again in a moment.",
    ),
    "translation": ("引文的翻译", "引文的翻譯", "Translation of the quote"),
    "translate": (
        "将引文 {number} 译成{name}",
        "將引文 {number} 譯成{name}",
        "Translate quote {number} into {name}",
    ),
    "translating": ("正在翻译…", "正在翻譯…", "Translating…"),
    "machine": ("机器翻译", "機器翻譯", "Machine translation"),
    "machine_note": (
        "由本机模型翻译，以原文为准",
        "由本機模型翻譯，以原文為準",
        "By the local model; the original counts",
    ),
    "doubts": (
        "译文中的数字或日期在原文里找不到，请对照原文：{figures}",
        "譯文中的數字或日期在原文裡找不到，請對照原文：{figures}",
        "Figures or dates that the original does not give; compare it: {figures}",
    ),
    "translation_stopped": ("翻译已停止", "翻譯已停止", "Translation stopped"),
    "translation_failed": ("没能翻译", "沒能翻譯", "Not translated"),
    "try_again": ("再试一次", "再試一次", "Try again"),
    "looking": (
        "正在找文献能回答的问题…",
        "正在找文獻能回答的問題…",
        "Looking for questions that the documents answer…",
    ),
    "go_on": ("接着可以问", "接著可以問", "You could go on with"),
    # Documents
    "documents_note": ("回答只取自这些文献。", "回答只取自這些文獻。", "Answers come from these documents only."),
    "no_documents": ("馆藏里还没有文献。", "館藏裡還沒有文獻。", "There are no documents yet."),
    "title": ("标题", "標題", "Title"),
    "publisher": ("来源", "來源", "Publisher"),
    "date": ("日期", "日期", "Date"),
    "author": ("作者", "作者", "Author"),
    "script": ("语言", "語言", "Language"),
    "passages": ("{count} 段", "{count} 段", "{count} passages"),
    "passages_one": ("1 段", "1 段", "1 passage"),
    "characters": ("{count} 字", "{count} 字", "{count} characters"),
    "file": ("文件 {name}", "檔案 {name}", "File {name}"),
    "add_documents": ("添加文献", "新增文獻", "Add documents"),
    "add_note": (
        "可一次选多个文件，也可拖到这里：{kinds}。",
        "可一次選多個檔案，也可拖到這裡：{kinds}。",
        "Several files at once, also by dropping them here: {kinds}.",
    ),
    "uploading": ("正在上传…", "正在上傳…", "Uploading…"),
    "uploaded": ("已上传", "已上傳", "Uploaded"),
    "upload_failed": ("没有传到，请重新选择", "沒有傳到，請重新選擇", "It did not arrive; choose it again"),
    "too_large": ("太大，最多 {limit} MB", "太大，最多 {limit} MB", "Too large: {limit} MB at most"),
    "work_": ("正在准备…", "正在準備…", "Preparing…"),
    "work_split": ("正在切分", "正在切分", "Splitting"),
    "work_encode": ("正在编码", "正在編碼", "Encoding"),
    "work_store": ("正在写入", "正在寫入", "Writing"),
    "work_read": ("正在读取", "正在讀取", "Reading"),
    "file_waiting": ("等待中", "等待中", "Waiting"),
    "file_reading": ("处理中", "處理中", "Being read"),
    "file_ready": ("已收录", "已收錄", "In the collection"),
    "file_replaced": ("已更新旧版", "已更新舊版", "Replaced its older version"),
    "file_same": ("已在馆藏中", "已在館藏中", "Here already"),
    "file_near": (
        "与“{title}”有 {percent}% 的文字相同；如果是同一篇，请移除其中一篇。",
        "與「{title}」有 {percent}% 的文字相同；如果是同一篇，請移除其中一篇。",
        "Shares {percent}% of its text with “{title}”; remove one of them if they are the same.",
    ),
    "file_refused": ("未收录", "未收錄", "Not taken"),
    "state_ready": ("就绪", "就緒", "Ready"),
    "state_ready_why": (
        "已在索引中，与收到的文件一致",
        "已在索引中，與收到的檔案一致",
        "In the index as it was received",
    ),
    "state_reading": ("处理中", "處理中", "Being read"),
    "state_reading_why": ("正在读入索引", "正在讀入索引", "Being put into the index"),
    "state_changed": ("文件已改动", "檔案已改動", "Changed on disk"),
    "state_changed_why": (
        "磁盘上的文件在读取之后有改动；重建会重新读取",
        "磁碟上的檔案在讀取之後有改動；重建會重新讀取",
        "Its file on disk has changed since it was read; rebuilding reads it anew",
    ),
    "rebuild": ("重建索引", "重建索引", "Rebuild"),
    "rebuild_changed": (
        "重建索引（{count} 篇已改动）",
        "重建索引（{count} 篇已改動）",
        "Rebuild ({count} changed)",
    ),
    "rebuild_changed_one": ("重建索引（1 篇已改动）", "重建索引（1 篇已改動）", "Rebuild (1 changed)"),
    "rebuild_note": (
        "从收到的文件重新读取所有文献，并更新索引；更正过的资料会保留",
        "從收到的檔案重新讀取所有文獻，並更新索引；更正過的資料會保留",
        "Reads every document anew from its file and updates the index; facts that were corrected stay",
    ),
    "rebuilt": ("已重建，文献都是最新的。", "已重建，文獻都是最新的。", "Rebuilt; every document is up to date."),
    "work_problems": ("未能处理", "未能處理", "Could not be used"),
    "remove": ("移除", "移除", "Remove"),
    "removed": ("已移除“{title}”", "已移除「{title}」", "Removed “{title}”"),
    "bin": ("已移除的文献", "已移除的文獻", "Removed documents"),
    "bin_note": (
        "可以恢复，资料和来处都照旧；最近移除的 {count} 篇保留 {days} 天。",
        "可以恢復，資料和來處都照舊；最近移除的 {count} 篇保留 {days} 天。",
        "They can be brought back as they were; the last {count} are kept for {days} days.",
    ),
    "removed_at": ("移除于", "移除於", "Removed"),
    "restore": ("恢复", "恢復", "Restore"),
    "restore_this": ("恢复“{title}”", "恢復「{title}」", "Restore “{title}”"),
    "discard": ("永久移除", "永久移除", "Remove for good"),
    "discard_yes": ("确定永久移除", "確定永久移除", "Yes, remove for good"),
    "discard_note": (
        "这篇文献、收到的文件，以及所有概览和翻译都会删除，不能恢复。概览和翻译需要时会重新生成；对话中引用过的句子会留下。",
        "這篇文獻、收到的檔案，以及所有概覽和翻譯都會刪除，不能恢復。概覽和翻譯需要時會重新產生；對話中引用過的句子會留下。",
        "The document, its file as received, and all summaries and translations are deleted. This cannot be undone. "
        "Summaries and translations are made again when they are wanted; what conversations quote stays.",
    ),
    "discard_folder": (
        "文件夹里的原文件会留下，重新建立索引（debate index build）会再次收录。",
        "資料夾裡的原檔案會留下，重新建立索引（debate index build）會再次收錄。",
        "Its file in the folder it came from stays, and building the index (debate index build) adds it again.",
    ),
    "correct": ("更正资料", "更正資料", "Correct details"),
    "save": ("保存", "儲存", "Save"),
    "facts_note": (
        "重新建立索引（debate index build）会恢复目录中的资料。",
        "重新建立索引（debate index build）會恢復目錄中的資料。",
        "Building the index anew (debate index build) brings back what the catalogue says.",
    ),
    "clean_view": ("正文", "正文", "Clean"),
    "raw_view": ("原始文件", "原始檔案", "As received"),
    "beside_view": ("对照", "對照", "Side by side"),
    "views": ("查看方式", "檢視方式", "How it is shown"),
    "raw_note": (
        "划去的是清理时去掉的内容，后面注明规则（短的停留可看）。各规则的次数：",
        "劃去的是清理時去掉的內容，後面註明規則（短的停留可看）。各規則的次數：",
        "Struck through is what cleaning took out, followed by its rule (short pieces show it on hover). How often "
        "each applied:",
    ),
    "raw_rule": ("规则：{rule}", "規則：{rule}", "Rule: {rule}"),
    "raw_gone": (
        "收到的原始文件已不在这台电脑上。",
        "收到的原始檔案已不在這台電腦上。",
        "The file as received is no longer on this computer.",
    ),
    "read": ("阅读全文", "閱讀全文", "Read"),
    "ask_this": ("只问这篇", "只問這篇", "Ask this one"),
    # Evals
    "evals_page": ("评测", "評測", "Evals"),
    "evals_note": (
        "用一组标准问题衡量回答：对不对、有没有出处、该拒绝时是否拒绝。与命令 debate eval 相同，共用回答你的那个模型。",
        "用一組標準問題衡量回答：對不對、有沒有出處、該拒絕時是否拒絕。與命令 debate eval 相同，共用回答你的那個模型。",
        "Measures the answers on a set of known questions: right, cited, refused where they must be. The same as "
        "debate eval, by the engine that answers you.",
    ),
    "suites": ("项目", "項目", "Suites"),
    "suite": ("项目", "項目", "Suite"),
    "sample": ("问题数", "問題數", "Questions"),
    "questions_some": ("{count} 题", "{count} 題", "{count} questions"),
    "questions_all": ("全部", "全部", "all of them"),
    "measure_now": ("开始评测", "開始評測", "Run"),
    "measure_note": (
        "每题约需十几秒；有人提问时评测让路。停止后再次开始，会接着做。",
        "每題約需十幾秒；有人提問時評測讓路。停止後再次開始，會接著做。",
        "Takes some ten seconds a question, and gives way when somebody asks. Stopped, the same run goes on later.",
    ),
    "asking": ("正在提问", "正在提問", "Asking"),
    "run_waits": (
        "等读者的提问先答完…",
        "等讀者的提問先答完…",
        "Waiting for a reader's question to be answered…",
    ),
    "stopping": ("做完手头这一题就停…", "做完手頭這一題就停…", "Stopping after the item in hand…"),
    "run_done": ("评测完成：{name}", "評測完成：{name}", "Done: {name}"),
    "run_stopped": (
        "评测已停止，做完的部分已保存；再次开始会接着做。",
        "評測已停止，做完的部分已保存；再次開始會接著做。",
        "Stopped. What is done is kept; the same run goes on from there.",
    ),
    "run_failed": ("评测没有完成", "評測沒有完成", "The run failed"),
    "runs": ("已完成的评测", "已完成的評測", "Finished runs"),
    "no_runs": (
        "还没有完成的评测。",
        "還沒有完成的評測。",
        "No finished run yet.",
    ),
    "report": ("查看报告", "檢視報告", "Report"),
    "report_of": ("报告 {name}", "報告 {name}", "Report {name}"),
    "compare": ("比较", "比較", "Compare"),
    "comparison": ("比较：{first} → {second}", "比較：{first} → {second}", "Compared: {first} → {second}"),
    "before": ("之前", "之前", "Before"),
    "after": ("之后", "之後", "After"),
    "named": ("{name}：{value}", "{name}：{value}", "{name}: {value}"),
    "listed": ("、", "、", "; "),
    "measure": ("指标", "指標", "Measure"),
    "items": ("题数", "題數", "Items"),
    "difference": ("变化 [95% 区间]", "變化 [95% 區間]", "Difference [95% interval]"),
    "verdict": ("结论", "結論", "Verdict"),
    "verdict_better": ("变好", "變好", "better"),
    "verdict_worse": ("变差", "變差", "worse"),
    "verdict_noise": ("在误差之内", "在誤差之內", "within noise"),
    "turned": ("翻转的题目", "翻轉的題目", "Items that turned"),
    "now_passed": ("现在通过", "現在通過", "now passes"),
    "now_failed": ("现在不通过", "現在不通過", "now fails"),
    "and_more": ("另有 {count} 题", "另有 {count} 題", "and {count} more"),
    # Settings and about
    "appearance": ("外观", "外觀", "Appearance"),
    "theme": ("配色", "配色", "Colours"),
    "theme_auto": ("跟随系统", "跟隨系統", "As the system"),
    "theme_light": ("浅色", "淺色", "Light"),
    "theme_dark": ("深色", "深色", "Dark"),
    "engine": ("引擎", "引擎", "Engine"),
    "engine_name": ("运行方式", "執行方式", "Runs on"),
    "server": ("服务器", "伺服器", "Server"),
    "licence_unknown": (
        "许可请见模型的发布者",
        "授權請見模型的發布者",
        "For its licence see whoever published it",
    ),
    "notice": ("使用条款须知", "使用條款須知", "Notice of the terms of use"),
    "generator": ("生成模型", "生成模型", "Generator"),
    "encoder": ("检索模型", "檢索模型", "Encoder"),
    "threads": ("线程", "執行緒", "Threads"),
    "all_cores": ("全部核心", "全部核心", "all cores"),
    "data": ("数据位置", "資料位置", "Where data lives"),
    "home_folder": ("程序数据", "程式資料", "Program data"),
    "models_folder": ("模型", "模型", "Models"),
    "your_conversations": ("你的对话", "你的對話", "Your conversations"),
    "privacy": (
        "一切都在这台电脑上运行，页面不连接任何外部网站。对话只保存在这台电脑上，凭你的账户找到；不需登录时，凭浏览器里的密钥。",
        "一切都在這台電腦上執行，頁面不連接任何外部網站。對話只保存在這台電腦上，憑你的帳戶找到；不需登入時，憑瀏覽器裡的金鑰。",
        "Everything runs on this computer; the page contacts no outside site. Conversations are kept on this computer "
        "only, and found by your account or, where no login is needed, by a key in your browser.",
    ),
    "privacy_server": (
        "问题与文献段落会发给上面的服务器；此外页面不连接任何外部网站。对话只保存在这台电脑上，凭你的账户找到；不需登录时，凭浏览器里的密钥。",
        "問題與文獻段落會發給上面的伺服器；此外頁面不連接任何外部網站。對話只保存在這台電腦上，憑你的帳戶找到；不需登入時，憑瀏覽器裡的金鑰。",
        "Questions and passages are sent to the server above; beyond that, the page contacts no outside site. "
        "Conversations are kept on this computer only, and found by your account or, where no login is needed, by a "
        "key in your browser.",
    ),
    "version": ("版本", "版本", "Version"),
    "licence": ("许可", "授權", "Licence"),
    "about": ("关于", "關於", "About"),
    "licence_is": ("许可：", "授權：", "Licence: "),
    "licence_note": (
        "程序以 Apache-2.0 发布；文献归各自的发布者所有。",
        "程式以 Apache-2.0 發布；文獻歸各自的發布者所有。",
        "The program is under Apache-2.0; the documents belong to their publishers.",
    ),
    "broken": (
        "出了意外（{error}），详情见程序的日志。",
        "出了意外（{error}），詳情見程式的日誌。",
        "Something unexpected happened ({error}); the program's log tells more.",
    ),
}


def say(language: Script, key: str, **values: object) -> str:
    """The words for ``key``; ``values`` fill its ``{names}``. Not escaped: values may hold anything."""
    text = _WORDS[key][LANGUAGES.index(language)]
    return text.format(**values) if values else text


def count_words(language: Script, key: str, count: int, **values: object) -> str:
    """``say`` for a number of things, with the words for a single one (``key`` + ``_one``) where they differ."""
    return say(language, f"{key}_one" if count == 1 else key, count=count, **values)


def keys() -> Iterable[str]:
    """All keys, for tests and for ``say``'s callers that look one up by a name from elsewhere."""
    return _WORDS.keys()


def closest_language(wanted: Iterable[object]) -> Script:
    """The interface language for a browser's list of language tags (BCP 47), best first; English when none fits."""
    for tag in wanted:
        parts = str(tag).lower().replace("_", "-").split("-")
        if parts[0] == "zh":
            traditional = "hant" in parts or ("hans" not in parts and {"tw", "hk", "mo"} & set(parts))
            return "zh-Hant" if traditional else "zh-Hans"
        if parts[0] == "en":
            return "en"
    return "en"
