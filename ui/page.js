/* Turns clicks, keys and forms into acts for the server, and does what only a browser can: scroll, copy, save. */
(() => {
  "use strict";
  const KEY = "debate.user", LANGUAGE = "debate.language", THEME = "debate.theme", DRAFT = "debate.draft";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const UNFOLDED = "details:is(.filter, .discard)[open]";
  const drawn = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  let send = null, upload = null, booted = false, waiting = [], words = { copied: "", seconds: "{seconds} s", lost: "", refused: "", answered: "" }, replaces = null, opener = null, page = "ask";

  /* ---- What the browser keeps: who the reader is, language, colours ---- */
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const user = () => {
    let id = kept(KEY);
    if (!/^[0-9a-f]{32}$/.test(id || "")) {
      id = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
      keep(KEY, id);
    }
    return id;
  };
  const dark = () => {
    const chosen = kept(THEME);
    return chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  };
  const paint = () => {
    if (!document.body) return;
    document.body.classList.toggle("dark", dark());
    document.documentElement.style.colorScheme = dark() ? "dark" : "light";
    all("[data-act=set-theme]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.value === (kept(THEME) || "auto"))));
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
  document.addEventListener("DOMContentLoaded", paint);

  /* ---- To the server ---- */
  // A login that has ended, here or in another tab, leads to the next one. What goes wrong on the way is told in our
  // words: Gradio has only English ones, and lays them over the links to the pages.
  const fetched = window.fetch.bind(window);
  window.fetch = async (...given) => {
    let response;
    try { response = await fetched(...given); } catch (error) {
      if (error.name !== "AbortError") lose();
      throw error;
    }
    regain();
    if (response.status === 401) location.assign("/login");
    if ((response.status >= 500 || response.status === 413) && /gradio_api\/(run|queue)\//.test(response.url)) toast({ text: words.refused });
    return response;
  };
  // Gradio asks for the server every two seconds, and loads the page anew when it is back.
  let losing = 0;
  const lose = () => {
    losing ||= setTimeout(() => {
      const note = Object.assign(document.createElement("p"), { id: "lost", textContent: words.lost });
      note.setAttribute("role", "alert");
      if (words.lost) document.body.append(note);
    }, 1000); // a page that is being left fails, too
  };
  const regain = () => { clearTimeout(losing); losing = 0; one("#lost")?.remove(); };
  const place = () => new URLSearchParams(location.hash.slice(1));
  const boot = () => send("boot", {
    user: user(), language: kept(LANGUAGE), languages: [...(navigator.languages || [navigator.language])],
    conversation: place().get("c"), page: place().get("p"),
  });
  let last = null;
  const act = (name, data = {}) => {
    if (!booted) { waiting.push([name, data]); return; }
    last = [name, data];
    send(name, data);
  };

  /* ---- From the server ---- */
  const does = {
    boot() { booted = false; if (last) waiting.push(last); last = null; boot(); },
    booted(e) {
      keep(KEY, e.user);
      booted = true;
      document.body.classList.add("ready");
      gutter();
      recall();
      waiting.splice(0).forEach(([name, data]) => act(name, data));
    },
    language(e) { document.documentElement.lang = e.language; words = e; },
    page(e) {
      if (page !== e.page) scroller().scrollTop = 0;
      page = e.page;
      document.body.dataset.page = e.page;
      mark();
      paint();
    },
    conversation(e) { current = e.conversation; mark(); settle(); if (narrow()) sidebar(false); },
    follow() { send("follow"); },
    asked(e) {
      // What has been typed since it was sent stays.
      const typed = one("#question")?.value.trimStart() ?? "";
      if (typed.startsWith(e.question)) write(typed.slice(e.question.length).trimStart());
      edit(null);
      scroller().scrollTop = scroller().scrollHeight;
      stick = true;
    },
    answered() { keepEnd(); aloud(words.answered); },
    end() { scroller().scrollTop = scroller().scrollHeight; stick = true; },
    source(e) { e.open ? openSource(e) : closeSource(); },
    focus(e) { one(e.selector)?.focus(); },
    show(e) {
      const found = one(e.selector);
      found?.scrollIntoView({ block: "start", behavior: "instant" });
      found?.focus({ preventScroll: true });
    },
    download(e) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([e.text], { type: `${e.kind};charset=utf-8` }));
      link.download = e.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    toast,
  };
  let current = "";
  const mark = () => {
    const state = new URLSearchParams();
    if (current) state.set("c", current);
    if (page !== "ask") state.set("p", page);
    history.replaceState(null, "", `${location.pathname}${location.search}${state.size ? `#${state}` : ""}`);
  };

  function toast(e) {
    let box = one("#toasts");
    if (!box) {
      box = document.createElement("div");
      box.id = "toasts";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    const item = document.createElement("div"), back = document.activeElement;
    item.append(Object.assign(document.createElement("span"), { textContent: e.text }));
    if (e.act) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: e.label });
      button.addEventListener("click", () => { close(); act(e.act, e.data); });
      item.append(button);
    }
    let end = 0;
    const close = () => {
      const inside = item.contains(document.activeElement);
      item.remove();
      if (inside && back?.isConnected) back.focus({ preventScroll: true });
    };
    const stay = () => clearTimeout(end);
    const leave = () => { stay(); end = setTimeout(close, e.act ? 12000 : 5000); };
    for (const kind of ["pointerenter", "focusin"]) item.addEventListener(kind, stay);
    for (const kind of ["pointerleave", "focusout"]) item.addEventListener(kind, leave);
    item.addEventListener("keydown", (pressed) => { if (pressed.key === "Escape") { pressed.stopPropagation(); close(); } });
    box.replaceChildren(item);
    leave();
    // Who works by keys would not find the way to it in time.
    if (e.act && byKeys && !back?.matches("input, textarea, select")) one("button", item).focus();
  }
  /* For who does not see it. */
  const aloud = (text) => {
    let box = one(".aloud");
    if (!box) {
      box = Object.assign(document.createElement("div"), { className: "aloud" });
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    box.textContent = "";
    setTimeout(() => { box.textContent = text; }, 100); // the same text again is told again
  };
  let byKeys = false;
  document.addEventListener("keydown", () => { byKeys = true; }, true);
  document.addEventListener("pointerdown", () => { byKeys = false; }, true);

  /* ---- Scrolling: stay at the end of a growing answer unless the reader has scrolled up ---- */
  let stick = true;
  const scroller = () => one("#reading") || document.scrollingElement;
  /* Questions to go on with come after the answer: a reader at its end sees them. */
  let following = null;
  const watchSuggested = () => {
    const found = one("#suggested");
    if (!found || following === found) return;
    following = found;
    new MutationObserver(keepEnd).observe(found, { childList: true, subtree: true });
  };
  /* An update of another conversation may still be on its way when this one is opened: it is not shown. */
  let observed = null;
  const settle = () => {
    const live = one("#live");
    watchSuggested();
    if (!live) return; // Gradio brings its parts in any order
    if (observed !== live) {
      observed = live;
      new MutationObserver(() => { settle(); keepEnd(); }).observe(live, { childList: true, subtree: true, characterData: true });
    }
    const article = one("#live .exchange"), ours = article?.dataset.conversation === current;
    live.hidden = Boolean(article) && !ours;
    document.body.classList.toggle("busy", Boolean(article) && ours);
  };
  const keepEnd = () => {
    tick();
    if (stick && page === "ask") scroller().scrollTop = scroller().scrollHeight;
  };
  /* Of two texts beside each other, the one that is not being scrolled keeps to the same part. */
  const together = (scrolled) => {
    if (!scrolled.matches(":hover, :focus")) return;
    const other = all(".beside > .source-text").find((text) => text !== scrolled);
    const part = scrolled.scrollTop / Math.max(1, scrolled.scrollHeight - scrolled.clientHeight);
    if (other) other.scrollTop = part * (other.scrollHeight - other.clientHeight);
  };
  document.addEventListener("scroll", (e) => {
    hide();
    if (e.target.matches?.(".beside > .source-text")) together(e.target);
    if (e.target.id === "reading") stick = e.target.scrollHeight - e.target.scrollTop - e.target.clientHeight < 80;
  }, true);

  /* ---- The source pane ---- */
  const narrow = () => matchMedia("(max-width: 1100px)").matches;
  function openSource(e) {
    const was = document.body.classList.contains("with-source");
    if (e.step && !was) return; // closed while the step was on its way
    document.body.classList.add("with-source");
    all(".cite").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.exchange === e.exchange && b.dataset.number === String(e.number))));
    drawn(() => {
      const text = one("#source .source-text"), found = one("#source mark.current");
      if (!text) return;
      if (found) {
        const top = found.getBoundingClientRect().top - text.getBoundingClientRect().top + text.scrollTop;
        text.scrollTo({ top: Math.max(0, top - text.clientHeight / 3), behavior: "instant" });
      } else text.scrollTop = 0;
      const step = e.step && one(`#source [data-step=${e.step}]`);
      if (step) step.focus();
      else if (!was || narrow()) one("#source h2")?.focus({ preventScroll: true });
    });
  }
  function closeSource() {
    document.body.classList.remove("with-source");
    all(".cite[aria-pressed=true]").forEach((b) => b.setAttribute("aria-pressed", "false"));
    if (opener?.isConnected) opener.focus();
    opener = null;
  }

  /* ---- The sidebar ---- */
  const sidebar = (open) => {
    const name = narrow() ? "with-sidebar" : "without-sidebar";
    const shown = narrow() ? document.body.classList.contains(name) : !document.body.classList.contains(name);
    const wanted = open ?? !shown;
    document.body.classList.toggle(name, narrow() ? wanted : !wanted);
    if (wanted && narrow()) one("#sidebar .new")?.focus();
  };

  /* ---- The card beside a citation number or a mark of support ---- */
  let card = null, about = null;
  function hide() { if (card) { card.hidden = true; about?.removeAttribute("aria-describedby"); about = null; } }
  function tell(target) {
    if (!card) {
      card = document.createElement("div");
      card.id = "card";
      card.setAttribute("role", "tooltip");
      document.body.append(card);
    }
    about = target;
    const lines = [["strong", target.dataset.title], ["small", target.dataset.meta], ["q", target.dataset.quote]];
    card.replaceChildren(...lines.filter(([, text]) => text).map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text, dir: "auto" })));
    card.hidden = false;
    card.style.left = card.style.top = "0"; // measured away from the edge, where it would be narrower
    target.setAttribute("aria-describedby", "card");
    const at = target.getBoundingClientRect(), size = card.getBoundingClientRect(), gap = 8;
    const left = Math.min(Math.max(gap, at.left + at.width / 2 - size.width / 2), innerWidth - size.width - gap);
    const above = at.top - size.height - gap, below = at.bottom + gap;
    card.style.left = `${left}px`;
    card.style.top = `${below + size.height < innerHeight - gap || above < gap ? below : above}px`;
  }
  const told = (node) => node instanceof Element && node.closest(".cite, .support");
  document.addEventListener("pointerover", (e) => { if (e.pointerType !== "touch" && told(e.target)) tell(told(e.target)); });
  document.addEventListener("pointerout", (e) => { if (told(e.target) && document.activeElement !== told(e.target)) hide(); });
  document.addEventListener("focusin", (e) => { const target = told(e.target); target && target.matches(":focus-visible") ? tell(target) : hide(); });

  /* ---- The question box ---- */
  const grow = (box) => { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.4)}px`; };
  const busy = () => document.body.classList.contains("busy");
  const ticked = () => all("#composer input[name=document]:checked").map((box) => box.value);
  const count = () => {
    const filter = one("#composer .filter");
    if (!filter) return;
    const n = ticked().length;
    const told = n > 1 ? filter.dataset.some.replace("{count}", n) : n ? filter.dataset.one : filter.dataset.all;
    if (one(".chosen", filter).textContent !== told) one(".chosen", filter).textContent = told;
    filter.classList.toggle("active", n > 0);
  };
  /* What is ticked is never hidden: it is asked about. */
  const sift = () => {
    const entry = one("#sift");
    if (!entry) return;
    const plain = (text) => text.normalize("NFKC").toLowerCase(), wanted = plain(entry.value).split(/\s+/);
    let found = 0;
    for (const label of all(".filter label")) {
      const text = plain(label.textContent), fits = wanted.every((word) => text.includes(word));
      label.hidden = !fits && !one("input", label).checked;
      found += fits;
    }
    const note = one(".filter .unfound"), told = found ? "" : note.dataset.none;
    if (note.textContent !== told) note.textContent = told;
  };
  const ask = (question, again = null) => {
    if (busy() || !question.trim()) return;
    act("ask", { question, documents: ticked(), replaces: again });
  };
  function edit(exchange) {
    replaces = exchange;
    const note = one("#composer .editing");
    if (note) note.hidden = !exchange;
  }
  const write = (text) => {
    const box = one("#question");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return box;
  };
  const fill = (text) => write(text).focus();
  /* What is not sent yet outlives the page, in this tab. */
  const retain = (text) => { try { sessionStorage.setItem(DRAFT, text); } catch { /* private window */ } };
  const recall = () => {
    let draft = "";
    try { draft = sessionStorage.getItem(DRAFT) || ""; } catch { /* private window */ }
    if (draft && one("#question")?.value === "") write(draft);
  };
  /* The box may be drawn anew around what stands in it. */
  document.addEventListener("composed", () => {
    const box = one("#question");
    if (!box) return;
    grow(box);
    count();
    sift();
    edit(replaces);
  });

  /* ---- Acts that stay in the browser ---- */
  const copy = async (text) => {
    try { await navigator.clipboard.writeText(text); } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    toast({ text: words.copied });
  };
  const here = {
    copy: (b) => copy(b.dataset.text),
    theme() { keep(THEME, dark() ? "light" : "dark"); paint(); },
    "set-theme"(b) { keep(THEME, b.dataset.value); paint(); },
    sidebar: () => sidebar(),
    "close-source": closeSource,
    example: (b) => ask(b.textContent),
    edit(b) {
      edit(b.dataset.exchange);
      fill(one(".bubble", b.closest(".exchange")).textContent);
    },
    "cancel-edit"() { edit(null); fill(""); },
    async logout() {
      // What of the account this browser remembers goes with it; colours and language are the browser's own.
      try { localStorage.removeItem(KEY); sessionStorage.removeItem(DRAFT); } catch { /* private window */ }
      try { await fetch("/logout", { method: "POST" }); } finally { location.assign("/login"); }
    },
    skip: () => one("#question")?.focus(),
    "ask-this"(b) {
      all("#composer input[name=document]").forEach((box) => {
        box.checked = box.value === b.dataset.document;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      });
      sift();
      act("go", { page: "ask", focus: "question" });
    },
    rename(b) {
      const item = b.closest("li"), open = one(".open", item);
      const entry = Object.assign(document.createElement("input"), { value: open.textContent, className: "renaming" });
      entry.setAttribute("aria-label", b.dataset.label);
      let done = false;
      const end = (keepIt) => {
        if (done) return;
        done = true;
        const title = entry.value.trim();
        entry.remove();
        open.hidden = false;
        if (keepIt && title && title !== open.textContent) act("rename", { conversation: b.dataset.conversation, title });
        else b.focus();
      };
      entry.addEventListener("keydown", (e) => {
        if (e.isComposing) return;
        if (e.key === "Enter") end(true);
        if (e.key === "Escape") { e.stopPropagation(); end(false); }
      });
      entry.addEventListener("blur", () => end(true));
      open.hidden = true;
      item.append(entry);
      entry.select();
    },
    language(b) { keep(LANGUAGE, b.dataset.value); act("language", { value: b.dataset.value }); },
  };

  document.addEventListener("click", (e) => {
    const button = e.target.closest?.("[data-act]");
    all(UNFOLDED).forEach((d) => { if (!d.contains(e.target)) d.open = false; });
    if (!button) {
      if (document.body.classList.contains("with-sidebar") && !e.target.closest("#sidebar, #bar")) sidebar(false);
      return;
    }
    if (button.tagName === "A") e.preventDefault();
    hide();
    const name = button.dataset.act;
    if (name in here) { here[name](button); return; }
    if (name === "cite" && button.matches(".cite")) opener = button;
    const { act: _, title, meta, quote, ...data } = button.dataset;
    act(name, data);
  });
  document.addEventListener("submit", (e) => {
    const form = e.target.closest("[data-form]");
    if (!form) return;
    e.preventDefault();
    if (form.dataset.form === "ask") ask(one("#question").value, replaces);
    if (form.dataset.form === "correct") {
      act("correct", { ...Object.fromEntries(new FormData(form)), document: form.dataset.document });
      form.closest("details").open = false;
    }
    if (form.dataset.form === "measure") {
      const given = new FormData(form);
      act("measure", { suites: given.getAll("suite"), sample: given.get("sample") });
    }
    if (form.dataset.form === "summarise") act("summarise", Object.fromEntries(new FormData(form)));
    if (form.dataset.form === "compare") act("compare", Object.fromEntries(new FormData(form)));
    if (form.dataset.form === "reason") act("reason", { exchange: form.dataset.exchange, reason: form.elements.reason.value });
  });
  /* ---- Files for the documents page, chosen or dropped ---- */
  const receive = async (files, entry) => {
    const limit = Number(entry.dataset.limit), sent = [], held = [], words = { ...entry.dataset }, list = one(".sending");
    if (!files.length) return;
    const rows = files.map((file) => {
      const row = document.createElement("li");
      row.append(Object.assign(document.createElement("b"), { textContent: file.name, dir: "auto" }), document.createElement("span"));
      return row;
    });
    const mark = (row, state, text) => { row.className = state; row.lastChild.textContent = text; };
    if (list) { list.hidden = false; list.replaceChildren(...rows); }
    for (const [at, file] of files.entries()) {
      if (file.size > limit * 1048576) { mark(rows[at], "refused", words.large); held.push({ name: file.name, size: file.size }); continue; }
      mark(rows[at], "reading", words.sending);
      try {
        sent.push({ name: file.name, path: (await upload(file)).path });
        mark(rows[at], "ready", words.sent);
      } catch { mark(rows[at], "refused", words.failed); held.push({ name: file.name }); }
    }
    if (sent.length) act("add", { files: sent, refused: held });
  };
  document.addEventListener("dragover", (e) => { if (e.target.closest?.(".drop")) e.preventDefault(); });
  document.addEventListener("drop", (e) => {
    const drop = e.target.closest?.(".drop");
    if (!drop) return;
    e.preventDefault();
    receive([...e.dataTransfer.files], one("#files", drop));
  });
  let searching = 0;
  document.addEventListener("input", (e) => {
    if (e.target.id === "question") { grow(e.target); retain(e.target.value); }
    if (e.target.id === "sift") sift();
    if (e.target.id === "search") {
      clearTimeout(searching);
      searching = setTimeout(() => act("search", { query: e.target.value }), 200);
    }
  });
  document.addEventListener("change", (e) => {
    if (e.target.name === "document") count();
    if (e.target.name === "of") {
      // A topic that is still there would win over the document just chosen.
      const topic = one("[name=topic]", e.target.form);
      topic.value = "";
      topic.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (e.target.id === "files") { receive([...e.target.files], e.target); e.target.value = ""; }
    if (e.target.id === "language") here.language({ dataset: { value: e.target.value } });
  });
  document.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.target.id === "question" && e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      ask(e.target.value, replaces);
    }
    if (e.target.id === "sift" && e.key === "Enter") e.preventDefault(); // it stands in the form of the question
    if (e.key === "Escape") {
      const open = one(UNFOLDED);
      if (card && !card.hidden) hide();
      else if (open) { open.open = false; one("summary", open).focus(); }
      else if (document.body.classList.contains("with-sidebar")) sidebar(false);
      else if (document.body.classList.contains("with-source")) closeSource();
      else if (replaces) here["cancel-edit"]();
    }
  });

  /* ---- Small clocks on a wait, and the end of the answer kept in view ---- */
  const gutter = () => {
    const reading = one("#reading");
    if (reading) document.documentElement.style.setProperty("--gutter", `${(reading.offsetWidth - reading.clientWidth) / 2}px`);
  };
  addEventListener("resize", gutter);
  const tick = () => all(".clock[data-since]").forEach((clock) => {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(clock.dataset.since)) / 1000));
    clock.dataset.shown = words.seconds.replace("{seconds}", seconds);
  });
  setInterval(tick, 500);

  window.debate = {
    connect(sender, uploader) {
      send = sender;
      upload = uploader;
      paint();
      setTimeout(boot, 0);
    },
    effects(value) {
      for (const effect of value?.effects || []) does[effect.type] && drawn(() => does[effect.type](effect));
    },
  };
})();
