(function () {
  "use strict";
  var root = document.getElementById("certdeck");
  if (!root) { return; }
  var key = "certdeck:" + root.getAttribute("data-item");
  var front = root.getAttribute("data-side") === "front";
  var tell = root.querySelector(".tell");
  var ask = root.querySelector(".ask");
  var kind = tell.querySelector("[data-kind]").getAttribute("data-kind");
  var state = front ? fresh() : recall();

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
    window.certdeckState[key] = state;
    return stored(JSON.stringify(state)) !== null;
  }
  function fresh() {
    state = { seed: Math.floor(Math.random() * 0x7fffffff), picks: [] };
    if (!keep()) { state.seed = fixedSeed(); keep(); }
    return state;
  }
  function recall() {
    var text = stored();
    if (text) { return JSON.parse(text); }
    return (window.certdeckState && window.certdeckState[key]) || { seed: fixedSeed(), picks: [] };
  }
  function dice(seed) {
    return function () {
      seed = (seed + 0x6d2b79f5) | 0;
      var t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  function entries(list) { return Array.prototype.slice.call(list.children); }
  function idOf(entry) { return entry.getAttribute("data-id"); }
  // Both sides sort by id before they shuffle, so that the order of the two lists in the fields does not matter.
  function shuffle(list) {
    var roll = dice(state.seed);
    var all = entries(list).sort(function (a, b) { return idOf(a) < idOf(b) ? -1 : 1; });
    for (var i = all.length - 1; i > 0; i -= 1) {
      var j = Math.floor(roll() * (i + 1));
      var held = all[i]; all[i] = all[j]; all[j] = held;
    }
    all.filter(function (entry) { return !entry.hasAttribute("data-last"); })
      .concat(all.filter(function (entry) { return entry.hasAttribute("data-last"); }))
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

  // Asking.
  var button, count, needed;
  function submitBar() {
    count = add(ask, "p", "count", "");
    count.setAttribute("aria-live", "polite");
    button = add(ask, "button", "submit tappable", "Submit");
    button.type = "button";
    button.onclick = function () { reveal(); root.scrollIntoView(); };
  }
  function update() {
    var done = state.picks.filter(function (pick) { return pick; }).length;
    count.textContent = done + " of " + needed + (kind === "ordering" ? " in order" : kind === "matching" ? " matched" : " chosen");
    button.disabled = done !== needed;
    keep();
  }
  function operable(entry, role, act) {
    entry.classList.add("tappable");
    entry.tabIndex = 0;
    entry.setAttribute("role", role);
    entry.onclick = function (event) {
      if (event.target.nodeName !== "A") { act(); }
    };
    entry.onkeydown = function (event) {
      if (event.key === " " || event.key === "Enter") { event.preventDefault(); event.stopPropagation(); act(); }
    };
  }
  function pick(id, single) {
    var at = state.picks.indexOf(id);
    if (at >= 0) { state.picks.splice(at, 1); }
    else if (single) { state.picks = [id]; }
    else if (state.picks.length < needed) { state.picks.push(id); }
  }
  function askList() {
    var list = ask.querySelector(".choices");
    var single = kind === "multiple-choice";
    needed = tell.querySelectorAll("[data-key]").length;
    shuffle(list);
    list.classList.add("live");
    entries(list).forEach(function (entry) {
      operable(entry, single ? "radio" : "checkbox", function () { pick(idOf(entry), single); show(); });
    });
    function show() {
      entries(list).forEach(function (entry) {
        var at = state.picks.indexOf(idOf(entry));
        entry.classList.toggle("chosen", at >= 0);
        entry.setAttribute("aria-checked", at >= 0 ? "true" : "false");
        if (kind !== "ordering") { return; }
        if (at >= 0) { entry.setAttribute("data-number", at + 1); } else { entry.removeAttribute("data-number"); }
      });
      update();
    }
    submitBar();
    show();
  }
  function askPairs() {
    var responses = ask.querySelector(".responses");
    var prompts = entries(ask.querySelector(".pairs"));
    needed = prompts.length;
    shuffle(responses);
    prompts.forEach(function (prompt, index) {
      var select = add(prompt, "select", "tappable", "");
      select.setAttribute("aria-label", prompt.textContent.trim());
      add(select, "option", "", "Choose").value = "";
      entries(responses).forEach(function (response) {
        add(select, "option", "", response.textContent.trim()).value = idOf(response);
      });
      state.picks[index] = "";
      select.onchange = function () { state.picks[index] = select.value; update(); };
    });
    ask.querySelector(".pool").hidden = true;
    submitBar();
    update();
  }

  // Telling.
  function tellChoices() {
    var list = tell.querySelector(".choices");
    var good = true;
    shuffle(list);
    entries(list).forEach(function (entry) {
      var chosen = state.picks.indexOf(idOf(entry)) >= 0;
      var right = entry.hasAttribute("data-key");
      good = good && chosen === right;
      if (chosen) { remark(entry, "your choice"); }
      if (!chosen && right && state.picks.length) { remark(entry, "not chosen"); }
      if (chosen && !right) { entry.classList.add("missed"); }
    });
    return good;
  }
  function tellOrder() {
    var good = true;
    Array.prototype.forEach.call(tell.querySelectorAll(".choices > li"), function (entry) {
      var place = Number(entry.getAttribute("data-key") || 0);
      var given = state.picks.indexOf(idOf(entry)) + 1;
      good = good && place === given;
      if (place && place === given) { remark(entry, "as you put it"); }
      else if (given) { remark(entry, "you put it at " + given); }
      else if (place) { remark(entry, "you left it out"); }
      entry.classList.toggle("missed", place !== given);
    });
    return good;
  }
  function tellPairs() {
    var good = true;
    var names = {};
    Array.prototype.forEach.call(tell.querySelectorAll("[data-name]"), function (entry) {
      names[entry.getAttribute("data-name")] = entry.textContent.trim();
    });
    entries(tell.querySelector(".pairs")).forEach(function (entry, index) {
      var right = state.picks[index] === entry.getAttribute("data-key");
      good = good && right;
      entry.classList.toggle("missed", !right);
      remark(entry, right ? "as you chose" : "you chose: " + (names[state.picks[index]] || "nothing"));
    });
    return good;
  }
  function reveal() {
    root.classList.add("revealed");
    var answered = state.picks.some(function (given) { return given; });
    if (!answered && kind !== "multiple-choice" && kind !== "multiple-response") { return; }
    var good = kind === "ordering" ? tellOrder() : kind === "matching" ? tellPairs() : tellChoices();
    if (!answered) { return; }
    var result = add(tell, "p", "result " + (good ? "good" : "bad"), good ? "Your answer is right." : "Your answer is not right.");
    tell.insertBefore(result, tell.firstChild);
  }

  if (!front) { reveal(); }
  else if (kind === "matching") { askPairs(); }
  else { askList(); }
})();
