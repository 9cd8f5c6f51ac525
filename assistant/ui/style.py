"""How the page looks: colours, where things stand, type.

A list within a selector, as in `:is(a, b)`, is cut in two by Gradio, which puts a prefix after each
comma: a rule names all it is for.
"""

from gradio.themes import Base

_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif")


def theme() -> Base:
    """Gradio's plainest theme in this page's colours, with fonts that the reader's machine has."""
    plain = Base(font=_FONTS, font_mono=("ui-monospace", "monospace"), radius_size="sm")
    colours = {
        "body_background_fill": "var(--paper)",
        "body_text_color": "var(--ink)",
        "background_fill_primary": "var(--card)",
        "block_background_fill": "transparent",
        "block_border_width": "0px",
        "block_shadow": "none",
        "input_background_fill": "var(--card)",
        "input_background_fill_focus": "var(--card)",
        "input_border_color": "var(--edge)",
        "input_border_color_focus": "var(--accent)",
        "input_placeholder_color": "var(--faint)",
        "button_primary_background_fill": "var(--accent)",
        "button_primary_background_fill_hover": "var(--accent-strong)",
        "button_primary_text_color": "var(--on-accent)",
        "button_secondary_background_fill": "transparent",
        "button_secondary_background_fill_hover": "var(--wash)",
        "button_secondary_border_color": "var(--edge)",
        "button_secondary_text_color": "var(--ink)",
    }
    dark = {f"{name}_dark": value for name, value in colours.items() if name != "block_border_width"}
    return plain.set(**colours, **dark)


_COLOURS = """
:root {
  --paper: #f5f6f8; --card: #ffffff; --wash: #eaeef3; --edge: #c3cad4; --line: #dfe4ea;
  --ink: #1a2230; --faint: #566172; --accent: #1f5a8c; --accent-strong: #174569; --on-accent: #ffffff;
  --marked: #ffe8a3; --on-marked: #1a2230; --notice: #fbf3e2; --notice-edge: #b98214;
}
.dark {
  --paper: #12161c; --card: #1a2028; --wash: #242c37; --edge: #465262; --line: #2b3440;
  --ink: #e5eaf0; --faint: #a4b0bf; --accent: #8cc0ee; --accent-strong: #b3d6f5; --on-accent: #0e1a26;
  --marked: #6a5312; --on-marked: #fff6da; --notice: #2b2617; --notice-edge: #c99b3b;
}
"""

# Gradio writes some of its layout into style attributes: hence the few that are !important.
_LAYOUT = """
html, body, gradio-app { background: var(--paper) !important; }
.gradio-container.gradio-container { padding: 0; max-width: none; color: var(--ink); }
.gradio-container > .main.fillable { padding: 0 1.5rem; max-width: 96rem; margin: 0 auto; width: 100%; }
.gradio-container main > .column { height: 100dvh; gap: 0; flex-wrap: nowrap; }
.gradio-container .html-container { padding: 0; }
.gradio-container button { transition: none; }
.gradio-container [data-testid="block-info"] { color: var(--faint); }
#masthead { flex: none; align-items: center; flex-wrap: nowrap; gap: 1rem; padding: .9rem 0; }
#heading { min-width: 0 !important; }
#fresh { flex: none; font-size: .875rem; padding: .45rem .85rem; border: 1px solid var(--edge);
  border-radius: 8px; }
#workspace { flex: 1; min-height: 0;
  display: grid; grid-template: minmax(0, 1fr) / 55fr 45fr; align-items: stretch; gap: 1.5rem;
  padding-bottom: 1.25rem; }
#chat { min-width: 0 !important; min-height: 0; gap: .75rem; flex-wrap: nowrap; }
#transcript, #welcome { flex: 1 1 0; min-height: 0; overflow-y: auto !important; }
#chat:not(:has(.turn)) #transcript { flex: none; }
#chat:has(.turn) #welcome { display: none; }
#verdict { flex: none; }
#composer { flex: none; align-items: flex-end; gap: .6rem; flex-wrap: nowrap; }
#evidence { min-height: 0; overflow-y: auto !important; padding: 1.25rem 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 8px; }
#question { flex: 1 1 0; min-width: 0 !important; padding: 0; overflow: visible !important; }
#question textarea { font-size: 1rem; line-height: 1.5; padding: .6rem .8rem; border: 1px solid var(--edge);
  border-radius: 8px; min-height: 2.9rem; }
#send { flex: none; min-width: 5rem; height: 2.9rem; font-size: 1rem; border-radius: 8px; }
.back { display: none; }
#next, #saved { display: none; }
@media (max-width: 900px) {
  .gradio-container > .main.fillable { padding: 0 1rem; }
  .gradio-container main > .column { height: auto; }
  .turn, .mark, .example { scroll-margin-bottom: 5rem; }
  #workspace { flex: none; grid-template: auto auto / minmax(0, 1fr); gap: .75rem; }
  #chat, #welcome, #transcript { flex: none !important; width: 100%; overflow: visible !important; }
  #evidence { display: none; position: fixed; inset: 0; z-index: 50; height: 100dvh; border: 0;
    border-radius: 0; }
  #evidence[data-up] { display: block; }
  #verdict { position: sticky; bottom: 4.1rem; background: var(--paper); z-index: 1; }
  #composer { position: sticky; bottom: 0; padding: .6rem 0; background: var(--paper); z-index: 1; }
  #evidence { padding: 1rem; }
  .back { display: block; }
}
@media (max-width: 520px) {
  #masthead { flex-wrap: wrap; gap: .6rem; }
  #heading { flex: 1 0 100%; }
}
"""

_TYPE = """
#heading h1 { font-size: 1.125rem; font-weight: 650; line-height: 1.3; color: var(--ink); }
#heading p { font-size: .875rem; line-height: 1.4; margin-top: .1rem; color: var(--faint); }
.welcome { max-width: 40rem; padding: 1.75rem 0 1rem; }
.welcome h2 { font-size: 1.5rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.25; }
.welcome p { margin-top: .6rem; font-size: 1rem; line-height: 1.6; color: var(--faint); }
.welcome h3 { margin-top: 1.75rem; font-size: .875rem; font-weight: 600; }
.examples { list-style: none; margin: .6rem 0 0; padding: 0; display: grid; gap: .5rem; }
.example { width: 100%; text-align: left; font-size: 1rem; line-height: 1.45; padding: .65rem .9rem;
  color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px;
  cursor: pointer; }
.example:hover { border-color: var(--accent); }
.turn { padding: .35rem 0 1.75rem; overflow-wrap: anywhere; }
.turn + .turn { border-top: 1px solid var(--line); padding-top: 1.4rem; }
.asked { font-size: 1.0625rem; font-weight: 650; line-height: 1.45; white-space: pre-line; }
.outcome { margin-top: .75rem; max-width: 44rem; font-size: 1rem; line-height: 1.6; }
.quote { margin: 0 0 1rem; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--edge); }
.quote:has(.mark[aria-pressed="true"]) { border-left-color: var(--accent); }
.quote blockquote { margin: 0; padding: 0; border: 0; font-size: 1.0625rem; color: var(--ink); }
.quote figcaption { margin-top: .3rem; font-size: .875rem; color: var(--faint); }
.quote .under { margin: 0 0 .15rem; font-size: .875rem; font-weight: 600; color: var(--faint); }
.group { margin: 1rem 0 .5rem; font-size: 1rem; font-weight: 650; }
.closest { margin-top: .9rem; }
.closest > summary { cursor: pointer; }
.closest[open] > summary { margin-bottom: .7rem; }
.closest > summary, .unsaid { font-size: .875rem; color: var(--faint); }
.mark { font-size: .875rem; font-weight: 600; line-height: 1.3; padding: .05rem .35rem; cursor: pointer;
  color: var(--accent); background: var(--wash); border: 1px solid transparent; border-radius: 5px; }
.last { white-space: nowrap; }
.mark:hover { border-color: var(--accent); }
.mark[aria-pressed="true"] { color: var(--on-accent); background: var(--accent); }
.waiting { color: var(--faint); }
.judging { display: flex; align-items: center; gap: .5rem; font-size: .875rem; color: var(--faint); }
.foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 1rem; margin-top: .75rem; }
.uses { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; }
.suggested p, .saving { font-size: .875rem; color: var(--faint); }
.suggested p { margin-top: 1rem; }
.suggested ul { list-style: none; margin: .4rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem; }
.next { font-size: .9375rem; line-height: 1.35; text-align: left; padding: .35rem .7rem; cursor: pointer;
  color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
.next:hover { border-color: var(--accent); }
.saving { padding: 0 0 1.5rem; }
.why { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem; margin-top: .3rem; }
.why input { font-size: .875rem; padding: .2rem .5rem; border: 1px solid var(--edge); border-radius: 6px;
  color: var(--ink); background: var(--card); min-width: 12rem; }
.judge, .copy, .there, .printed, .save, .step, .why button { font-size: .875rem; line-height: 1.3;
  padding: .2rem .6rem; cursor: pointer; color: var(--ink);
  background: transparent; border: 1px solid var(--edge); border-radius: 6px; }
.judge:hover, .copy:hover, .there:hover, .printed:hover, .save:hover, .step:hover {
  border-color: var(--accent); }
.gradio-container a.there { color: var(--ink); text-decoration: none; }
.step:disabled, .printed:disabled { opacity: .5; cursor: default; }
.tools { position: sticky; top: -1.25rem; z-index: 2; margin: -1.25rem -1.5rem .8rem;
  padding: 1rem 1.5rem .6rem; background: var(--card); border-bottom: 1px solid var(--line); }
.over { display: flex; align-items: center; justify-content: space-between; gap: .6rem; }
.steps { display: flex; gap: .3rem; flex: none; }
.step { font-size: 1.125rem; line-height: 1; padding: .15rem .7rem .3rem; }
.over .which { flex: 1; }
.tools .uses { margin: .45rem 0 0; }
.judge[aria-pressed="true"] { color: var(--on-accent); background: var(--accent);
  border-color: var(--accent); }
#verdict p { font-size: .875rem; line-height: 1.4; color: var(--faint); }
#verdict .notice { color: var(--ink); }
.notice { padding: .6rem .85rem; background: var(--notice); border-left: 3px solid var(--notice-edge);
  line-height: 1.5; }
.placeholder { max-width: 24rem; margin: 4rem auto; text-align: center; line-height: 1.6;
  color: var(--faint); }
.placeholder h2 { font-size: 1rem; font-weight: 600; margin-bottom: .3rem; }
.which { font-size: .875rem; color: var(--faint); }
.back { flex: none; font-size: .875rem; padding: .25rem .6rem; cursor: pointer; color: var(--accent);
  background: transparent; border: 1px solid var(--edge); border-radius: 6px; }
#evidence { overflow-wrap: anywhere; }
.title { margin-top: .25rem; font-size: 1.1875rem; font-weight: 650; line-height: 1.35; }
.particulars { margin: .9rem 0 1.1rem; padding-bottom: 1rem; font-size: .875rem; line-height: 1.5;
  border-bottom: 1px solid var(--line); }
.particulars div { display: grid; grid-template-columns: 7.5rem 1fr; gap: .75rem; padding: .12rem 0; }
.particulars dt { color: var(--faint); }
.particulars dd { margin: 0; color: var(--ink); }
.particulars a { color: var(--accent); text-decoration: underline; }
.passage { white-space: pre-line; font-size: 1rem; line-height: 1.65; color: var(--ink); }
.passage h3, .passage h4 { margin: 1.3rem 0 .35rem; font-weight: 650; line-height: 1.35; color: var(--ink); }
.passage h3 { font-size: 1.125rem; }
.passage h4 { font-size: 1rem; }
.sheet { display: block; margin: 1.3rem 0 .5rem; padding-top: .3rem; font-size: .75rem; font-weight: 600;
  color: var(--faint); border-top: 1px dashed var(--line); }
.sheetpicture { margin: 0 0 1.2rem; }
.sheetpicture div { position: relative; line-height: 0; border: 1px solid var(--line); }
.sheetpicture img { width: 100%; height: auto; }
.sheetpicture span { position: absolute; background: #ffd54a66; outline: 1px solid #b98214; }
.sheetpicture figcaption { margin-top: .3rem; font-size: .8125rem; color: var(--faint); }
.passage mark { padding: .1em 0; border-radius: 2px; color: var(--on-marked); background: var(--marked); }
#evidence .notice + .passage { margin-top: .8rem; }
.quote, .title, .particulars dd, .passage, .asked { unicode-bidi: isolate; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 900px) {
  .tools { top: -1rem; margin: -1rem -1rem .8rem; padding: .8rem 1rem .5rem; }
}
.gradio-container button:focus-visible, .gradio-container a:focus-visible,
.gradio-container textarea:focus-visible, .gradio-container [tabindex]:focus-visible {
  outline: 2px solid var(--accent); outline-offset: 2px; }
#evidence:focus-visible { outline-offset: -2px; }
"""

_STATUS = """
#views { flex: 0 0 auto !important; gap: .4rem; flex-wrap: nowrap; width: auto !important; }
#views button { flex: none; min-width: 4.75rem; font-size: .875rem; padding: .45rem .85rem;
  border: 1px solid var(--edge); border-radius: 8px; }
.away { display: none !important; }
#standing { min-width: 0 !important; min-height: 0; gap: .75rem; flex-wrap: nowrap; }
#choice { flex: none; align-items: flex-end; gap: .6rem; }
#choice .form { background: transparent; border: 0; gap: .6rem; }
#choice .block { padding: 0 !important; background: transparent; overflow: visible !important; }
#then input, #then textarea, #choice .wrap:has(input[role="listbox"]) { border: 1px solid var(--edge);
  border-radius: 8px; font-size: .9375rem; min-height: 2.9rem; background: var(--card); }
#choice .wrap input { border: 0 !important; box-shadow: none; }
#ledger { flex: 1 1 0; min-height: 0; overflow-y: auto !important; padding-right: .5rem; }
#asof { flex: none; width: 9.5rem !important; min-width: 9.5rem !important; padding: 0; }
#asof input, #asof textarea { font-size: .875rem; padding: .6rem .6rem; border: 1px solid var(--edge);
  border-radius: 8px; min-height: 2.9rem; }
#ledger .body { padding: .3rem 0 1.6rem; }
#ledger .body + .body { border-top: 1px solid var(--line); padding-top: 1.2rem; }
#ledger h2 { font-size: 1.1875rem; font-weight: 650; line-height: 1.35; }
#ledger .phase { margin: .2rem 0 .7rem; color: var(--faint); }
#ledger table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.45; }
#ledger th, #ledger td { text-align: left; vertical-align: top; padding: .5rem .8rem .5rem 0;
  font-weight: 400; border: 0; border-bottom: 1px solid var(--line); color: var(--ink);
  background: transparent; }
#ledger thead th { font-size: .8125rem; font-weight: 600; color: var(--faint); }
#ledger tbody th { font-weight: 600; width: 27%; }
#ledger td:nth-child(2) { width: 25%; }
#ledger .below { margin-top: .3rem; font-size: .8125rem; color: var(--faint); }
#ledger .said { text-align: left; font: inherit; padding: 0; border: 0; background: transparent;
  color: var(--accent); text-decoration: underline; text-decoration-thickness: 1px;
  text-underline-offset: 2px; cursor: pointer; }
#ledger .who { display: block; margin-top: .15rem; font-size: .8125rem; color: var(--faint); }
#ledger .scroll { overflow-x: auto; margin-top: .9rem; }
#ledger .timeline { display: block; width: 100%; min-width: 34rem; height: auto; }
.timeline .grid { stroke: var(--line); stroke-width: 1; }
.timeline .grid.year { stroke: var(--edge); }
.timeline text { font-size: 14.5px; fill: var(--ink); }
.timeline .tick { text-anchor: middle; fill: var(--faint); font-size: 13.5px; }
.timeline .tick.year { font-weight: 600; fill: var(--ink); }
.timeline .standing { fill: var(--faint); font-size: 13px; }
.timeline .bar { fill: var(--wash); stroke: var(--edge); }
.timeline .bar.engage { fill: var(--marked); stroke: var(--notice-edge); }
.timeline .onward { fill: var(--edge); }
.timeline .point { cursor: pointer; fill: var(--accent); stroke: var(--card); stroke-width: 2; }
.timeline .point.hollow { fill: var(--card); stroke: var(--accent); }
.timeline .point:focus-visible { outline: none; stroke: var(--ink); stroke-width: 3; }
#ledger .key, #ledger .coverage, #ledger details { margin-top: .5rem; font-size: .8125rem; line-height: 1.5;
  color: var(--faint); }
#ledger details ul { margin: .3rem 0 0 1.1rem; }
.lead { margin: 0 0 .8rem; font-weight: 600; line-height: 1.5; }
.earlier { margin: .2rem 0 .9rem; padding-left: .9rem; border-left: 3px dotted var(--edge);
  font-size: .9375rem; }
.earlier > p:first-child, .rests { font-size: .875rem; color: var(--faint); }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; margin: .35rem 0 .1rem; }
.chip { display: inline-flex; align-items: stretch; font-size: .8125rem; line-height: 1.3; color: var(--ink);
  background: var(--wash); border: 1px solid var(--line); border-radius: 999px; overflow: hidden; }
.chip button { padding: .15rem .3rem .15rem .6rem; cursor: pointer; color: inherit; text-align: left; }
.chip .drop { padding: .15rem .55rem .15rem .3rem; }
.chip button:hover { background: var(--line); }
@media (max-width: 900px) {
  #standing, #ledger { flex: none !important; width: 100%; overflow: visible !important; }
  #choice { flex-wrap: wrap; }
}
@media (max-width: 520px) {
  #composer { flex-wrap: wrap; }
  #question { flex: 1 0 100%; }
  #asof { flex: 1 1 0; }
  #verdict { bottom: 7.6rem; }
  #ledger table, #ledger tbody, #ledger tr, #ledger td, #ledger tbody th { display: block;
    width: 100% !important; }
  #ledger thead { display: none; }
  #ledger td, #ledger tbody th { border: 0; padding: .15rem 0; }
  #ledger tr { padding: .5rem 0; border-bottom: 1px solid var(--line); display: block; }
}
"""

_LIBRARY = """
#library { min-width: 0 !important; min-height: 0; gap: .75rem; flex-wrap: nowrap; }
#adding, #byaddress { flex: none; align-items: flex-end; gap: .6rem; flex-wrap: nowrap; }
#files { flex: 1 1 0; border: 1px dashed var(--edge) !important; border-radius: 8px;
  background: var(--card); }
#folder, #fetch { flex: none; min-width: 7rem; font-size: .875rem; padding: .45rem .85rem;
  border: 1px solid var(--edge); border-radius: 8px; }
#library .form, #filters .form, #address, #seek, #since { padding: 0; border: 0; background: transparent;
  overflow: visible !important; }
#filters .form { gap: .6rem; }
#files .icon-wrap { display: none; }
#files .wrap { padding-top: 1.6rem; min-height: 0; font-size: .9375rem; color: var(--faint); }
#files .or { color: var(--faint); }
#files label { background: transparent; border: 0; color: var(--ink); }
#address input, #seek input, #since input, #address textarea, #seek textarea, #since textarea {
  font-size: .9375rem; padding: .5rem .75rem;
  border: 1px solid var(--edge); border-radius: 8px; background: var(--card); }
#said { flex: none; }
#said p, #said li { font-size: .9375rem; line-height: 1.5; }
#said ul { margin: .3rem 0 0 1.1rem; }
#said progress { width: 10rem; accent-color: var(--accent); vertical-align: middle; }
#table { flex: 1 1 0; min-height: 0; overflow: auto !important; }
#table table { width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.4; }
#table td { overflow-wrap: break-word; }
#table td:nth-child(1) { min-width: 11rem; }
#table th, #table td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border: 0;
  border-bottom: 1px solid var(--line); color: var(--ink); background: transparent; font-weight: 400; }
#table th { position: sticky; top: 0; background: var(--paper); z-index: 1; }
#table .sort { font-size: .8125rem; font-weight: 600; color: var(--faint); cursor: pointer;
  white-space: nowrap; }
#table th[aria-sort="ascending"] .sort::after { content: " ↑"; }
#table th[aria-sort="descending"] .sort::after { content: " ↓"; }
#table .read { text-align: left; font: inherit; color: var(--accent); text-decoration: underline;
  text-decoration-thickness: 1px; text-underline-offset: 2px; cursor: pointer; }
#table .remove { font-size: .8125rem; white-space: nowrap; padding: .15rem .5rem; cursor: pointer;
  color: var(--ink); border: 1px solid var(--edge); border-radius: 6px; }
#table .below, #table .count { display: block; font-size: .8125rem; color: var(--faint); }
#table .below { overflow-wrap: anywhere; }
#table .below a { color: var(--accent); }
#table .count { padding: .5rem 0; }
#narrow { flex: none; border: 0; padding: 0; background: transparent; }
#narrow > button { font-size: .8125rem; color: var(--faint); padding: 0; }
#filters { gap: .6rem; align-items: flex-end; }
#filters .block { padding: 0 !important; background: transparent; overflow: visible !important; }
@media (max-width: 900px) {
  #library, #table { flex: none !important; width: 100%; overflow: visible !important; }
}
@media (max-width: 520px) {
  #adding { flex-wrap: wrap; }
  #files { flex: 1 0 100%; }
  #files .wrap { padding-top: 2.5rem; line-height: 1.2; }
  #table table, #table thead, #table tbody, #table tr, #table th, #table td { display: block;
    width: 100% !important; }
  #table thead tr { display: flex; flex-wrap: wrap; gap: .35rem 1rem; align-items: baseline; }
  #table thead tr::before { content: "Sort by"; font-size: .8125rem; color: var(--faint); }
  #table th { position: static; border: 0; padding: 0; width: auto !important; }
  #table td { border: 0; padding: .1rem 0; }
  #table td:not(:has(.remove)):not(:has(.read)):not(:empty)::before { content: attr(data-label) ": ";
    color: var(--faint); }
  #table tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  #table tr[hidden] { display: none; }
}
"""

STYLE = _COLOURS + _LAYOUT + _TYPE + _STATUS + _LIBRARY
