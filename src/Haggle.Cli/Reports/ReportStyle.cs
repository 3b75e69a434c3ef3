namespace Haggle.Cli.Reports;

/// <summary>
/// The look of every report: one style sheet for light and dark, screen and paper, wide and narrow. The colours of series are Okabe and Ito's, which people
/// with any kind of colour blindness can tell apart (K. Okabe, M. Ito, "Color Universal Design", 2008); each series has its own mark and dash as well.
/// </summary>
internal static class ReportStyle
{
    public const string Sheet = """
        :root{color-scheme:light dark;--paper:#fff;--ink:#1a1d21;--soft:#59616b;--rule:#d9dde2;--wash:#f4f6f8;--s0:#0072b2;--s1:#c2530a;--s2:#007a5a;--s3:#a6428f;--s4:#7a5c00;--s5:#1a1d21}
        @media (prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e8eaed;--soft:#a2abb5;--rule:#353b42;--wash:#1d2125;--s0:#56b4e9;--s1:#f0913a;--s2:#2fc596;--s3:#e08fca;--s4:#f0e442;--s5:#e8eaed}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        main{max-width:60rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
        h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}
        h2{font-size:1.2rem;margin:2.2rem 0 .5rem}
        p{margin:.5rem 0;max-width:46rem}
        ul{margin:.5rem 0;padding-left:1.2rem;max-width:46rem}
        .lead{font-size:1.1rem}
        .note,footer,figcaption,caption{color:var(--soft);font-size:.9rem}
        footer{border-top:1px solid var(--rule);margin-top:3rem;padding-top:.75rem}
        .facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.75rem;margin:1rem 0;padding:0}
        .facts div{background:var(--wash);border-radius:.5rem;padding:.6rem .8rem}
        .facts dt{color:var(--soft);font-size:.85rem}
        .facts dd{margin:0;font-size:1.25rem;font-weight:600}
        .scroll{overflow-x:auto;margin:.75rem 0}
        table{border-collapse:collapse;width:100%;font-size:.95rem}
        caption{text-align:left;padding-bottom:.3rem}
        th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid var(--rule)}
        th{color:var(--soft);font-weight:600;vertical-align:bottom}
        .n{text-align:right;font-variant-numeric:tabular-nums}
        td.n{white-space:nowrap}
        tr.best td{font-weight:600}
        figure{margin:1rem 0}
        details{margin:.25rem 0;font-size:.9rem}
        summary{color:var(--soft);cursor:pointer}
        svg{display:block;width:100%;height:auto;font-family:inherit}
        svg text{fill:var(--ink);font-size:13px}
        svg .soft{fill:var(--soft)}
        svg .grid{stroke:var(--rule);stroke-width:1}
        svg .axis{stroke:var(--soft);stroke-width:1}
        svg .mark{stroke:var(--soft);stroke-width:1;stroke-dasharray:2 3}
        svg .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round}
        svg .inside{fill:var(--paper)}
        svg .line{fill:none;stroke-width:2;stroke-linejoin:round}
        svg .faint{fill:var(--soft);opacity:.7}
        .c0{fill:var(--s0);stroke:var(--s0)}.c1{fill:var(--s1);stroke:var(--s1)}.c2{fill:var(--s2);stroke:var(--s2)}.c3{fill:var(--s3);stroke:var(--s3)}.c4{fill:var(--s4);stroke:var(--s4)}.c5{fill:var(--s5);stroke:var(--s5)}
        svg .d1{stroke-dasharray:7 4}svg .d2{stroke-dasharray:2 3}svg .d3{stroke-dasharray:9 3 2 3}svg .d4{stroke-dasharray:12 5}svg .d5{stroke-dasharray:4 2}
        svg .light{fill-opacity:.35}
        .narrow{display:none}
        @media screen and (max-width:40rem){main{padding:1rem .9rem 2rem}.wide{display:none}.narrow{display:block}th,td{padding:.35rem .45rem}}
        @media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb;--wash:#fff;--s0:#0072b2;--s1:#c2530a;--s2:#007a5a;--s3:#a6428f;--s4:#7a5c00;--s5:#000}body{font-size:11pt}main{max-width:none;padding:0}figure,tr,.facts{break-inside:avoid}h2{break-after:avoid}.scroll{overflow:visible}table{font-size:8.5pt}th,td{padding:.2rem .3rem}th.n{white-space:normal}td:not(.n){overflow-wrap:anywhere}details:not([open]){display:none}.facts div{border:1px solid var(--rule)}}
        """;
}
