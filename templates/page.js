"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const stops = [...at("stops").children], looks = [...at("looks").content.children];
  const last = stops.length - 1;
  const [search, party, status, found, dormant, when] =
    ["search", "party", "status", "found", "dormant", "when"].map(at);
  const numbers = (text) => text.split(" ").filter(Boolean);
  const wordOf = (pill) => pill.lastChild.textContent;

  // What can be hidden: obligations with the looks that they had, events, and what was found.
  const items = all("[data-parties]").map((element) => ({
    element,
    text: element.textContent.toLowerCase(),
    parties: numbers(element.dataset.parties),
    kinds: element.dataset.kinds === undefined ? null : numbers(element.dataset.kinds),
    stop: Number(element.dataset.stop ?? 0),
    looks: element.dataset.looks === undefined
      ? null
      : numbers(element.dataset.looks).map((it) => it.split(":").map(Number)),
    pill: element.dataset.looks === undefined ? null : element.querySelector(".pill"),
  }));
  for (const it of items.filter((it) => it.looks)) it.end = it.pill;
  for (const look of new Set(looks.map(wordOf))) {
    const option = document.createElement("option");
    option.textContent = look;
    status.append(option);
  }

  // What is folded by day, month or year, and which of these a search has opened.
  const groups = all("details.group").map((element) => ({
    element,
    items: [...element.querySelectorAll("[data-parties]")],
  }));
  const isOpened = new Set();

  const lookAt = (it, stop) => looks[it.looks.findLast(([since]) => since <= stop)[1]];

  const stand = (stop) => {
    const isEnd = stop === last;
    for (const it of items.filter((it) => it.looks)) {
      const pill = isEnd ? it.end : lookAt(it, stop).cloneNode(true);
      it.pill.replaceWith(pill);
      it.pill = pill;
      it.element.classList.toggle("then", !isEnd);
    }
    const cursor = at("cursor");
    if (isEnd) {
      cursor.removeAttribute("d");
    } else {
      const { top, bottom } = cursor.dataset;
      cursor.setAttribute("d", `M${stops[stop].dataset.x} ${top}V${bottom}`);
    }
  };

  const show = () => {
    const stop = Number(when.value), wanted = search.value.trim().toLowerCase();
    let shown = 0;
    for (const it of items) {
      const word = it.pill && wordOf(it.pill);
      const isShown = it.stop <= stop
        && (!wanted || it.text.includes(wanted))
        && (!party.value || it.parties.includes(party.value))
        && (!status.value || !it.looks || word === status.value)
        && (!found?.value || !it.kinds || it.kinds.includes(found.value))
        && !(dormant.checked && word === "dormant");
      it.element.hidden = !isShown;
      shown += isShown;
    }
    const then = stop === last ? "at the end" : "on " + stops[stop].textContent + "; outcome, text and acts are those of the end";
    // What is looked for is not left under a fold.
    const isAsked = wanted || party.value || status.value || found?.value;
    for (const group of groups) {
      const isFound = group.items.some((it) => !it.hidden);
      group.element.hidden = !isFound;
      if (isAsked && isFound && !group.element.open) {
        group.element.open = true;
        isOpened.add(group.element);
      } else if (!isAsked && isOpened.delete(group.element)) {
        group.element.open = false;
      }
    }
    at("stood").textContent = then + (shown < items.length ? " (" + shown + " of " + items.length + " shown)" : "");
  };

  if (last < 0) return;
  when.max = last;
  when.value = last;
  when.addEventListener("input", () => stand(Number(when.value)));
  at("tools").addEventListener("input", show);
  at("tools").addEventListener("submit", (event) => event.preventDefault());
  // What a link leads to is shown, whatever is filtered.
  const reveal = () => {
    const target = at(decodeURIComponent(location.hash.slice(1)));
    const group = target?.closest("details.group");
    if (target?.hidden || (group && (group.hidden || !group.open))) {
      target.hidden = false;
      if (group) {
        group.hidden = false;
        group.open = true;
      }
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  at("tools").hidden = false;
  show();
  reveal();
})();
