"""The page without scripts says what the page with scripts says."""

import pytest
from dash import dcc, html

from dashboard.static import holds_chart, to_html

# The least that a figure of this project holds: fonts, paper and margins.
LAYOUT = {
    "height": 300,
    "margin": {"l": 10, "r": 10, "t": 10, "b": 10},
    "font": {"family": "Pretendard"},
    "paper_bgcolor": "#FFFFFF",
}


def test_text_and_attributes_from_data_cannot_become_markup():
    tree = html.P(["1 < 2 & ", html.A('"x"', href='/?a=1&b="><script>')])
    assert to_html(tree) == ('<p>1 &lt; 2 &amp; <a href="/?a=1&amp;b=&quot;&gt;&lt;script&gt;">"x"</a></p>')


def test_react_spellings_become_html():
    tree = html.Label("연도", htmlFor="year", className="field", tabIndex="-1", **{"aria-hidden": False})
    assert to_html(tree) == ('<label class="field" for="year" tabindex="-1" aria-hidden="false">연도</label>')


def test_a_flag_is_bare_or_absent():
    tree = [html.Details(open=True), html.Details(open=False), html.Option("a", value="a", selected=True)]
    assert to_html(tree) == (
        '<details open></details><details></details><option selected value="a">a</option>'
    )


def test_numbers_in_a_style_are_pixels_where_css_wants_a_length():
    tree = html.Div(style={"marginTop": 8, "fontWeight": 600, "lineHeight": 1.5, "--share": 0.4, "top": 0})
    assert to_html(tree) == (
        '<div style="margin-top:8px;font-weight:600;line-height:1.5;--share:0.4;top:0"></div>'
    )


def test_void_elements_have_no_end_and_dash_properties_stay_away():
    tree = [html.Br(), html.Img(src="/a.png", alt="", n_clicks=3), html.MapEl(name="m"), None, 0]
    assert to_html(tree) == '<br><img alt="" src="/a.png"><map name="m"></map>0'


def test_a_chart_is_drawn_in_the_height_it_will_keep_and_as_wide_as_it_was_made_for():
    chart = dcc.Graph(id="cases", className="tall", figure={"data": [], "layout": LAYOUT})
    wide, narrow = to_html(chart), to_html(html.Div(chart, className="plot narrow-only"))
    assert wide.startswith('<div class="dash-graph tall" style="height:300px" aria-hidden="true"><svg ')
    assert 'viewBox="0 0 720 300"' in wide
    assert 'viewBox="0 0 358 300"' in narrow


def test_a_component_that_needs_scripts_is_refused_by_name():
    with pytest.raises(TypeError, match="Dropdown has no plain HTML"):
        to_html(html.Div(dcc.Dropdown()))


def test_plotly_is_asked_for_only_where_a_chart_is():
    assert holds_chart(html.Main([html.P("a"), html.Figure([dcc.Graph(figure={})])]))
    assert not holds_chart(html.Main([html.P("a"), ["b", html.P(["c", None])]]))
