/* Gradio draws a part of the page anew by changing its elements in place, one after the other, so that a row may become
   the next one. What a reader has typed, chosen or unfolded, and the focus, stay with what they belong to. */
(() => {
  "use strict";
  const REGIONS = ["composer", "page"], KEPT = "input:not([type=file]), textarea, select, details";
  const BOX = "[type=checkbox], [type=radio]";
  const states = new Map(), names = new WeakMap();
  let focused = null, acting = false;

  /* What an element is to the reader, whichever place of the page it stands in. */
  const name = (one) => {
    if (one.matches("button, summary")) return `${one.tagName} ${one.id} ${JSON.stringify(one.dataset)} ${one.closest("details")?.classList[0]} ${about(one)}`;
    return [one.tagName, one.id, one.name, one.matches(BOX) ? one.value : "", one.matches("details") ? one.classList[0] : "", about(one)].join(" ");
  };
  const about = (one) => {
    const marked = one.closest("[data-document], [data-form]") || one.closest("details")?.querySelector("[data-document]");
    return marked ? `${marked.dataset.form} ${marked.dataset.document}` : "";
  };
  const known = (one) => { if (one.matches?.(KEPT) && REGIONS.some((id) => one.closest(`#${id}`))) return name(one); };
  const read = (one) => (one.matches("details") ? one.open : one.matches(BOX) ? one.checked : one.value);
  const first = (one) => {
    if (one.matches("details")) return false;
    if (one.matches("select")) return ([...one.options].find((option) => option.defaultSelected) || one.options[0])?.value;
    return one.matches(BOX) ? one.defaultChecked : one.defaultValue;
  };
  const put = (one, value) => {
    if (read(one) === value) return;
    if (one.matches("details")) one.open = value;
    else if (one.matches(BOX)) one.checked = value;
    else if (!one.matches("select") || [...one.options].some((option) => option.value === value)) one.value = value;
  };
  const learn = ({ target }) => {
    const key = known(target);
    if (!key) return;
    if (target.matches("[type=radio]")) document.getElementsByName(target.name).forEach((one) => known(one) && states.set(name(one), one.checked));
    else states.set(key, read(target));
  };
  document.addEventListener("input", learn);
  document.addEventListener("change", learn);
  // What is sent off is the server's to show from then on.
  document.addEventListener("submit", ({ target }) => target.querySelectorAll(KEPT).forEach((one) => states.delete(name(one))));

  /* An element that folds while the reader does something was folded by that, otherwise by being drawn anew. */
  for (const kind of ["click", "keydown", "keyup", "submit"]) {
    document.addEventListener(kind, () => { acting = true; setTimeout(() => { acting = false; }); }, true);
  }
  document.addEventListener("focusin", ({ target }) => { focused = { one: target, name: name(target) }; });
  const refocus = (region) => {
    const was = focused?.one, now = document.activeElement;
    if (!was || (now !== was && now !== document.body) || (was.isConnected && (!region.contains(was) || name(was) === focused.name))) return;
    if (!was.isConnected && !watched.get(region)?.has(focused.name)) return;
    const heading = region.querySelector("h1"), wanted = focused;
    const same = [...region.querySelectorAll(was.tagName)].find((one) => !one.disabled && name(one) === wanted.name);
    heading?.setAttribute("tabindex", "-1");
    (same || heading)?.focus({ preventScroll: true });
  };
  const redrawn = (region, records) => {
    for (const { type, target } of records) {
      if (type === "attributes" && acting && target.matches("details")) states.set(name(target), target.open);
    }
    for (const one of region.querySelectorAll(KEPT)) {
      const key = name(one), before = names.get(one);
      if (states.has(key)) put(one, states.get(key));
      else if (before && before !== key) put(one, first(one));
      names.set(one, key);
    }
    refocus(region);
    watched.set(region, new Set([...region.querySelectorAll("button, summary, input, textarea, select, a")].map(name)));
    if (region.id === "composer") document.dispatchEvent(new Event("composed"));
  };
  /* Gradio brings its parts in any order, and some late. */
  const watched = new Map();
  const watch = () => {
    for (const id of REGIONS) {
      const region = document.getElementById(id);
      if (!region || watched.has(region)) continue;
      watched.set(region, new Set());
      new MutationObserver((records) => redrawn(region, records))
        .observe(region, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["open", "data-document", "value"] });
      redrawn(region, []);
    }
  };
  new MutationObserver(watch).observe(document, { childList: true, subtree: true });
})();
