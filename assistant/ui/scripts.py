"""The small scripts of the page, one for each part that needs one.

Each is the body of a function that Gradio calls once with `element`, the part itself, `trigger`, which calls
the server, and `watch`, which is told of a new value.
"""

# Where the page is not served over https, a browser has no clipboard to offer.
_COPY = """
const copy = async (text) => {
  try { await navigator.clipboard.writeText(text); return true; } catch (error) { /* the old way, then */ }
  const area = Object.assign(document.createElement("textarea"), {value: text, readOnly: true});
  area.style.cssText = "position: fixed; opacity: 0";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
};
element.addEventListener("click", async (event) => {
  const button = event.target.closest("button.copy");
  if (!button || button.dataset.said) return;
  const link = button.dataset.link;
  const text = link === undefined ? button.dataset.copy
    : location.origin + location.pathname + "?" + new URLSearchParams(JSON.parse(link));
  button.dataset.said = button.textContent;
  button.textContent = await copy(text) ? "Copied" : "Not copied";
  button.focus();
  const heard = document.getElementById("heard");
  if (heard) heard.textContent = button.textContent;
  setTimeout(() => { button.textContent = button.dataset.said; delete button.dataset.said; }, 1600);
});
"""

# A turn leans on those before it: what is asked while another is answered is asked next, the last of it, and
# given up where its words are changed meanwhile. A second press before the first is taken is none.
_IN_TURN = """
const soon = " What you asked since comes next.";
const taken = 2000;
let next = null, sent = 0;
const waiting = () => element.querySelector(".waiting");
const isSent = () => Date.now() - sent < taken;
const inTurn = (act) => {
  const line = waiting();
  if (line) {
    if (!next) line.textContent += soon;
    next = act;
  } else if (!isSent()) {
    sent = Date.now();
    act();
  }
};
document.getElementById("transcript").inTurn = inTurn;
const field = () => document.querySelector("#question textarea");
const send = () => document.getElementById("send").click();
const isAsked = (event) => event.type === "click" ? event.target.closest("#send")
  : event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest("#question");
const guard = (event) => {
  if (!isAsked(event)) return;
  if (!waiting() && !isSent()) { sent = Date.now(); return; }
  event.stopImmediatePropagation();
  event.preventDefault();
  if (waiting() && field().value.trim()) inTurn(send);
};
for (const kind of ["keydown", "click"]) document.addEventListener(kind, guard, true);
document.addEventListener("input", (event) => {
  if (next !== send || !event.target.closest("#question")) return;
  next = null;
  const line = waiting();
  if (line) line.textContent = line.textContent.replace(soon, "");
});
const takeTurns = () => {
  sent = 0;
  if (!element.querySelector(".turn")) next = null;
  if (!next || waiting()) return;
  const act = next;
  next = null;
  act();
};
"""

# On a telephone the evidence comes up over what it was opened from, and goes back to it.
_RAISE = """
const narrow = matchMedia("(max-width: 900px)");
const raise = (from) => {
  const panel = document.getElementById("evidence");
  panel.openedFrom = from;
  if (!narrow.matches) return;
  panel.dataset.up = "yes";
  panel.toQuote();
  panel.focus();
};
"""

WELCOME_SCRIPT = """
element.addEventListener("click", (event) => {
  const example = event.target.closest("button.example");
  if (!example) return;
  const question = example.textContent;
  document.getElementById("transcript").inTurn(() => trigger("submit", {question}));
  document.querySelector("#question textarea").focus();
});
"""

TRANSCRIPT_SCRIPT = (
    _COPY
    + _IN_TURN
    + _RAISE
    + """
const fill = (into, text) => {
  const kind = into instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(into, text);
  into.dispatchEvent(new Event("input", {bubbles: true}));
  into.focus();
};
const change = (button) => {
  const turn = button.closest(".turn");
  const day = document.querySelector("#asof :is(input, textarea)");
  fill(field(), turn.dataset.asked);
  if (button.dataset.kind === "as of") day.focus();
  if (button.dataset.kind === "only") document.querySelector("#narrow button").click();
};
// The transcript is drawn anew while an answer is finished: what was opened meanwhile stays so.
let opened = null;
const press = (button) => {
  for (const mark of element.querySelectorAll("button.mark")) {
    mark.setAttribute("aria-pressed", String(mark === button));
  }
};
const follow = {
  mark: (button) => {
    const {turn, number} = button.dataset;
    opened = `button.mark[data-turn="${turn}"][data-number="${number}"]`;
    press(button);
    trigger("select", {turn: Number(button.dataset.turn), number: Number(button.dataset.number)});
    raise(button);
  },
  drop: ({dataset: {turn, kind}}) => inTurn(() => trigger("input", {turn: Number(turn), kind})),
  change,
  judge: (button) => trigger("like", {turn: Number(button.dataset.turn), mark: button.dataset.mark}),
  next: ({textContent: question}) => inTurn(() => trigger("submit", {question})),
  save: (button) => trigger("download", {form: button.dataset.form}),
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const act = button && follow[button.classList[0]];
  if (act) act(button);
});
watch("value", () => {
  takeTurns();
  if (!element.querySelector(".turn")) opened = null;
  const pressed = element.querySelector("button.mark[aria-pressed=true]");
  if (opened && !pressed) press(element.querySelector(opened));
  const last = element.querySelector(".turn:last-of-type");
  if (last) last.scrollIntoView({block: narrow.matches ? "nearest" : "start"});
});
"""
)

# The buttons show what was written down, not what was pressed.
VERDICT_SCRIPT = """
const said = document.getElementById("verdict");
said.setAttribute("role", "status");
element.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  trigger("submit", {turn: Number(form.dataset.turn), why: form.querySelector("input").value});
});
watch("value", () => {
  const came = element.querySelector("p");
  if (!came) return;
  const buttons = document.querySelectorAll(`#transcript button.judge[data-turn="${came.dataset.turn}"]`);
  for (const button of buttons) {
    button.setAttribute("aria-pressed", String(button.dataset.mark === came.dataset.mark));
  }
});
"""

# What follows on an answer comes after it, and is put where it belongs.
NEXT_SCRIPT = """
watch("value", () => {
  const come = element.querySelector(".suggested");
  if (!come) return;
  const turn = document.querySelector(`#transcript .turn[data-turn="${come.dataset.turn}"] .suggested`);
  if (turn) turn.innerHTML = come.innerHTML;
});
"""

# A file made in the browser: no file of the server is handed out for it.
SAVED_SCRIPT = """
watch("value", () => {
  const made = element.querySelector("[data-file]");
  if (!made) return;
  const {file, type, text} = made.dataset;
  const address = URL.createObjectURL(new Blob([text], {type}));
  Object.assign(document.createElement("a"), {href: address, download: file}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
});
"""

EVIDENCE_SCRIPT = (
    _COPY
    + """
const panel = document.getElementById("evidence");
panel.tabIndex = 0;
panel.setAttribute("role", "region");
panel.setAttribute("aria-label", "Evidence");
const lower = () => {
  delete panel.dataset.up;
  const pressed = document.querySelector("#transcript button.mark[aria-pressed=true]");
  const from = panel.openedFrom && panel.openedFrom.isConnected ? panel.openedFrom : pressed;
  if (from) from.focus();
};
const neighbour = (step) => {
  const pressed = document.querySelector("#transcript button.mark[aria-pressed=true]");
  const turn = pressed && pressed.closest(".turn");
  const marks = turn ? [...turn.querySelectorAll("button.mark")] : [];
  return marks[marks.indexOf(pressed) + step];
};
const steps = () => {
  for (const button of element.querySelectorAll("button.step")) {
    button.disabled = !neighbour(Number(button.dataset.step));
  }
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".back")) lower();
  if (button.matches(".step")) {
    const mark = neighbour(Number(button.dataset.step));
    if (mark) mark.click();
  }
  if (button.matches(".printed")) {
    const {report, start, end, number} = button.dataset;
    button.disabled = true;
    trigger("expand", {report, start: Number(start), end: Number(end), number: Number(number)});
  }
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && panel.dataset.up) lower();
});
panel.toQuote = () => {
  const quoted = element.querySelector(".sheetpicture") || element.querySelector("mark");
  panel.scrollTop = 0;
  const above = quoted ? quoted.getBoundingClientRect().top - panel.getBoundingClientRect().top : 0;
  if (above > panel.clientHeight * 0.6) panel.scrollTop = above - panel.clientHeight / 3;
};
watch("value", () => { steps(); panel.toQuote(); });
"""
)

LEDGER_SCRIPT = (
    _RAISE
    + """
const open = (target) => {
  const told = target.closest("[data-report]");
  if (!told) return false;
  const {report, start, end} = told.dataset;
  trigger("select", {report, start: Number(start), end: Number(end)});
  raise(told);
  return true;
};
element.addEventListener("click", (event) => open(event.target));
element.addEventListener("keydown", (event) => {
  const key = event.key === "Enter" || event.key === " ";
  if (key && event.target.closest("g.point") && open(event.target)) event.preventDefault();
});
"""
)

# Of a folder that is dropped a browser hands over no files, unless they are asked for one by one.
_DROP_FOLDERS = """
const called = (part, method) => new Promise((done, failed) => part[method](done, failed));
const filesIn = async (entry) => {
  if (entry.isFile) return [await called(entry, "file")];
  const reader = entry.createReader();
  const held = [];
  for (;;) {
    const some = await called(reader, "readEntries");
    if (!some.length) return (await Promise.all(held.map(filesIn))).flat();
    held.push(...some);
  }
};
const forget = () => { const told = document.getElementById("unread"); if (told) told.remove(); };
document.addEventListener("drop", async (event) => {
  const field = event.target.closest("#files");
  const input = field && field.querySelector("input[type=file]");
  const entries = input ? [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()) : [];
  if (!entries.some((entry) => entry && entry.isDirectory)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  event.target.dispatchEvent(new DragEvent("dragleave", {bubbles: true}));
  forget();
  const given = new DataTransfer();
  try {
    const found = (await Promise.all(entries.filter(Boolean).map(filesIn))).flat();
    const endings = input.accept.split(",").map((ending) => ending.trim()).filter(Boolean);
    const isReadable = (file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending));
    // Where there is nothing to read in a folder, what there is is given, so that the server says why.
    const readable = found.some(isReadable) ? found.filter(isReadable) : found;
    for (const file of readable) given.items.add(file);
  } catch (error) {
    const told = Object.assign(document.createElement("p"), {id: "unread", className: "notice"});
    told.textContent = "This folder could not be read; drop its files, or press Add a folder.";
    told.setAttribute("role", "alert");
    document.getElementById("said").append(told);
    return;
  }
  input.files = given.files;
  input.dispatchEvent(new Event("change", {bubbles: true}));
}, true);
"""

LIBRARY_SCRIPT = (
    _RAISE
    + _DROP_FOLDERS
    + """
let sorted = null;
const rows = () => [...element.querySelectorAll("tbody tr")];
const show = () => {
  const field = document.querySelector("#seek :is(input, textarea)");
  const wanted = field.value.toLowerCase().split(/\\s+/);
  let count = 0;
  for (const row of rows()) {
    const words = row.textContent.toLowerCase();
    row.hidden = !wanted.every((word) => words.includes(word));
    count += row.hidden ? 0 : 1;
  }
  const told = element.querySelector(".count");
  const all = rows().length;
  const word = all === 1 ? "report" : "reports";
  if (told) told.textContent = count === all ? `${all} ${word}` : `${count} of ${all} ${word}`;
};
const sort = () => {
  if (!sorted) return;
  const [column, up] = sorted;
  const key = (row) => row.children[column].dataset.key;
  const body = element.querySelector("tbody");
  if (!body) return;
  body.append(...rows().sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * (up ? 1 : -1)));
  element.querySelectorAll("thead th[aria-sort]").forEach((head, place) => {
    head.setAttribute("aria-sort", place === column ? (up ? "ascending" : "descending") : "none");
  });
};
element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches(".sort")) {
    const column = Number(button.dataset.column);
    sorted = [column, !(sorted && sorted[0] === column && sorted[1])];
    sort();
  }
  if (button.matches(".read")) {
    trigger("select", {report: button.dataset.report});
    raise(button);
  }
  if (button.matches(".remove") && button.dataset.sure) {
    button.disabled = true;
    trigger("delete", {report: button.dataset.report});
  } else if (button.matches(".remove")) {
    const named = button.ariaLabel;
    button.dataset.sure = "yes";
    button.textContent = "Really?";
    button.ariaLabel = `${named}: press again to do so`;
    setTimeout(() => {
      delete button.dataset.sure;
      button.textContent = "Take out";
      button.ariaLabel = named;
    }, 4000);
  }
});
document.addEventListener("input", (event) => { if (event.target.closest("#seek")) show(); });
watch("value", () => { sort(); show(); forget(); });
"""
)
