(function () {
  "use strict";
  var root = document.getElementById("certdeck");
  if (!root) { return; }
  var key = "certdeck:" + root.getAttribute("data-item");
  var front = root.getAttribute("data-side") === "front";
  var state = recall();
  if (front && (!state || state.told)) { state = fresh(); }
  if (!state) { state = { seed: fixedSeed(), picks: {} }; }

  // The answer side has to know the order and the choice. Where nothing can be kept, the order follows from the id.
  function stored(text) {
    try {
      if (text !== undefined) { window.sessionStorage.setItem(key, text); }
      return window.sessionStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }
  function fixedSeed() {
    var hash = 7;
    for (var i = 0; i < key.length; i += 1) { hash = (hash * 31 + key.charCodeAt(i)) | 0; }
    return hash;
  }
  function keep() {
    window.certdeckState = window.certdeckState || {};
    window.certdeckState[key] = JSON.stringify(state);
    return stored(window.certdeckState[key]) !== null;
  }
  function fresh() {
    state = { seed: Math.floor(Math.random() * 0x7fffffff), picks: {} };
    if (!keep()) { state.seed = fixedSeed(); keep(); }
    return state;
  }
  function recall() {
    var text = stored() || (window.certdeckState && window.certdeckState[key]);
    try { return text ? JSON.parse(text) : null; } catch (error) { return null; }
  }
  function dice(seed) {
    return function () {
      seed = (seed + 0x6d2b79f5) | 0;
      var t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function all(parent, selector) { return Array.prototype.slice.call(parent.querySelectorAll(selector)); }
  function entries(list) { return Array.prototype.slice.call(list.children); }
  function idOf(entry) { return entry.getAttribute("data-id"); }
  // Both sides sort by id before they shuffle, so that the order of the two lists in the fields does not matter.
  function shuffle(list) {
    var roll = dice(state.seed);
    var mixed = entries(list).sort(function (a, b) { return idOf(a) < idOf(b) ? -1 : 1; });
    for (var i = mixed.length - 1; i > 0; i -= 1) {
      var j = Math.floor(roll() * (i + 1));
      var held = mixed[i]; mixed[i] = mixed[j]; mixed[j] = held;
    }
    mixed.filter(function (entry) { return !entry.hasAttribute("data-last"); })
      .concat(mixed.filter(function (entry) { return entry.hasAttribute("data-last"); }))
      .forEach(function (entry) { list.appendChild(entry); });
  }
  function add(parent, tag, className, text) {
    var element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    parent.appendChild(element);
    return element;
  }
  function remark(entry, text) { add(entry.querySelector(".verdict"), "span", "yours", ", " + text); }

  // A card asks one question, a case several: each is a part with its own choice.
  function part(name, ask, tell) {
    var kind = tell.querySelector("[data-kind]").getAttribute("data-kind");
    var matching = kind === "matching";
    var needed = matching ? tell.querySelector(".pairs").children.length : all(tell, "[data-key]").length;
    return { name: name, ask: ask, tell: tell, kind: kind, needed: needed, picks: state.picks[name] || [] };
  }
  function partsOf() {
    var ask = root.querySelector(".ask");
    var tell = root.querySelector(".tell");
    var told = all(tell, "[data-part]");
    if (!told.length) { return [part("", ask, tell)]; }
    return told.map(function (section) {
      var name = section.getAttribute("data-part");
      var asked = ask && all(ask, "[data-part]").filter(function (other) {
        return other.getAttribute("data-part") === name;
      })[0];
      return part(name, asked, section);
    });
  }
  function given(one) { return one.picks.filter(function (pick) { return pick; }).length; }

  // Asking.
  var button, count;
  var words = { ordering: " in order", matching: " matched" };
  function update() {
    var done = parts.filter(function (one) { return given(one) === one.needed; }).length;
    var only = parts[0];
    count.textContent = parts.length > 1 ? done + " of " + parts.length + " answered"
      : given(only) + " of " + only.needed + (words[only.kind] || " chosen");
    button.disabled = done !== parts.length;
    parts.forEach(function (one) { state.picks[one.name] = one.picks; });
    keep();
  }
  function submit() {
    if (button.disabled) { return; }
    reveal();
    root.scrollIntoView();
    var said = root.querySelector(".result");
    if (said) { said.tabIndex = -1; said.focus({ preventScroll: true }); }
  }
  function submitBar() {
    var bar = root.querySelector(".ask");
    count = add(bar, "p", "count", "");
    count.setAttribute("aria-live", "polite");
    button = add(bar, "button", "submit tappable", "Submit");
    button.type = "button";
    button.onclick = submit;
  }
  function operable(entry, role, act) {
    entry.classList.add("tappable");
    entry.tabIndex = 0;
    entry.setAttribute("role", role);
    entry.onclick = function (event) {
      if (event.target.nodeName !== "A") { act(); }
    };
    entry.onkeydown = function (event) {
      if (event.key === " " || event.key === "Enter" && !event.shiftKey) { act(); }
      else if (event.key === "ArrowDown") { step(entry, "nextElementSibling"); }
      else if (event.key === "ArrowUp") { step(entry, "previousElementSibling"); }
      else { return; }
      event.preventDefault();
      event.stopPropagation();
    };
  }
  function step(entry, way) { if (entry[way]) { entry[way].focus(); } }
  function pick(one, id) {
    var at = one.picks.indexOf(id);
    if (at >= 0) { one.picks.splice(at, 1); }
    else if (one.kind === "multiple-choice") { one.picks = [id]; }
    else if (one.picks.length < one.needed) { one.picks.push(id); }
  }
  function askList(one) {
    var list = one.ask.querySelector(".choices");
    var single = one.kind === "multiple-choice";
    shuffle(list);
    list.classList.add("live");
    list.setAttribute("role", single ? "radiogroup" : "group");
    list.setAttribute("aria-label", single ? "Choose one" : "Choose " + one.needed + (words[one.kind] || ""));
    entries(list).forEach(function (entry) {
      operable(entry, single ? "radio" : "checkbox", function () { pick(one, idOf(entry)); show(); update(); });
    });
    function show() {
      entries(list).forEach(function (entry) {
        var at = one.picks.indexOf(idOf(entry));
        entry.classList.toggle("chosen", at >= 0);
        entry.setAttribute("aria-checked", at >= 0 ? "true" : "false");
        if (one.kind !== "ordering") { return; }
        if (at >= 0) { entry.setAttribute("data-number", at + 1); } else { entry.removeAttribute("data-number"); }
      });
    }
    one.toggle = function (index) {
      var entry = entries(list)[index];
      if (entry) { entry.click(); entry.focus(); }
    };
    show();
  }
  function askPairs(one) {
    var responses = one.ask.querySelector(".responses");
    shuffle(responses);
    entries(one.ask.querySelector(".pairs")).forEach(function (prompt, index) {
      var select = add(prompt, "select", "tappable", "");
      select.setAttribute("aria-label", prompt.querySelector(".text").textContent.trim());
      add(select, "option", "", "Choose").value = "";
      entries(responses).forEach(function (response) {
        add(select, "option", "", response.textContent.trim()).value = idOf(response);
      });
      one.picks[index] = one.picks[index] || "";
      select.value = one.picks[index];
      select.onchange = function () { one.picks[index] = select.value; update(); };
    });
    one.ask.querySelector(".pool").hidden = true;
  }
  // Anki takes plain letters, Space and Enter for itself on some computers: with Shift they reach the card.
  function listen() {
    if (window.certdeckKeys) { document.removeEventListener("keydown", window.certdeckKeys); }
    window.certdeckKeys = function (event) {
      if (!document.body.contains(root) || root.classList.contains("revealed")) { return; }
      if (!event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) { return; }
      if (event.key === "Enter") { event.preventDefault(); submit(); return; }
      var letter = event.key.length === 1 ? event.key.toUpperCase().charCodeAt(0) - 65 : -1;
      var here = parts.filter(function (one) { return one.ask.contains(document.activeElement); })[0] || parts[0];
      if (letter >= 0 && letter < 26 && here.toggle) { event.preventDefault(); here.toggle(letter); }
    };
    document.addEventListener("keydown", window.certdeckKeys);
  }

  // Telling.
  function tellChoices(one) {
    var list = one.tell.querySelector(".choices");
    var good = true;
    shuffle(list);
    entries(list).forEach(function (entry) {
      var chosen = one.picks.indexOf(idOf(entry)) >= 0;
      var right = entry.hasAttribute("data-key");
      good = good && chosen === right;
      if (chosen) { remark(entry, "your choice"); }
      if (!chosen && right && one.picks.length) { remark(entry, "not chosen"); }
      if (chosen && !right) { entry.classList.add("missed"); }
    });
    return good;
  }
  function tellOrder(one) {
    var good = true;
    all(one.tell, ".choices > li").forEach(function (entry) {
      var place = Number(entry.getAttribute("data-key") || 0);
      var put = one.picks.indexOf(idOf(entry)) + 1;
      good = good && place === put;
      if (place && place === put) { remark(entry, "as you put it"); }
      else if (put) { remark(entry, "you put it at " + put); }
      else if (place) { remark(entry, "you left it out"); }
      entry.classList.toggle("missed", place !== put);
    });
    return good;
  }
  function tellPairs(one) {
    var good = true;
    var names = {};
    all(one.tell, "[data-name]").forEach(function (entry) {
      names[entry.getAttribute("data-name")] = entry.textContent.trim();
    });
    entries(one.tell.querySelector(".pairs")).forEach(function (entry, index) {
      var right = one.picks[index] === entry.getAttribute("data-key");
      good = good && right;
      entry.classList.add(right ? "met" : "missed");
      remark(entry, right ? "as you chose" : "you chose: " + (names[one.picks[index]] || "nothing"));
    });
    return good;
  }
  function judge(one) {
    var list = one.kind === "multiple-choice" || one.kind === "multiple-response";
    if (!given(one) && !list) { return null; }
    var good = one.kind === "ordering" ? tellOrder(one) : one.kind === "matching" ? tellPairs(one) : tellChoices(one);
    return given(one) ? good : null;
  }
  function result(parent, good, text, before) {
    var said = add(parent, "p", "result " + (good ? "good" : "bad"), text);
    said.setAttribute("role", "status");
    parent.insertBefore(said, before || parent.firstChild);
  }
  function reveal() {
    root.classList.add("revealed");
    var right = 0;
    var answered = 0;
    parts.forEach(function (one) {
      var good = judge(one);
      if (good === null) { return; }
      answered += 1;
      right += good ? 1 : 0;
      var text = good ? "\u2713 Your answer is right." : "\u2717 Your answer is not right.";
      result(one.tell, good, text, one.tell.querySelector("[data-kind]"));
    });
    if (parts.length > 1 && answered) {
      result(root.querySelector(".tell"), right === parts.length, right + " of " + parts.length + " right");
    }
    state.told = true;
    keep();
  }

  var parts = partsOf();
  if (!front) { reveal(); return; }
  parts.forEach(function (one) { if (one.kind === "matching") { askPairs(one); } else { askList(one); } });
  submitBar();
  update();
  listen();
})();
