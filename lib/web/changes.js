// A block of a page comes whole once; after that only the texts and attributes that changed, drawn in the block as it stands, so
// that what a reader opened stays open.
"use strict";
{
  const MAY_CHANGE = /^(class|style|title|data-[\w-]+|aria-[\w-]+)$/;
  // Twice what the server keeps of a session (changes.py), so that all it may ask for is here.
  const LIMIT = 2 * 2 ** 20;
  // Blocks as they came, by their name, the longest unused first; and of every block in a page its parts and what they first were.
  const bases = new Map();
  let size = 0;
  const blocks = new WeakMap();
  let arrived = [];

  function parts(block) {
    const texts = [];
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode);
    return { elements: [...block.getElementsByTagName("*")], texts, first: new Map() };
  }

  function learn(block) {
    const { stand, telling } = block.dataset;
    if (bases.has(stand)) return;
    const own = parts(block);
    if (`${own.elements.length},${own.texts.length}` !== telling) return;
    blocks.set(block, own);
    bases.set(stand, block.cloneNode(true));
    size += block.innerHTML.length;
    for (const [oldest, base] of bases) {
      if (size <= LIMIT) break;
      size -= base.innerHTML.length;
      bases.delete(oldest);
    }
    arrived.push(stand);
  }

  function write(node, name, value) {
    if (!name) node.data = value;
    else if (MAY_CHANGE.test(name)) node.setAttribute(name, value);
    if (name === "data-uitleg") node.dispatchEvent(new Event("uitleg", { bubbles: true }));
  }

  function change(block, [texts, attributes]) {
    const { elements, texts: nodes, first } = blocks.get(block);
    const now = new Map();
    const add = (name, list, own) => {
      for (let i = 0; i < list.length; i += 2) now.set(`${list[i]} ${name}`, [own[list[i]], name, list[i + 1]]);
    };
    add("", texts, nodes);
    for (const name in attributes) add(name, attributes[name], elements);
    const shown = ([node, name]) => (name ? node.getAttribute(name) : node.data);
    for (const [place, own] of now) if (!first.has(place)) first.set(place, [own[0], own[1], shown(own)]);
    for (const [place, own] of first) {
      const [node, name, value] = now.get(place) ?? own;
      if (shown(own) !== value) write(node, name, value);
    }
  }

  function draw(place, removed) {
    const { stand } = place.dataset;
    const base = bases.get(stand);
    bases.delete(stand);
    bases.set(stand, base);
    let block = removed.find((other) => other.dataset.stand === stand && blocks.has(other));
    if (!block) {
      block = base.cloneNode(true);
      blocks.set(block, parts(block));
    }
    // In the page before it changes, so that an explanation that is open hears of it.
    place.replaceWith(block);
    change(block, JSON.parse(place.textContent));
  }

  const within = (nodes) =>
    [...nodes].flatMap((node) =>
      node.nodeType !== 1 ? [] : node.matches(".rw-base") ? [node] : [...node.querySelectorAll(".rw-base")],
    );

  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes } of records) {
      for (const block of within(addedNodes)) {
        if (block.hidden) draw(block, within(removedNodes));
        else learn(block);
      }
    }
    if (!arrived.length) return;
    fetch("/stand", { method: "POST", body: arrived.join("\n") }).catch(() => {});
    arrived = [];
  }).observe(document, { subtree: true, childList: true });
}
