// The honest part: lines outside the model, facts that are missing, and the verdicts they touch.
import { useState } from "react";
import { placeOf, report, whenLoaded } from "./data";
import { CodeFrames, Fold, Section, useTexts, useUi } from "./parts";

const ROWS = 50;

/** Rules whose reasons cite a line. */
const touched = new Map<string, string[]>();
whenLoaded(() => {
  touched.clear();
  for (const rule of report.check.rules)
    for (const reason of [...rule.undecided_because, ...rule.flows.flatMap((flow) => flow.undecided_because)])
      for (const line of reason.lines) {
        const key = `${line.file}:${line.line}`;
        const ids = touched.get(key) ?? [];
        if (!ids.includes(rule.id)) touched.set(key, [...ids, rule.id]);
      }
});

export function Limits() {
  const t = useTexts();
  const { lines } = report.check;
  const all = lines.modelled + lines.irrelevant + lines.unmodelled + lines.unknown;
  const unlisted = report.elements.filter((element) => !element.listed && element.kind !== "circuit").map((element) => element.name);
  return (
    <Section id="limits" title={t.sections.limits} help={t.limitsHelp}>
      <h3>{t.lines}</h3>
      <dl className="census">
        {(Object.keys(t.fates) as (keyof typeof t.fates)[]).map((fate) => (
          <div key={fate} className={fate}>
            <dt>{t.fates[fate]}</dt>
            <dd><strong>{lines[fate as keyof typeof lines]}</strong> <span className="soft">{all ? `${((100 * lines[fate as keyof typeof lines]) / all).toFixed(1)} %` : ""}</span></dd>
          </div>
        ))}
      </dl>
      <h3>{t.openLines}</h3>
      {report.open_lines.length ? <OpenLines /> : <p>{t.noOpenLines}</p>}
      <h3>{t.missing}</h3>
      {report.missing.length === 0 && unlisted.length === 0 && <p>{t.noMissing}</p>}
      <ul>
        {report.missing.map((fact, i) => (
          <li key={i}><strong>{fact.element}</strong>: {fact.text === "maker" ? t.noMaker : <span lang="en">{fact.manager ? `${fact.manager}: ` : ""}{fact.text}</span>}</li>
        ))}
        {unlisted.length > 0 && <li>{t.unlisted(unlisted.join(", "))}</li>}
      </ul>
      <ul className="scope">{t.scope.map((text, i) => <li key={i}>{text(report.tried)}</li>)}</ul>
    </Section>
  );
}

function OpenLines() {
  const t = useTexts();
  const { printing } = useUi();
  const [rows, setRows] = useState(ROWS);
  const sorted = [...report.open_lines].sort((a, b) => Number(touched.has(b.line)) - Number(touched.has(a.line)));
  return (
    <>
      <div className="scroll" role="group" aria-label={t.openLines} tabIndex={0}>
        <table className="open-lines">
          <thead><tr><th scope="col">{t.device}</th><th scope="col">{t.line}</th><th scope="col">{t.reason}</th><th scope="col">{t.mayChange}</th><th scope="col">{t.touches}</th></tr></thead>
          <tbody>
            {(printing ? sorted : sorted.slice(0, rows)).map((line) => (
              <tr key={line.line}>
                <th scope="row">{line.node}</th>
                <td><code>{line.text}</code> <Fold summary={`${placeOf(line.line).file}:${placeOf(line.line).line}`}>{() => <CodeFrames places={[line.line]} />}</Fold></td>
                <td lang="en">{line.reason}</td>
                <td>{t.impacts.filter((_, i) => line.impact & (1 << i)).join(", ")}</td>
                <td>{touched.get(line.line)?.join(", ") ?? <span className="soft">{t.touched.none}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sorted.length > rows && !printing && <button type="button" onClick={() => setRows(rows + 200)}>{t.moreRows(Math.min(200, sorted.length - rows))}</button>}
    </>
  );
}
