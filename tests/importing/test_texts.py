"""Rule: a description keeps its words and its plain forms, and nothing that could act."""

import pytest

from content.importing.texts import blocks_of


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        ("<p></p><p>&nbsp;</p>", []),
        ("A kettle.\n\nFor two & <b", [("paragraph", "<p>A kettle.</p><p>For two &amp; &lt;b</p>")]),
        ("<p>a <strong>b</strong> <em>c</em></p>", [("paragraph", "<p>a <b>b</b> <i>c</i></p>")]),
        ("<h1>Size</h1><p>x</p>", [("heading", "Size"), ("paragraph", "<p>x</p>")]),
        (
            "<ul>\n <li>One</li>\n <li>Two<ol><li>n</li></ol></li></ul>",
            [("paragraph", "<ul><li>One</li><li>Two<ol><li>n</li></ol></li></ul>")],
        ),
        (
            "<table><tr><th>Width</th><td>10 cm</td></tr><tr><td>Mass</td><td>1 kg</td></tr></table>",
            [("paragraph", "<p>Width: 10 cm</p><p>Mass: 1 kg</p>")],
        ),
        ("one<br>two<br><br>", [("paragraph", "<p>one<br/>two</p>")]),
        (
            '<p onclick="x()" style="y">a<script>alert(1)</script><img src=x onerror=alert(1)></p>',
            [("paragraph", "<p>a</p>")],
        ),
        (
            '<a href="javascript:alert(1)">x</a> <a href="https://e.com/?a=1&amp;b=2" target="_blank">y</a>',
            [("paragraph", '<p>x <a href="https://e.com/?a=1&amp;b=2">y</a></p>')],
        ),
        ("<iframe src=//evil></iframe><p>b", [("paragraph", "<p>b</p>")]),
        (f"<h2>{'long ' * 30}</h2>", [("paragraph", f"<p><b>{('long ' * 30).strip()}</b></p>")]),
    ],
)
def test_html_of_any_origin_becomes_headings_and_paragraphs(text, blocks):
    assert blocks_of(text) == blocks


@pytest.mark.parametrize(
    "text",
    [
        "<b>a<p>b</p>",
        "<h2>A &lt; B</h2><p>x&nbsp;y</p><h2>C</h2>",
        "<div><p>1</p>2<ul><li>3</li></ul>4</div>",
        "a<i> b </i>c",
    ],
)
def test_what_was_read_once_is_read_the_same_again(text):
    from html import escape

    once = blocks_of(text)
    html = "\n".join(f"<h2>{escape(value)}</h2>" if kind == "heading" else value for kind, value in once)
    assert blocks_of(html) == once
