using System.Globalization;

namespace Haggle.Pages.Tests;

/// <summary>Questions to a page, each answered by a list of what is wrong with it. They look at what is drawn, not at how the page is written.</summary>
internal static class PageQuestions
{
    private const string Seen =
        """
        const seen = e => { const b = e.getBoundingClientRect(); return b.width > 0 && b.height > 0 && getComputedStyle(e).visibility === 'visible' && !e.closest('title, desc'); };
        const charts = [...document.querySelectorAll('svg')].filter(seen);
        const words = chart => [...chart.querySelectorAll('text')].filter(e => seen(e) && e.textContent.trim());
        """;

    /// <summary>The page is wider than its window.</summary>
    public const string SpillsOver =
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page is ' + document.documentElement.scrollWidth + ' wide', ...[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.outerHTML.slice(0, 120))] : []";

    /// <summary>Boxes that can be scrolled sideways: on paper nobody can.</summary>
    public const string CutOff =
        "() => [...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !e.closest('svg') && getComputedStyle(e).overflowX !== 'visible').map(e => e.className + ' ' + e.scrollWidth + ' > ' + e.clientWidth)";

    /// <summary>Words of a chart beyond its edges.</summary>
    public const string ChartTextOutside = "() => {" + Seen +
        """
        return charts.flatMap(chart => { const c = chart.getBoundingClientRect();
          return words(chart).filter(e => { const b = e.getBoundingClientRect(); return b.left < c.left - 1 || b.right > c.right + 1 || b.top < c.top - 2 || b.bottom > c.bottom + 2; }).map(e => e.textContent); }); }
        """;

    /// <summary>Words of a chart that are drawn smaller than nine pixels.</summary>
    public const string ChartTextTooSmall = "() => {" + Seen +
        """
        return charts.flatMap(chart => words(chart).filter(e => parseFloat(getComputedStyle(e).fontSize) * chart.getBoundingClientRect().width / chart.viewBox.baseVal.width < 9).map(e => e.textContent)); }
        """;

    /// <summary>Words of a chart on one another: more than a fifth of the smaller one's box is covered.</summary>
    public const string ChartTextOverlaps = "() => {" + Seen +
        """
        const wrong = [];
        for (const chart of charts) {
          const boxes = words(chart).map(e => [e.textContent, e.getBoundingClientRect()]);
          for (let i = 0; i < boxes.length; i++) for (let j = 0; j < i; j++) {
            const [a, b] = [boxes[i][1], boxes[j][1]];
            const w = Math.min(a.right, b.right) - Math.max(a.left, b.left), h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (w > 0 && h > 0 && w * h > 0.2 * Math.min(a.width * a.height, b.width * b.height)) wrong.push(boxes[i][0] + ' | ' + boxes[j][0]);
          }
        }
        return wrong; }
        """;

    /// <summary>Charts that say nothing to somebody who hears the page.</summary>
    public const string ChartsWithoutWords = "() => {" + Seen +
        """
        return charts.filter(c => !(c.getAttribute('role') === 'img' && (c.getAttribute('aria-labelledby') || '').split(' ').some(id => document.getElementById(id)?.textContent.trim()))).map(c => c.outerHTML.slice(0, 80)); }
        """;

    /// <summary>The looks of the series of each chart: colour, and how the line or mark differs beside the colour.</summary>
    public const string SeriesOfCharts = "() => {" + Seen +
        """
        const form = e => { const n = (e.getAttribute('points') || '').trim().split(/[ ,]+/).map(Number); return e.tagName === 'polygon' ? n.map((v, i) => Math.round(v - n[i % 2])).join() : e.tagName; };
        return charts.map(chart => [...new Set([...chart.querySelectorAll('path, circle, rect, polygon, line')].filter(e => /(^| )c[0-9]/.test(e.getAttribute('class') || '')).map(e => {
          const s = getComputedStyle(e), isLine = s.fill === 'none' || e.tagName === 'line';
          return (isLine ? s.stroke : s.fill) + ' ' + (isLine ? 'line ' + s.strokeDasharray : form(e) + ' ' + s.fillOpacity); }))]); }
        """;

    /// <summary>Words whose contrast to what is behind them (WCAG's formula) is less than asked.</summary>
    public static string TextWithLess(double contrast) => "() => {" + Seen + "const least = " + contrast.ToString(CultureInfo.InvariantCulture) + ";" +
        """
        const parts = c => (c.match(/[\d.]+/g) || []).map(Number);
        const light = c => { const [r, g, b] = parts(c).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
        const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
        const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; const p = parts(c); if (p.length === 3 || p[3] > 0) return c; } return 'rgb(255, 255, 255)'; };
        const html = [...document.querySelectorAll('main *')].filter(e => seen(e) && !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => [e, getComputedStyle(e).color]);
        const drawn = charts.flatMap(c => words(c).filter(e => !e.classList.contains('inside'))).map(e => [e, getComputedStyle(e).fill]);
        return [...html, ...drawn].map(([e, c]) => [e, ratio(c, behind(e))]).filter(([, r]) => r < least).map(([e, r]) => e.textContent.slice(0, 40) + ' ' + r.toFixed(2)); }
        """;
}
