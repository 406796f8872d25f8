// Shares against their limits, each measure with what it counts.
import { type Clause, type Rule, report } from "./data";
import { PartyLabel, Section, useTexts } from "./parts";

/** Bits a second and plain counts as people write them. */
export function amount(value: number): string {
  if (value >= 1e9) return `${+(value / 1e9).toFixed(2)} G`;
  if (value >= 1e6) return `${+(value / 1e6).toFixed(2)} M`;
  return String(value);
}
export const shareText = (clause: Clause) =>
  `${clause.measure}: ${clause.share_percent === null ? "\u2013" : `${clause.share_percent.toFixed(2)} %`} / ${clause.limit_percent} %`;

export function RuleShares({ rule }: { rule: Rule }) {
  const t = useTexts();
  return (
    <ul className="shares">
      {rule.clauses.map((clause) => {
        const share = clause.share_percent ?? 0;
        return (
          <li key={clause.measure} className={clause.judged ? (clause.holds ? "held" : "broken") : "unjudged"}>
            <span className="measure">{clause.measure}</span>
            <span className="bar" aria-hidden="true">
              <span className="fill" style={{ width: `${Math.min(share, 100)}%` }} />
              <span className="limit" style={{ left: `${clause.limit_percent}%` }} />
            </span>
            <span className="share"><strong>{clause.share_percent === null ? "\u2013" : `${share.toFixed(2)} %`}</strong>{" "}
              <span className="soft">{amount(clause.numerator)} / {amount(clause.denominator)}</span></span>
            <span className="standing">{clause.judged ? (clause.holds ? `\u2713 ${t.withinLimit}` : `\u2715 ${t.above}`) : t.forComparison}
              <span className="soft">, {t.limit} {clause.limit_percent} %</span></span>
          </li>
        );
      })}
    </ul>
  );
}

export function Shares() {
  const t = useTexts();
  const rules = report.check.rules.filter((rule) => rule.clauses.length);
  return (
    <Section id="shares" title={t.sections.shares} help={rules.length ? t.sharesHelp : undefined}>
      {!rules.length && <p>{t.noShares}</p>}
      {rules.map((rule) => (
        <div key={rule.id}>
          <h3>{rule.id} <span className="soft"><PartyLabel id={rule.party} /></span></h3>
          <RuleShares rule={rule} />
        </div>
      ))}
    </Section>
  );
}
