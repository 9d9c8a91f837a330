// What the tests ask a page. Each function answers with a list of what is wrong.
(() => {
  const canvas = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  // Any colour of CSS as red, green, blue and opacity.
  const parsed = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((it, i) => it * a + below[i] * (1 - a));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((it) => {
      const value = it / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [a, b] = [luminance(one), luminance(other)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const isSvg = (element) => element instanceof SVGElement;
  const isShown = (element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true }) &&
    element.getClientRects().length > 0;
  // The colours that lie under a point of a text, from the top.
  const ground = (element, x, y) => {
    const layers = [];
    for (const under of document.elementsFromPoint(x, y)) {
      if (isSvg(element) && (under === element || element.contains(under))) continue;
      const style = getComputedStyle(under);
      if (isSvg(under) && !(under instanceof SVGSVGElement)) {
        if (under.localName === "text" || style.fill === "none") continue;
        const [r, g, b, a] = parsed(style.fill);
        layers.push([r, g, b, a * parseFloat(style.fillOpacity)]);
      } else {
        layers.push(parsed(style.backgroundColor));
      }
      if (layers.at(-1)[3] === 1) break;
    }
    const page = parsed(getComputedStyle(document.documentElement).backgroundColor);
    const canvasColour = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
    let colour = over(page, canvasColour);
    for (const layer of layers.reverse()) colour = over(layer, colour);
    return colour;
  };
  window.servanda = {
    // Texts that can hardly be read.
    faint() {
      const wrong = [];
      const texts = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
      let seen = 0;
      while (texts.nextNode()) {
        const node = texts.currentNode;
        const element = node.parentElement;
        if (!node.data.trim() || !element || ["style", "title"].includes(element.localName)) continue;
        if (!isShown(element) || element.closest(".skip")) continue;
        element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getClientRects()[0];
        if (!box || box.width === 0) continue;
        const style = getComputedStyle(element);
        const colour = parsed(isSvg(element) ? style.fill : style.color);
        const below = ground(element, box.x + box.width / 2, box.y + box.height / 2);
        const ratio = contrast(over(colour, below), below);
        seen += 1;
        if (ratio < 4.5) wrong.push(`${node.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}, ${colour} on ${below}`);
      }
      if (seen < 10) wrong.push(`only ${seen} texts were seen`);
      return wrong;
    },
    // Links that lead nowhere, and ids that are not alone.
    broken() {
      const wrong = [];
      const ids = new Map();
      for (const { id } of document.querySelectorAll("[id]")) ids.set(id, (ids.get(id) ?? 0) + 1);
      for (const [id, count] of ids) if (count > 1) wrong.push(`${count} have the id ${id}`);
      const links = document.querySelectorAll("a");
      for (const link of links) {
        const target = link.getAttribute("href") ?? "";
        if (!target.startsWith("#") || !ids.has(target.slice(1))) wrong.push(`${target} leads nowhere`);
      }
      if (links.length < 10) wrong.push(`only ${links.length} links were seen`);
      return wrong;
    },
    // What a reader with a keyboard can go to, in the order in which it stands.
    stops() {
      const stops = [...document.querySelectorAll("a[href], summary, input, select, button, [tabindex='0']")];
      return stops.filter((element) => element.tabIndex >= 0).filter(isShown).map((element, place) => {
        element.dataset.stop = place;
        return place;
      });
    },
    // Where the keyboard is now: its place among the stops, and whether that can be seen.
    focus() {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      const isInside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
      const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      return { stop: Number(element.dataset.stop ?? -1), isInside, isOutlined, href: element.getAttribute("href") };
    },
    // What a table, a heading or a picture lacks for those who cannot see it.
    unsaid() {
      const wrong = [];
      let level = 0;
      for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
        const next = Number(heading.localName[1]);
        if (next > level + 1) wrong.push(`${heading.localName} after h${level}: ${heading.textContent}`);
        level = next;
      }
      if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
      for (const table of document.querySelectorAll("table")) {
        if (!table.caption?.textContent.trim()) wrong.push("a table without a caption");
        for (const head of table.querySelectorAll("th")) if (!head.scope) wrong.push(`th without scope: ${head.textContent}`);
      }
      for (const svg of document.querySelectorAll("svg")) if (!svg.getAttribute("aria-label")) wrong.push("a picture without a label");
      for (const part of document.querySelectorAll("section, article")) {
        if (!document.getElementById(part.getAttribute("aria-labelledby"))) wrong.push(`a part without a label: ${part.id}`);
      }
      if (!document.documentElement.lang) wrong.push("no language");
      return wrong;
    },
    // What sticks out of the page to the right.
    wide() {
      const { scrollWidth } = document.scrollingElement;
      return scrollWidth > innerWidth ? [`${scrollWidth} pixels in ${innerWidth}`] : [];
    },
    // Texts of a graph that do not fit their nodes, and nodes that stand upon each other.
    cramped() {
      const wrong = [];
      const boxes = [];
      for (const node of document.querySelectorAll("g.node")) {
        const outline = node.querySelector("path").getBBox();
        for (const text of node.querySelectorAll("text")) {
          const box = text.getBBox();
          if (box.x < outline.x + 8 || box.x + box.width > outline.x + outline.width - 4) wrong.push(`does not fit: ${text.textContent}`);
        }
        if (!node.hasAttribute("transform")) boxes.push([outline, node.textContent]);
      }
      boxes.forEach(([one, name], place) => {
        for (const [other, next] of boxes.slice(place + 1)) {
          const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
          if (!apart) wrong.push(`${name} stands upon ${next}`);
        }
      });
      if (boxes.length < 2) wrong.push(`only ${boxes.length} nodes were seen`);
      return wrong;
    },
    // Texts of a timeline that run into each other or out of the picture.
    crowded() {
      const wrong = [];
      const apart = (selector, scope) => {
        const texts = [...scope.querySelectorAll(selector)].filter((text) => text.textContent).map((text) => [text.getBBox(), text.textContent]);
        texts.sort(([one], [other]) => one.x - other.x);
        texts.forEach(([box, text], place) => {
          const next = texts[place + 1];
          if (next && box.x + box.width > next[0].x + 0.5) wrong.push(`${text} runs into ${next[1]}`);
        });
      };
      const svg = document.querySelector("svg.servanda");
      for (const axis of svg.querySelectorAll("g[aria-hidden]")) apart("text.tick", axis);
      apart("text.place", svg);
      for (const name of svg.querySelectorAll("text.name")) {
        const box = name.getBBox();
        if (box.x + box.width > 286) wrong.push(`runs into the chart: ${name.textContent}`);
      }
      for (const row of svg.querySelectorAll("g.many > g")) {
        const [name, debtor] = [row.querySelector(".name").getBBox(), row.querySelector(".debtor").getBBox()];
        if (name.x + name.width > debtor.x) wrong.push(`a name runs into its debtor: ${row.textContent}`);
      }
      for (const text of svg.querySelectorAll("text")) {
        const box = text.getBBox();
        const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
        if (box.x < 0 || box.x + box.width > width || box.y + box.height > height) wrong.push(`out of the picture: ${text.textContent}`);
      }
      if (svg.querySelectorAll("text.name").length < 5) wrong.push("hardly a row was seen");
      return wrong;
    },
  };
})();
