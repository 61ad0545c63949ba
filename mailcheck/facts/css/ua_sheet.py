"""The user-agent style sheet: how HTML looks before any author has a say.

From the rendering section of the HTML standard, and from Chromium where it differs; logical properties are
written for horizontal text from left to right. What depends on attributes or surroundings is in `ua.py`.
"""

from typing import Final

USER_AGENT_SHEET: Final = """
html, body, address, article, aside, blockquote, center, dd, details, dialog, dir, div, dl, dt, fieldset,
figcaption, figure, footer, form, frame, frameset, h1, h2, h3, h4, h5, h6, header, hgroup, hr, legend, listing,
main, menu, nav, ol, optgroup, option, p, plaintext, pre, search, section, summary, ul, xmp { display: block }
address, article, aside, bdi, blockquote, caption, center, col, colgroup, dd, details, dir, div, dl, dt,
figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, legend, li, listing, main, menu,
nav, ol, output, p, plaintext, pre, search, section, summary, table, tbody, td, tfoot, th, thead, tr, ul, xmp {
  unicode-bidi: isolate }
area, base, basefont, command, datalist, head, link, meta, noembed, noframes, param, rp, script, source, style,
template, title, track { display: none }
li, summary { display: list-item }
body { margin: 8px }
p, dl { margin: 1em 0 }
blockquote, figure { margin: 1em 40px }
dd { margin-left: 40px }
ul, ol, menu, dir { margin: 1em 0; padding-left: 40px }
h1 { font-size: 2em; margin: .67em 0; font-weight: bold }
h2 { font-size: 1.5em; margin: .83em 0; font-weight: bold }
h3 { font-size: 1.17em; margin: 1em 0; font-weight: bold }
h4 { margin: 1.33em 0; font-weight: bold }
h5 { font-size: .83em; margin: 1.67em 0; font-weight: bold }
h6 { font-size: .67em; margin: 2.33em 0; font-weight: bold }
table { display: table; box-sizing: border-box; text-indent: 0; border-color: gray }
thead { display: table-header-group }
tbody { display: table-row-group }
tfoot { display: table-footer-group }
tr { display: table-row }
td, th { display: table-cell; padding: 1px }
th { font-weight: bold; text-align: center }
col { display: table-column }
colgroup { display: table-column-group }
caption { display: table-caption; text-align: -webkit-center }
center { text-align: -webkit-center }
b, strong { font-weight: bolder }
small, sub, sup { font-size: smaller }
big { font-size: larger }
sub { vertical-align: sub }
sup { vertical-align: super }
code, kbd, samp, tt, pre, xmp, listing, plaintext { font-family: monospace }
pre, xmp, listing, plaintext { white-space: pre; margin: 1em 0 }
nobr { white-space: nowrap }
mark { background-color: mark; color: marktext }
hr { overflow: hidden; border: 1px inset currentcolor; margin: .5em auto; color: gray }
fieldset { margin: 0 2px; padding: .35em .75em .625em; border: 2px groove threedface; min-width: min-content }
legend { padding: 0 2px }
img, video, iframe, embed, object { overflow: clip }
iframe { border: 2px inset }
ruby { display: ruby }
input, textarea, select, button { font: 13.333px Arial; line-height: normal; color: fieldtext;
  letter-spacing: normal; text-indent: 0; text-shadow: none; text-transform: none; display: inline-block }
select, button { box-sizing: border-box }
input, textarea { background-color: field; border: 2px inset light-dark(#767676, #858585) }
input { overflow: clip; padding: 1px 2px }
textarea { white-space: pre-wrap; padding: 2px; font-family: monospace; overflow: auto;
  border: 1px solid light-dark(#767676, #858585) }
select { background-color: buttonface; color: buttontext; border: 1px solid light-dark(#767676, #858585);
  white-space: pre; overflow: clip }
button { color: buttontext; background-color: buttonface; padding: 1px 6px; border: 2px outset buttonborder;
  text-align: center }
option { padding: 0 2px 1px; white-space: nowrap; min-height: 1.2em; font-weight: normal }
optgroup { font-weight: bolder }
meter, progress { display: inline-block; box-sizing: border-box }
bdo { unicode-bidi: isolate-override }
marquee { display: inline-block; overflow: hidden; white-space: nowrap }
"""

QUIRKY_TABLE: Final = """
font-size: initial; font-weight: initial; line-height: initial; white-space: initial; text-align: initial
"""
"""What a table does not inherit in quirks mode; its colour is that of the body."""

RUBY_TEXT: Final = "display: ruby-text; font-size: 50%; text-indent: 0"
DIALOG: Final = """
position: absolute; left: 0; right: 0; width: fit-content; height: fit-content; margin: auto;
border: 3px solid; padding: 1em; background-color: canvas; color: canvastext
"""
POPOVER: Final = """
display: none; position: fixed; top: 0; right: 0; bottom: 0; left: 0; width: fit-content; height: fit-content;
margin: auto; border: 3px solid; padding: .25em; overflow: auto; background-color: canvas; color: canvastext
"""
INPUT_BUTTON: Final = """
color: buttontext; background-color: buttonface; padding: 1px 6px; white-space: pre;
border: 2px outset buttonborder; text-align: center; box-sizing: border-box
"""
INPUT_FILE: Final = "background-color: initial; border: initial; padding: initial; overflow: hidden"
INPUT_TOGGLE: Final = "background-color: initial; border: initial; padding: initial; margin: 3px"
INPUT_PLAIN: Final = "background-color: initial; border: initial; padding: initial"
INPUT_HIDDEN: Final = "display: none; background-color: initial"
DISABLED_BUTTON: Final = """
color: light-dark(rgba(16, 16, 16, .3), rgba(255, 255, 255, .3));
background-color: light-dark(rgba(239, 239, 239, .3), rgba(19, 1, 1, .3))
"""
DISABLED_FIELD: Final = """
color: light-dark(#545454, #aaaaaa); background-color: light-dark(rgba(239, 239, 239, .3), rgba(59, 59, 59, .3))
"""
DISABLED_SELECT: Final = "color: graytext; opacity: .7"
DISABLED_OPTION: Final = "color: graytext"
