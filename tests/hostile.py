# SPDX-License-Identifier: MIT
"""Free text as nobody should write it into an inventory: one corpus for all formats.

``NAMES`` are legal directory names of connectors (printable, at most 64 characters), so that a plan
holds them as they are. ``TEXTS`` are values that no reader lets through; what shows a text has to
bear them all the same, because a PLAN.json can come from elsewhere.
"""

from collections.abc import Mapping

MARKUP: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": "\"' onmouseover='alert(1)' x=\"",
    "entity": "&lt;b&gt; &amp;amp; &#60;i&#62; &copy",
    "comment": "--><!-- <![CDATA[ ]]> <?php ?>",
    "style": "</style><style>*{display:none}</style>",
    "title": "</title></svg></table><h1>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} #{7*7}",
    "markdown": "[a](javascript:alert(1)) | **b** `c` ~~d~~ # e",
    "table": "| a | b |---| \\| ||",
    "link": "https://example.invalid/?a=1&b=2 @everyone CHG0000001",
    "rst": "`x`_ |y| :ref:`z` *a* **b**",
    "latex": "\\input{/etc/passwd} $x_1$ %c ~d^e",
    "rich": "[red]a[/red] [/oops] [link=file:///]b[/link]",
}
"""What a program might take for a part of the document."""

FORMULAS: Mapping[str, str] = {
    "equals": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1,1)",
    "apostrophe": "'=1+1",
    "hyperlink": '=HYPERLINK("http://example.invalid","a")',
    "number": "00012345678901234567890",
    "date": "1-2-3",
    "boolean": "TRUE",
    "error": "N/A #REF!",
    "semicolon": "x;=1+1;y",
    "full width": "\uff1d2+2",
    "quotes": 'a "quoted" name, with; separators',
}
"""What a spreadsheet program might reckon, or change on reading."""

LONG: Mapping[str, str] = {
    "word": "W" * 64,
    "narrow": "i" * 64,
    "wide": "\u6f22" * 64,
    "path": "\\\\server\\" + "share-" * 8 + "end",
    "blanks": "a" + " " * 40 + "b",
}
"""What finds no place to be broken at, or breaks where it must not."""

SCRIPTS: Mapping[str, str] = {
    "accents": "C\u00e1diz \u00d1and\u00fa \u00df \u0130\u0131 \ufb01",
    "cyrillic": "\u0421\u043f\u0431-\u041f\u0435\u0442\u0435\u0440\u0431\u0443\u0440\u0433",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd 10.1.0.10 (A)",
    "arabic": "\u0645\u0631\u062d\u0628\u0627 -> 10.1.0.32",
    "thai": "\u0e01\u0e23\u0e38\u0e07\u0e40\u0e17\u0e1e\u0e2f",
    "emoji": "mail \U0001f4e8 \U0001f469\U0001f3fd",
    "combining": "e\u0301a\u0308" + "o" + "\u0308" * 12,
}
"""What is written from right to left, or with characters that fonts lack."""

NAMES: Mapping[str, str] = {**MARKUP, **FORMULAS, **LONG, **SCRIPTS}
"""Every legal directory name of the corpus."""

TEXTS: Mapping[str, str] = {
    "override": "a\u202egnp.exe",
    "isolate": "a\u2066b\u2069\u2067c",
    "zero width": "pay\u200bload\ufeff\u200d",
    "soft hyphen": "co\u00adnnector",
    "escape": "\x1b[31mred\x1b]0;title\x07",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\x9b",
    "newlines": "one\ntwo\r\nthree\u2028four\u2029five\x0bsix\x0cseven",
    "tab formula": "\t=1+1",
    "return formula": "\r=1+1",
    "nul": "a\x00b",
    "no character": "\ufffe\uffff\U0010ffff",
    "private": "\ue000\U000f0000",
    "tags": "a\U000e0041\U000e0042",
    "very long": "x" * 5_000,
    "many words": "word " * 1_000,
    "nested": "<b>" * 500,
}
"""What no inventory lets through."""
