"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const words = read("words"), cases = read("packed");
  const [NAME, OUTCOME, BAD, STANDS, FOUND, NUMBER] = [0, 1, 2, 3, 4, 5];
  cases.forEach((it, place) => it[NUMBER] = place + 1);
  const BREACHED = 5, CURED = 6, REPAIRED = 7, AT_ONCE = 100;
  const at = (id) => document.getElementById(id);
  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (name) element.className = name;
    return element;
  };
  const pill = (look, text) => {
    const element = make("span", undefined, "pill fill " + look.class);
    const symbol = make("span", look.symbol);
    symbol.setAttribute("aria-hidden", "true");
    element.append(symbol, text === undefined ? look.word : text);
    return element;
  };
  const choose = (id, names) => names.forEach((name, place) => {
    const option = make("option", name);
    option.value = place;
    at(id).append(option);
  });
  choose("outcome", words.outcomes.map((it) => it.word));
  choose("obligation", words.obligations.map((it) => it.name));
  choose("kind", words.kinds);
  const wasBreached = (stands) =>
    Array.isArray(stands) ? stands[1] > 0 : [BREACHED, CURED, REPAIRED].includes(stands);
  let shown = [], count = 0, by = BAD, turn = -1;

  const view = (it) => {
    const cell = make("td", undefined, "view");
    cell.colSpan = 4;
    const list = make("ul");
    words.obligations.forEach((obligation, place) => {
      const line = make("li"), stands = it[STANDS][place];
      line.append(make("bdi", obligation.name), " ");
      if (Array.isArray(stands)) {
        line.append(stands[0] + " kept, " + stands[1] + " breached, " + stands[2] + " open");
      } else {
        const look = words.statuses[stands];
        line.append(pill(look, obligation.refrain && look.word === "due" ? "in force" : look.word));
      }
      list.append(line);
    });
    cell.append(list);
    if (it[FOUND].length) {
      const found = make("ol");
      it[FOUND].forEach(([kind, party, at, obligation, act]) => {
        const line = make("li", at + " " + words.kinds[kind]);
        if (party >= 0) line.append(", ", make("bdi", words.parties[party]));
        if (obligation >= 0) line.append(", ", make("bdi", words.obligations[obligation].name));
        if (act >= 0) line.append(", ", make("bdi", words.acts[act]));
        found.append(line);
      });
      cell.append(found);
    }
    if (words.pages) {
      const link = make("a", "The case on a page of its own"), line = make("p");
      link.href = words.pages + "/" + it[NUMBER] + ".html";
      line.append(link);
      cell.append(line);
    }
    const row = make("tr");
    row.append(cell);
    return row;
  };

  const row = (it) => {
    const line = make("tr"), head = make("th"), open = make("button", it[NAME] || "(no name)");
    head.scope = "row";
    open.type = "button";
    open.setAttribute("aria-expanded", "false");
    let more = null;
    open.addEventListener("click", () => {
      if (more) {
        more.remove();
        more = null;
      } else {
        more = view(it);
        line.after(more);
      }
      open.setAttribute("aria-expanded", String(more !== null));
    });
    head.append(open);
    const outcome = make("td"), stands = make("td");
    outcome.append(pill(words.outcomes[it[OUTCOME]]));
    words.obligations.forEach((obligation, place) => {
      if (wasBreached(it[STANDS][place])) stands.append(make("bdi", obligation.name), " ");
    });
    line.append(head, outcome, make("td", String(it[BAD])), stands);
    return line;
  };

  const show = () => {
    const next = shown.slice(count, count + AT_ONCE);
    at("rows").append(...next.map(row));
    count += next.length;
    at("more").hidden = count >= shown.length;
    at("count").textContent = shown.length + " of " + cases.length + " cases";
  };

  const compare = (a, b) =>
    (by === NAME ? a[NAME].localeCompare(b[NAME], "en", { numeric: true }) : a[by] - b[by]) * turn;

  const filter = () => {
    const name = at("name").value.toLowerCase(), outcome = at("outcome").value;
    const obligation = at("obligation").value, kind = at("kind").value;
    shown = cases.filter((it) =>
      it[NAME].toLowerCase().includes(name)
      && (outcome === "" || it[OUTCOME] === Number(outcome))
      && (obligation === "" || wasBreached(it[STANDS][Number(obligation)]))
      && (kind === "" || it[FOUND].some((found) => found[0] === Number(kind))));
    shown.sort(compare);
    count = 0;
    at("rows").replaceChildren();
    show();
  };

  document.querySelectorAll("#table thead button").forEach((button) => {
    button.addEventListener("click", () => {
      const wanted = Number(button.dataset.by);
      turn = wanted === by ? -turn : wanted === BAD ? -1 : 1;
      by = wanted;
      document.querySelectorAll("#table thead th[aria-sort]").forEach((head) => {
        const is = head.contains(button);
        head.setAttribute("aria-sort", is ? (turn > 0 ? "ascending" : "descending") : "none");
      });
      filter();
    });
  });
  at("filters").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("more").addEventListener("click", show);
  filter();
})();
