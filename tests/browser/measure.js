// Runs inside the mail page. Every target carries data-case="name".
(() => {
  const PAINTED = "img, svg, video, canvas, picture, input[type=image]";
  const all = (element) => [element, ...element.querySelectorAll("*")];
  const texts = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !["STYLE", "SCRIPT", "TEMPLATE"].includes(parent.tagName)) {
        found.push(walker.currentNode);
      }
    }
    return found;
  };
  const rects = (element) => {
    const found = [...element.querySelectorAll(PAINTED), element].map((e) => e.getBoundingClientRect());
    for (const text of texts(element)) {
      const range = document.createRange();
      range.selectNodeContents(text);
      found.unshift(...range.getClientRects());
    }
    return found.filter((r) => r.width > 0 && r.height > 0);
  };
  const saved = new Map();
  const set = (element, property, value) => element.style.setProperty(property, value, "important");

  window.mailcheck = {
    names: () => [...document.querySelectorAll("[data-case]")].map((e) => e.dataset.case),
    find: (name) => document.querySelector(`[data-case="${name}"]`),
    // Only what a reader can do: scroll the page and boxes that have scrollbars.
    show(name) {
      const target = this.find(name);
      window.scrollTo(0, 0);
      for (let box = target.parentElement; box; box = box.parentElement) {
        const style = getComputedStyle(box);
        const scrolls = [style.overflowX, style.overflowY].some((v) => v === "auto" || v === "scroll");
        const rect = rects(target)[0];
        if (!scrolls || !rect || box === document.body || box === document.documentElement) continue;
        const view = box.getBoundingClientRect();
        if (/auto|scroll/.test(style.overflowY)) box.scrollTop += rect.top - view.top;
        if (/auto|scroll/.test(style.overflowX)) box.scrollLeft += rect.left - view.left;
      }
      const rect = rects(target)[0];
      const clipped = (e, axis) => ["hidden", "clip"].includes(getComputedStyle(e)[axis]);
      const root = document.documentElement;
      const body = document.body;
      const fixed = (axis) =>
        clipped(root, axis) || (getComputedStyle(root)[axis] === "visible" && body && clipped(body, axis));
      if (rect) {
        window.scrollTo(fixed("overflowX") ? 0 : rect.left - 200, fixed("overflowY") ? 0 : rect.top - 200);
      }
    },
    // Decorations are not words: they are off in every picture.
    plain() {
      const sheet = document.createElement("style");
      sheet.textContent =
        "* { text-decoration: none !important; text-decoration-skip-ink: none !important;" +
        " transition: none !important; animation: none !important; }";
      document.documentElement.append(sheet);
    },
    // mode "none": text and pictures of the target unpainted. "solid": text drawn as a thick stroke.
    paint(name, mode) {
      const strokes = new Map();
      for (const element of all(this.find(name))) {
        const style = getComputedStyle(element);
        const colour = element instanceof SVGElement ? style.fill : style.webkitTextFillColor;
        strokes.set(element, [colour, Math.max(2, parseFloat(style.fontSize) / 4)]);
      }
      // Glyphs cut out of a background stay when their own colour goes.
      let cut = false;
      for (let e = this.find(name); e; e = e.parentElement) cut ||= getComputedStyle(e).backgroundClip === "text";
      for (const element of all(this.find(name))) {
        if (!(element instanceof HTMLElement || element instanceof SVGElement)) continue;
        if (!saved.has(element)) saved.set(element, element.getAttribute("style"));
        const svg = element instanceof SVGElement;
        if (mode === "none" && cut) set(element, "visibility", "hidden");
        if (mode === "none") {
          for (const p of ["-webkit-text-fill-color", "-webkit-text-stroke-color"]) set(element, p, "transparent");
          set(element, "text-shadow", "none");
          if (svg) for (const p of ["fill", "stroke"]) set(element, p, "transparent");
          if (element.matches(PAINTED)) set(element, "opacity", "0");
        } else {
          const [colour, width] = strokes.get(element);
          set(element, "-webkit-text-stroke", `${width}px ${colour}`);
          set(element, "-webkit-text-fill-color", "transparent");
        }
      }
    },
    restore() {
      for (const [element, style] of saved) {
        if (style === null) element.removeAttribute("style");
        else element.setAttribute("style", style);
      }
      saved.clear();
    },
    computed(name) {
      const target = this.find(name);
      const text = texts(target)[0];
      const style = getComputedStyle(text ? text.parentElement : target);
      let opacity = 1;
      for (let e = text ? text.parentElement : target; e; e = e.parentElement) {
        opacity *= parseFloat(getComputedStyle(e).opacity);
      }
      return {
        texts: texts(target).length,
        display: getComputedStyle(target).display,
        visibility: style.visibility,
        color: style.color,
        font_px: parseFloat(style.fontSize),
        opacity: Math.round(opacity * 10000) / 10000,
      };
    },
  };
})();
