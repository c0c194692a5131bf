"""How the report looks: light and dark, on a wide screen, on a phone and on paper."""

from __future__ import annotations

from typing import Final

from paperreader.domain import COLOURS

_PALETTE: Final = {
    "yellow": ("#ffe98a", "#6b5a00"),
    "green": ("#bfe8b5", "#235a1c"),
    "blue": ("#bcdcfb", "#174f80"),
    "pink": ("#fbc6dd", "#7d2450"),
    "purple": ("#dccbfa", "#4f3590"),
}
"""Each colour of a highlight behind dark text, and behind light text."""


def _colours(which: int) -> str:
    return " ".join(f"--{name}: {_PALETTE[name][which]};" for name in COLOURS)


_DARK: Final = f"""
    --paper: #17191c; --card: #1f2226; --ink: #e4e2dd; --faint: #a09d96; --line: #34383d; --accent: #8ab8e8;
    --yes: #8fce7e; --no: #e8918a; {_colours(1)} color-scheme: dark;
"""

_OF_COLOUR: Final = """\
mark.NAME, .counts .NAME { background: var(--NAME); }
.counts .NAME { color: var(--ink); border-radius: .2em; padding: .05em .35em; }
.over-NAME { box-shadow: inset 0 -.32em 0 var(--NAME); }
.passage.NAME { border-color: var(--NAME); }
"""
_OF_COLOURS: Final = "".join(_OF_COLOUR.replace("NAME", name) for name in COLOURS)

STYLE: Final = f"""\
:root {{
    --paper: #f6f4ef; --card: #fffefb; --ink: #22252a; --faint: #6a675f; --line: #e2ddd2; --accent: #1d5a94;
    --yes: #2b6e1e; --no: #a3312a; {_colours(0)} color-scheme: light dark;
}}
@media (prefers-color-scheme: dark) {{ :root {{{_DARK}}} }}
* {{ box-sizing: border-box; }}
html {{ scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }}
body {{
    display: flex; flex-direction: column; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; max-width: 46rem;
    background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
    font: 1.0625rem/1.62 "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", Georgia, serif;
}}
header {{ order: -1; margin-bottom: 2.5rem; }}
h1, h2, h3, .by, .where, .marks, .when, .counts, nav, .passage > .marks {{
    font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}}
h1 {{ font-size: 2.1rem; font-weight: 700; letter-spacing: -.02em; line-height: 1.2; margin: 0 0 1rem; }}
h2 {{ font-size: 1.3rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; margin: 0 0 .4rem; }}
h3 {{
    font-size: .72rem; font-weight: 650; letter-spacing: .09em; text-transform: uppercase;
    color: var(--faint); margin: 1.5rem 0 .6rem;
}}
a {{ color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }}
h2 a {{ color: inherit; text-decoration: none; }}
h2 a:hover {{ color: var(--accent); text-decoration: underline; }}
.counts {{ font-size: .88rem; margin: .3rem 0; color: var(--faint); }}
.counts b {{ color: var(--ink); font-weight: 600; margin-right: .35rem; }}
nav {{ margin-top: 1.75rem; font-size: .92rem; line-height: 1.5; }}
nav h2 {{ font-size: 1rem; }}
nav ol {{ margin: 0; padding-left: 2.2em; }}
nav li {{ padding: .12rem 0; }}
nav li::marker {{ color: var(--faint); font-variant-numeric: tabular-nums; }}
nav a {{ color: inherit; text-decoration: none; }}
nav a:hover {{ color: var(--accent); text-decoration: underline; }}
article {{
    background: var(--card); border: 1px solid var(--line); border-radius: .7rem;
    padding: 1.5rem 1.75rem 1.6rem; margin: 0 0 1.5rem;
}}
article:target {{ border-color: var(--accent); }}
.by, .where, .marks, .when {{ font-size: .88rem; line-height: 1.5; margin: .2rem 0; }}
.where, .when {{ color: var(--faint); }}
.star {{ color: #c98a00; }}
.marks {{ margin: .55rem 0 0; }}
.tag, .decision {{
    display: inline-block; border: 1px solid var(--line); border-radius: 1em;
    padding: 0 .6em; margin: 0 .15rem .25rem 0; font-size: .8rem; color: var(--faint);
}}
.decision {{ border-color: currentcolor; font-weight: 600; color: var(--ink); }}
.accept {{ color: var(--yes); }}
.reject {{ color: var(--no); }}
.rating {{ color: var(--accent); letter-spacing: .12em; margin-right: .3rem; }}
.abstract {{ margin-top: 1rem; white-space: pre-wrap; hyphens: auto; }}
.abstract a {{ color: inherit; text-decoration: none; }}
mark {{
    color: inherit; border-radius: .15em; padding: .08em 0;
    -webkit-box-decoration-break: clone; box-decoration-break: clone;
}}
.abstract a mark {{ border-bottom: 1px dotted var(--faint); }}
.passage {{ border-left: 4px solid; padding: .05rem 0 .05rem 1rem; margin: .9rem 0; scroll-margin-top: 1rem; }}
.passage:target {{ background: color-mix(in srgb, var(--accent) 8%, transparent); }}
blockquote {{ margin: .2rem 0 .4rem; font-style: italic; }}
.note + .note {{ border-top: 1px solid var(--line); margin-top: .9rem; padding-top: .6rem; }}
.note > :last-child, .passage > :last-child {{ margin-bottom: .2rem; }}
.note h1, .note h2, .note h3, .note h4, .passage h1, .passage h2, .passage h3, .passage h4 {{
    font-size: 1.02rem; letter-spacing: 0; text-transform: none; color: inherit; margin: .9rem 0 .3rem;
}}
.note p, .passage p {{ margin: .4rem 0; }}
.note blockquote, .passage blockquote blockquote {{ border-left: 2px solid var(--line); padding-left: .8rem; }}
pre, code {{ font: .86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }}
pre {{ overflow-x: auto; background: var(--paper); border-radius: .4rem; padding: .7rem .9rem; }}
table {{ border-collapse: collapse; display: block; overflow-x: auto; font-size: .92rem; }}
th, td {{ border: 1px solid var(--line); padding: .25rem .6rem; text-align: left; }}
{_OF_COLOURS}@media (max-width: 36rem) {{
    body {{ padding: 1.25rem .75rem 3rem; font-size: 1rem; }}
    article {{ padding: 1.1rem 1rem 1.2rem; border-radius: .5rem; }}
    h1 {{ font-size: 1.7rem; }}
}}
@media print {{
    :root {{ --paper: #fff; --card: #fff; --ink: #000; --faint: #444; --line: #bbb; --accent: #000; {_colours(0)} }}
    body {{ display: block; max-width: none; padding: 0; font-size: 10.5pt; line-height: 1.45; }}
    body {{ -webkit-print-color-adjust: exact; print-color-adjust: exact; }}
    article {{ border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: .9rem 0; margin: 0; }}
    h2, h3, .by, .where, .marks {{ break-after: avoid; }}
    .passage, .note > p, blockquote {{ break-inside: avoid; }}
    @page {{ margin: 18mm 16mm; }}
}}
"""
"""The style sheet."""
