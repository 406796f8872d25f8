// Deadlines: when each rule holds, and today's network on later days.
import { useState } from "react";
import { type LaterDay, policyRuleOf, report } from "./data";
import { Badge, Section, useDay, useList, useTexts, useUi } from "./parts";

const dayNumber = (day: string) => Date.parse(`${day}T00:00:00Z`) / 86400000;

function Axis({ chosen }: { chosen: string }) {
  const day = useDay();
  const rules = report.check.rules;
  const marks = [report.check.as_of, ...report.later.map((later) => later.day), ...report.days_left_out];
  const begins = rules.map((rule) => policyRuleOf.get(rule.id)?.from).filter((from): from is string => Boolean(from));
  const numbers = [...begins, ...marks].map(dayNumber);
  const from = Math.min(...numbers) - 120;
  const until = Math.max(...numbers) + 250;
  const x = (at: string) => ((dayNumber(at) - from) / (until - from)) * 100;
  const years: number[] = [];
  const first = new Date(from * 86400000).getUTCFullYear() + 1;
  const last = new Date(until * 86400000).getUTCFullYear();
  const step = Math.max(1, Math.ceil((last - first) / 10));
  for (let year = first; year <= last; year += step) years.push(year);
  return (
    <div className="axis" aria-hidden="true">
      {rules.map((rule) => {
        const stated = policyRuleOf.get(rule.id);
        const left = stated?.from ? x(stated.from) : 0;
        const right = stated?.until ? x(stated.until) : 100;
        return (
          <div key={rule.id} className="lane">
            <span className="lane-name">{rule.id}</span>
            <span className="lane-track">
              <span className={`lane-bar ${verdictOn(rule.id, chosen)}`} style={{ left: `${left}%`, width: `${Math.max(right - left, 0.5)}%` }} />
              {stated?.later.map((later) => <span key={later.from} className="lane-change" style={{ left: `${x(later.from)}%` }} title={day(later.from)} />)}
              <span className="lane-today" style={{ left: `${x(chosen)}%` }} />
            </span>
          </div>
        );
      })}
      <div className="lane years"><span className="lane-name" /><span className="lane-track">{years.map((year) => <span key={year} style={{ left: `${x(`${year}-01-01`)}%` }}>{year}</span>)}</span></div>
    </div>
  );
}

const onDay = (day: string): LaterDay | undefined => report.later.findLast((later) => later.day <= day);
function verdictOn(rule: string, day: string) {
  const later = onDay(day);
  return later?.rules.find((known) => known.id === rule)?.verdict ?? report.check.rules.find((known) => known.id === rule)!.verdict;
}

function Differences({ day }: { day: string }) {
  const t = useTexts();
  const list = useList();
  const changed = report.check.rules.filter((rule) => verdictOn(rule.id, day) !== rule.verdict);
  if (!changed.length) return <p>{t.sameAs}</p>;
  return (
    <ul className="differences">
      {changed.map((rule) => {
        const is = verdictOn(rule.id, day);
        const flows = onDay(day)?.rules.find((known) => known.id === rule.id)?.flows ?? [];
        return (
          <li key={rule.id}>
            <Badge verdict={is} /> {t.becomes(rule.id, t.verdict[rule.verdict], t.verdict[is])}
            {flows.filter((flow) => flow.offenders.length).map((flow) => <div key={flow.flow} className="soft">{flow.flow}: {list(flow.offenders)}</div>)}
          </li>
        );
      })}
    </ul>
  );
}

export function Days() {
  const t = useTexts();
  const day = useDay();
  const { printing } = useUi();
  const stops = [report.check.as_of, ...report.later.map((later) => later.day)];
  const [stop, setStop] = useState(0);
  return (
    <Section id="days" title={t.sections.days} help={t.daysHelp}>
      <Axis chosen={stops[stop]} />
      {stops.length === 1 ? <p>{t.nothingLater}</p> : (
        <div className="day-choice">
          <label><span>{t.dayOf}</span>
            <input type="range" id="as-of" min={0} max={stops.length - 1} step={1} value={stop} aria-valuetext={day(stops[stop])} onChange={(event) => setStop(Number(event.target.value))} />
          </label>
          <output htmlFor="as-of"><strong>{day(stops[stop])}</strong>{stop === 0 ? ` (${t.today_})` : ""}</output>
          <span className="soft">{t.dayHelp}</span>
        </div>
      )}
      <div aria-live="polite">
        {(printing ? stops.slice(1) : stop > 0 ? [stops[stop]] : []).map((at) => <div key={at}><h3>{t.onDay(day(at))}</h3><Differences day={at} /></div>)}
      </div>
      {report.days_left_out.length > 0 && <p>{t.leftOut(report.days_left_out.map(day).join(", "))}</p>}
    </Section>
  );
}
