namespace Crm.Api.Printing.Html;

/// <summary>The style sheet of printed pages, on screen and on paper.</summary>
internal static class Style
{
    /// <param name="accent"><c>#rrggbb</c>; checked when it was set.</param>
    public static string Of(string accent) =>
        $$"""

            :root { --accent: {{accent}}; --text: #22262e; --muted: #6b727f; --line: #d2d6dd; --band: #f3f5f7; }
            @page { size: A4; margin: 15mm 15mm 15mm 20mm; }
            * { box-sizing: border-box; }
            body { margin: 0; color: var(--text); background: #e9ebee; font: 13px/1.4 "PT Sans", "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
            main { position: relative; max-width: 210mm; margin: 24px auto; padding: 15mm 15mm 15mm 20mm; background: #fff; box-shadow: 0 1px 6px #0003; overflow: hidden; overflow-wrap: anywhere; }
            header { display: flex; justify-content: space-between; align-items: flex-start; gap: 24px; padding-bottom: 12px; border-bottom: 2px solid var(--accent); }
            .logo { max-width: 250px; max-height: 70px; }
            .company { margin-left: auto; text-align: right; color: var(--muted); font-size: 11px; max-width: 320px; unicode-bidi: isolate; }
            .company strong { display: block; color: var(--text); font-size: 13px; }
            h1 { margin: 26px 0 2px; font-size: 23px; line-height: 1.2; }
            h2 { margin: 0 0 3px; font-size: 10px; letter-spacing: .04em; text-transform: uppercase; color: var(--accent); }
            main > h2 { margin-top: 24px; font-size: 13px; letter-spacing: 0; text-transform: none; }
            .facts { margin: 0 0 20px; color: var(--muted); }
            .parties { display: grid; grid-template-columns: 1fr 1fr; gap: 28px; margin-bottom: 20px; font-size: 11.5px; }
            .parties strong { font-size: 13.5px; }
            .text { white-space: pre-line; unicode-bidi: plaintext; }
            table { border-collapse: collapse; }
            .lines { width: 100%; margin-top: 10px; font-size: 11.5px; border-top: 1.5px solid var(--accent); border-bottom: 1.5px solid var(--accent); }
            .lines thead { display: table-header-group; background: var(--band); }
            .lines th, .lines td { padding: 5px 6px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
            .lines tr { break-inside: avoid; }
            .lines th, .lines td { overflow-wrap: normal; }
            .lines .text { max-width: 90px; overflow-wrap: break-word; }
            .lines .wide { width: 45%; max-width: none; overflow-wrap: anywhere; }
            .lines .number, .sums .number { text-align: right; white-space: nowrap; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
            .lines th.number { white-space: normal; }
            .lines th:nth-child(-n+4) { white-space: nowrap; }
            .closing { break-inside: avoid; }
            .sums { margin: 10px 0 14px auto; }
            .sums th { padding: 2px 20px 2px 8px; font-weight: 400; text-align: right; color: var(--muted); }
            .sums td { padding: 2px 6px; }
            .sums .strong th, .sums .strong td { padding-top: 6px; padding-bottom: 6px; background: var(--band); color: var(--text); font-weight: 700; font-size: 15px; }
            .closing p { margin: 2px 0; }
            .words { font-weight: 700; }
            .terms { display: grid; grid-template-columns: 150px 1fr; gap: 6px 12px; margin: 22px 0 0; font-size: 12px; }
            .terms dt { font-weight: 700; }
            .terms dd { margin: 0; }
            .signature { display: flex; align-items: flex-end; gap: 16px; margin-top: 44px; break-inside: avoid; }
            .signature .line { width: 190px; min-height: 40px; border-bottom: 1px solid var(--muted); text-align: center; }
            .sign { max-width: 170px; max-height: 70px; vertical-align: bottom; }
            .bank { display: flex; gap: 22px; align-items: flex-start; margin-top: 22px; font-size: 11.5px; break-inside: avoid; }
            .bank table { flex: 1; }
            .bank td { padding: 3px 6px; border: 1px solid var(--muted); vertical-align: top; }
            .bank small { color: var(--muted); }
            .bank figure { margin: 0; width: 128px; text-align: center; color: var(--muted); font-size: 10px; }
            .bank svg { width: 128px; height: 128px; fill: #000; }
            footer { margin-top: 32px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--muted); font-size: 10px; }
            .draft { position: absolute; left: 0; right: 0; top: 120mm; text-align: center; font-size: 150px; font-weight: 700; color: #ececec; transform: rotate(-45deg); pointer-events: none; }
            main > :not(.draft) { position: relative; }
            @media print { body { background: #fff; font-size: 12px; } main { max-width: none; margin: 0; padding: 0; box-shadow: none; overflow: visible; } }
            @media (max-width: 640px) { main { margin: 0; padding: 16px; } .parties { grid-template-columns: 1fr; } .bank { flex-direction: column; } }

            """;
}
