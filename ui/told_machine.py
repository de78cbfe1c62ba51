"""What can be wrong with index, models, engine, runs and what the page keeps, in both Chinese scripts."""

from typing import Final

from assistant.retold import Table

MACHINE: Final[Table] = {
    "no index in {path}: run `debate index build`": (
        "{path} 中没有索引：请运行 `debate index build`",
        "{path} 中沒有索引：請執行 `debate index build`",
    ),
    "the index in {path} was built with another {what}: run `debate index build`": (
        "{path} 中的索引是用另一种{what}建立的：请运行 `debate index build`",
        "{path} 中的索引是用另一種{what}建立的：請執行 `debate index build`",
    ),
    "no encoder in {path}: fetch it with `debate models pull`": (
        "{path} 中没有检索模型：请用 `debate models pull` 获取",
        "{path} 中沒有檢索模型：請用 `debate models pull` 取得",
    ),
    "no readable tokenizer in {path}: fetch it with `debate models pull`": (
        "{path} 中没有可读的分词器：请用 `debate models pull` 获取",
        "{path} 中沒有可讀的分詞器：請用 `debate models pull` 取得",
    ),
    "no readable prompts in {path}: fetch it with `debate models pull`": (
        "{path} 中没有可读的提示词：请用 `debate models pull` 获取",
        "{path} 中沒有可讀的提示詞：請用 `debate models pull` 取得",
    ),
    "the encoder in {path} cannot be loaded ({why}): fetch it again with `debate models pull`": (
        "{path} 中的检索模型无法加载（{why}）：请用 `debate models pull` 重新获取",
        "{path} 中的檢索模型無法載入（{why}）：請用 `debate models pull` 重新取得",
    ),
    "the word index in {path} is damaged: run `debate index check --repair`": (
        "{path} 中的词语索引已损坏：请运行 `debate index check --repair`",
        "{path} 中的詞語索引已損壞：請執行 `debate index check --repair`",
    ),
    "{path} is damaged ({why}): run `debate index check --repair`": (
        "{path} 已损坏（{why}）：请运行 `debate index check --repair`",
        "{path} 已損壞（{why}）：請執行 `debate index check --repair`",
    ),
    "{path} lacks the vectors of a passage: run `debate index check --repair`": (
        "{path} 缺少一个段落的向量：请运行 `debate index check --repair`",
        "{path} 缺少一個段落的向量：請執行 `debate index check --repair`",
    ),
    "{path} cannot be read ({why}): run `debate index check --repair`": (
        "{path} 无法读取（{why}）：请运行 `debate index check --repair`",
        "{path} 無法讀取（{why}）：請執行 `debate index check --repair`",
    ),
    "{path} was emptied: run `debate index check --repair`": (
        "{path} 被清空了：请运行 `debate index check --repair`",
        "{path} 被清空了：請執行 `debate index check --repair`",
    ),
    "cannot write {path} ({why}): free some space or choose another DEBATE_HOME": (
        "无法写入 {path}（{why}）：请腾出空间，或另选 DEBATE_HOME",
        "無法寫入 {path}（{why}）：請騰出空間，或另選 DEBATE_HOME",
    ),
    "{path} is in use by another process: try again when it is done": (
        "另一个进程正在使用 {path}：请等它完成后再试",
        "另一個程序正在使用 {path}：請等它完成後再試",
    ),
    "another process is changing the index in {path}: try again when it is done": (
        "另一个进程正在改动 {path} 中的索引：请等它完成后再试",
        "另一個程序正在改動 {path} 中的索引：請等它完成後再試",
    ),
    "cannot write the index in {path} ({why}): free space or set DEBATE_HOME": (
        "无法写入 {path} 中的索引（{why}）：请腾出空间，或设置 DEBATE_HOME",
        "無法寫入 {path} 中的索引（{why}）：請騰出空間，或設定 DEBATE_HOME",
    ),
    "the vectors in {path} are not there: run `debate index check --repair`": (
        "{path} 中没有向量：请运行 `debate index check --repair`",
        "{path} 中沒有向量：請執行 `debate index check --repair`",
    ),
    "the vectors in {path} cannot be read: run `debate index check --repair`": (
        "{path} 中的向量无法读取：请运行 `debate index check --repair`",
        "{path} 中的向量無法讀取：請執行 `debate index check --repair`",
    ),
    (
        "the vectors in {path} cannot be {what} ({why}): free some space if the disk is full, then run `debate index "
        "check --repair`"
    ): (
        "{path} 中的向量无法{what}（{why}）：磁盘若满请先腾出空间，再运行 `debate index check --repair`",
        "{path} 中的向量無法{what}（{why}）：磁碟若滿請先騰出空間，再執行 `debate index check --repair`",
    ),
    "in {path} {what}: run `debate index check --repair`": (
        "{path} 中的 {what}：请运行 `debate index check --repair`",
        "{path} 中的 {what}：請執行 `debate index check --repair`",
    ),
    "the disk of {path} is full: free some space or choose another DEBATE_HOME": (
        "{path} 所在的磁盘已满：请腾出空间，或另选 DEBATE_HOME",
        "{path} 所在的磁碟已滿：請騰出空間，或另選 DEBATE_HOME",
    ),
    "the encoder in {path} keeps weights in {name}, a kind of file that can run code: take a model with safetensors": (
        "{path} 中的编码模型把权重存在 {name} 中，这类文件可能夹带可执行的代码：请改用 safetensors 格式的模型",
        "{path} 中的編碼模型把權重存在 {name} 中，這類檔案可能夾帶可執行的程式碼：請改用 safetensors 格式的模型",
    ),
    "A name and password in the address of a Chroma server are not used: leave them out.": (
        "Chroma 服务器地址中的用户名和密码不会使用：请去掉。",
        "Chroma 伺服器位址中的使用者名稱和密碼不會使用：請去掉。",
    ),
    "{url} is no address of a Chroma server, such as http://127.0.0.1:8000.": (
        "{url} 不是 Chroma 服务器的地址；地址形如 http://127.0.0.1:8000。",
        "{url} 不是 Chroma 伺服器的地址；地址形如 http://127.0.0.1:8000。",
    ),
    (
        "the Chroma server at {url} does not answer: start it (`chroma run`), or unset DEBATE_CHROMA_URL and run "
        "`debate index build`"
    ): (
        "{url} 的 Chroma 服务器没有回应：请启动它（`chroma run`），或取消 DEBATE_CHROMA_URL 并运行 `debate index "
        "build`",
        "{url} 的 Chroma 伺服器沒有回應：請啟動它（`chroma run`），或取消 DEBATE_CHROMA_URL 並執行 `debate index "
        "build`",
    ),
    "{model}: no such model file; run: debate models pull": (
        "{model}：没有这个模型文件；请运行 debate models pull",
        "{model}：沒有這個模型檔案；請執行 debate models pull",
    ),
    "{model}: not a complete GGUF model file; run: debate models pull": (
        "{model}：不是完整的 GGUF 模型文件；请运行 debate models pull",
        "{model}：不是完整的 GGUF 模型檔案；請執行 debate models pull",
    ),
    "{model}: no memory for a context of {count} tokens": (
        "{model}：内存不足以容纳 {count} 个词元的上下文",
        "{model}：記憶體不足以容納 {count} 個詞元的上下文",
    ),
    "a text could not be tokenized": ("有一段文字无法切分成词元", "有一段文字無法切分成詞元"),
    "a KV state could not be read": ("有一份 KV 状态无法读取", "有一份 KV 狀態無法讀取"),
    "the prompt does not fit the context of {count} tokens": (
        "提示超出了 {count} 个词元的上下文",
        "提示超出了 {count} 個詞元的上下文",
    ),
    "the computation was interrupted": ("计算被中断", "計算被中斷"),
    "llama.cpp could not decode (code {code})": (
        "llama.cpp 解码失败（代码 {code}）",
        "llama.cpp 解碼失敗（程式碼 {code}）",
    ),
    "KV states of this model cannot be kept as {kind}: set DEBATE_KV_TYPE=f16": (
        "这个模型的 KV 状态不能存成 {kind}：请设置 DEBATE_KV_TYPE=f16",
        "這個模型的 KV 狀態不能存成 {kind}：請設定 DEBATE_KV_TYPE=f16",
    ),
    "the engine is closed": ("引擎已关闭", "引擎已關閉"),
    "{count} questions are waiting already; try again in a minute": (
        "已有 {count} 个问题在排队，请过一分钟再试",
        "已有 {count} 個問題在排隊，請過一分鐘再試",
    ),
    "the server at {url} gave log probabilities at first and gives none now": (
        "{url} 的服务器起初给出对数概率，现在不给了",
        "{url} 的伺服器起初給出對數機率，現在不給了",
    ),
    "{server} did not answer in time; look whether it is busy": (
        "{server}没有及时回应；请看看它是否繁忙",
        "{server}沒有及時回應；請看看它是否繁忙",
    ),
    "{server} cannot be reached; start it, or set DEBATE_ENGINE_URL to where it is": (
        "连不上{server}；请启动它，或把 DEBATE_ENGINE_URL 设为它的地址",
        "連不上{server}；請啟動它，或把 DEBATE_ENGINE_URL 設為它的地址",
    ),
    "{server} refused the key; set DEBATE_ENGINE_KEY": (
        "{server}不接受密钥；请设置 DEBATE_ENGINE_KEY",
        "{server}不接受金鑰；請設定 DEBATE_ENGINE_KEY",
    ),
    "{server} has no model {model}; set DEBATE_GENERATOR to one that it has": (
        "{server}没有模型 {model}；请把 DEBATE_GENERATOR 设为它有的模型",
        "{server}沒有模型 {model}；請把 DEBATE_GENERATOR 設為它有的模型",
    ),
    "{server} takes no more requests now; try again in a minute": (
        "{server}现在不再接受请求，请过一分钟再试",
        "{server}現在不再接受請求，請過一分鐘再試",
    ),
    "{server} failed (code {code}); see its log": (
        "{server}出错（代码 {code}）；请看它的日志",
        "{server}出錯（程式碼 {code}）；請看它的日誌",
    ),
    "{server} refused the request (code {code})": (
        "{server}拒绝了请求（代码 {code}）",
        "{server}拒絕了請求（程式碼 {code}）",
    ),
    "{model} has no chat template: choose a model made to follow instructions": (
        "{model} 没有对话模板：请选用会听从指令的模型",
        "{model} 沒有對話模板：請選用會聽從指令的模型",
    ),
    "{model} does not tell yes from no by a reply's first token; choose another model": (
        "{model} 不能用回复的第一个词元区分是与否；请另选模型",
        "{model} 不能用回覆的第一個詞元區分是與否；請另選模型",
    ),
    "the prompt of {count} tokens does not fit the model's {most}": (
        "{count} 个词元的提示超出了模型的 {most} 个",
        "{count} 個詞元的提示超出了模型的 {most} 個",
    ),
    (
        "transformers cannot load {model} ({why}): DEBATE_GENERATOR is a folder with safetensors, a GGUF file, or "
        "the name of a hub model that `hf download NAME` has fetched"
    ): (
        "transformers 无法加载 {model}（{why}）：DEBATE_GENERATOR 须是含 safetensors 的文件夹、GGUF 文件，或已用 `hf "
        "download NAME` 取来的模型名",
        "transformers 無法載入 {model}（{why}）：DEBATE_GENERATOR 須是含 safetensors 的資料夾、GGUF 檔案，或已用 `hf "
        "download NAME` 取來的模型名",
    ),
    "Model {model} lacks {file} in {path}. Fetch it with: {command}": (
        "模型 {model} 在 {path} 中缺少 {file}。请用此命令获取：{command}",
        "模型 {model} 在 {path} 中缺少 {file}。請用此命令取得：{command}",
    ),
    "{file} is damaged: expected {wanted}, found {found}. Fetch it again with: {command}": (
        "{file} 已损坏：应为 {wanted}，实为 {found}。请用此命令重新获取：{command}",
        "{file} 已損壞：應為 {wanted}，實為 {found}。請用此命令重新取得：{command}",
    ),
    "No model is called {name}. Known: {names}.": (
        "没有叫 {name} 的模型。已知的有：{names}。",
        "沒有叫 {name} 的模型。已知的有：{names}。",
    ),
    "Cannot read the model catalogue {path}: {why}": (
        "无法读取模型目录 {path}：{why}",
        "無法讀取模型目錄 {path}：{why}",
    ),
    "The model catalogue {path} is wrong at {place}: {why}": (
        "模型目录 {path} 在 {place} 处有误：{why}",
        "模型目錄 {path} 在 {place} 處有誤：{why}",
    ),
    "The assistant could not be loaded ({why}).": ("助手无法加载（{why}）。", "助手無法載入（{why}）。"),
    "Something unexpected happened ({why}); the program's log tells more.": (
        "出了意外（{why}），详情见程序的日志。",
        "出了意外（{why}），詳情見程式的日誌。",
    ),
    "The quote has {count} characters; up to {most} are translated.": (
        "引文有 {count} 字；最多翻译 {most} 字。",
        "引文有 {count} 字；最多翻譯 {most} 字。",
    ),
    "The model did not translate this quote into the language asked for.": (
        "模型没有把这句引文译成所要的语言。",
        "模型沒有把這句引文譯成所要的語言。",
    ),
    "The question is empty: write what you want to know. / {chinese}": ("{chinese}", "{chinese}"),
    "The question has {count} characters; ask it in at most {most}. / {chinese}": ("{chinese}", "{chinese}"),
    "The question is too short: write it out in full. / {chinese}": ("{chinese}", "{chinese}"),
    "Questions can be asked in English or Chinese. / {chinese}": ("{chinese}", "{chinese}"),
    "No document has the id {id}: see `debate docs list`.": (
        "没有编号为 {id} 的文献：见 `debate docs list`。",
        "沒有編號為 {id} 的文獻：見 `debate docs list`。",
    ),
    'Name a topic, as in: debate summarize --topic "open source and safety".': (
        "请写一个主题，例如：开源与安全。",
        "請寫一個主題，例如：開源與安全。",
    ),
    "The topic is too long: {most} characters at most, this one has {count}.": (
        "主题太长：最多 {most} 个字符，现有 {count} 个。",
        "主題太長：最多 {most} 個字元，現有 {count} 個。",
    ),
    "Something else is being made; stop it or wait for its end.": (
        "正在生成另一份内容，请等它完成或先停止。",
        "正在生成另一份內容，請等它完成或先停止。",
    ),
    "Unknown reader: reload the page.": ("不认识的读者：请重新加载页面。", "不認識的讀者：請重新載入頁面。"),
    "The conversation could not be saved: another process holds it.": (
        "对话未能保存：另一个进程正占用它。",
        "對話未能儲存：另一個程序正佔用它。",
    ),
    "The conversation could not be saved in {path}: {why}": (
        "对话无法保存到 {path}：{why}",
        "對話無法儲存到 {path}：{why}",
    ),
    "Too many attempts: try again in {count} minutes.": (
        "尝试次数太多：请过 {count} 分钟再试。",
        "嘗試次數太多：請過 {count} 分鐘再試。",
    ),
    "{path} cannot be written ({why})": ("{path} 无法写入（{why}）", "{path} 無法寫入（{why}）"),
    "{path} cannot be read: restore it, or remove it and add accounts": (
        "{path} 无法读取：请恢复它，或删掉后重新添加账户",
        "{path} 無法讀取：請恢復它，或刪掉後重新新增帳戶",
    ),
    "Choose at least one suite.": ("请至少选一个项目。", "請至少選一個專案。"),
    "The sample is one of {sizes}.": ("问题数须是 {sizes} 之一。", "問題數須是 {sizes} 之一。"),
    "A run is under way; stop it or wait for its end.": (
        "已有评测在进行；请先停止或等它完成。",
        "已有評測在進行；請先停止或等它完成。",
    ),
    "The report of {name} is gone: write it again with debate eval report {name}": (
        "{name} 的报告不见了：请用 debate eval report {name} 重新生成",
        "{name} 的報告不見了：請用 debate eval report {name} 重新生成",
    ),
    "Choose two different runs.": ("请选两次不同的评测。", "請選兩次不同的評測。"),
    "There is no such run any more.": ("这次评测已经不在了。", "這次評測已經不在了。"),
    "{first} and {second} share no item; run both on the same questions and suites": (
        "{first} 与 {second} 没有共同的题；请用相同的题目和项目各评测一次",
        "{first} 與 {second} 沒有共同的題；請用相同的題目和專案各評測一次",
    ),
    "{place}: broken line; delete it, or delete the folder and run again": (
        "{place}：这一行已损坏；请删去它，或删掉文件夹后重新评测",
        "{place}：這一行已損壞；請刪去它，或刪掉資料夾後重新評測",
    ),
    "{path}: cannot be read ({why}); check the path": (
        "{path}：无法读取（{why}）；请检查路径",
        "{path}：無法讀取（{why}）；請檢查路徑",
    ),
    "{path}: no line in it; write one JSON object a line": (
        "{path}：是空的；每行写一个 JSON 对象",
        "{path}：是空的；每行寫一個 JSON 物件",
    ),
    "{path}: another process is at this run; wait for it or give another --output": (
        "{path}：另一个进程正在做这次评测；请等它完成",
        "{path}：另一個程序正在做這次評測；請等它完成",
    ),
    "{path}: holds a finished run; give another --output or delete it": (
        "{path}：里面是已完成的评测；请删掉或另选位置",
        "{path}：裡面是已完成的評測；請刪掉或另選位置",
    ),
    "{path}: holds a run with another {what}; give another --output or delete it": (
        "{path}：里面的评测{what}不同；请删掉或另选位置",
        "{path}：裡面的評測{what}不同；請刪掉或另選位置",
    ),
    "{path}: holds answers but no {file}; give another --output or delete it": (
        "{path}：有回答但没有 {file}；请删掉或另选位置",
        "{path}：有回答但沒有 {file}；請刪掉或另選位置",
    ),
    "{path}: is not finished; run the same command again to go on": (
        "{path}：还没有完成；再次开始会接着做",
        "{path}：還沒有完成；再次開始會接著做",
    ),
    "{path}: holds no run": ("{path}：里面没有评测", "{path}：裡面沒有評測"),
    "{path}: cannot be read ({why}); delete the folder and run again": (
        "{path}：无法读取（{why}）；请删掉文件夹后重新评测",
        "{path}：無法讀取（{why}）；請刪掉資料夾後重新評測",
    ),
    "{path}: not there; the run is not whole": ("{path}：不在了；这次评测不完整", "{path}：不在了；這次評測不完整"),
    "the first {count} questions failed alike; last: {why}": (
        "开头 {count} 题都同样出错；最后一次：{why}",
        "開頭 {count} 題都同樣出錯；最後一次：{why}",
    ),
    "no question of the half {half} in {file}; --half all takes every one": (
        "{file} 中没有属于 {half} 这一半的题；--half all 取全部",
        "{file} 中沒有屬於 {half} 這一半的題；--half all 取全部",
    ),
    "no suite {name}; there are: {names}": ("没有项目 {name}；现有：{names}", "沒有專案 {name}；現有：{names}"),
    "there is no judge: fetch its model with `debate models pull`": (
        "没有裁判：请用 `debate models pull` 获取它的模型",
        "沒有裁判：請用 `debate models pull` 取得它的模型",
    ),
}

PARTS: Final[Table] = {
    "{first} and {second}": ("{first}和{second}", "{first}和{second}"),
    "index format": ("索引格式", "索引格式"),
    "encoder": ("检索模型", "檢索模型"),
    "splitter": ("切分规则", "切分規則"),
    "word rules": ("分词规则", "分詞規則"),
    "read": ("读取", "讀取"),
    "written": ("写入", "寫入"),
    "{name} is gone": ("{name} 不见了", "{name} 不見了"),
    "{name} is damaged": ("{name} 已损坏", "{name} 已損壞"),
    "the server at {url}": (" {url} 的服务器", " {url} 的伺服器"),
    "every file": ("所有文件", "所有檔案"),
    "the hub's cache": ("下载缓存", "下載快取"),
    "{count} bytes": ("{count} 字节", "{count} 位元組"),
}
"""What fills a blank of those messages and is ours as well."""
