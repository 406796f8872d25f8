// The verdict in one sentence, then every rule with what was found.
import { useState } from "react";
import { type Finding, type FlowResult, type Rule, elementOf, flowOf, levelBits, partyName, policyRuleOf, report } from "./data";
import { Badge, CodeFrames, Fold, PartyLabel, Powers, Section, useDay, useFailure, useLevels, useList, useTexts, useUi } from "./parts";
import { RuleShares, shareText } from "./Shares";

const FLOWS = 20; // of a rule, before somebody asks for more

export function Verdict() {
  const t = useTexts();
  const day = useDay();
  const { check } = report;
  const active = check.rules.filter((rule) => rule.verdict !== "not-in-force");
  const count = (verdict: string) => check.rules.filter((rule) => rule.verdict === verdict).length;
  const broken = active.filter((rule) => rule.verdict === "violated");
  const parties = [...new Set(broken.map((rule) => partyName(rule.party)))];
  const sentence = check.verdict === "waived" ? t.sentence.waived(count("waived"), active.length)
    : check.verdict === "violated" ? t.sentence.violated(broken.length, active.length, parties)
    : check.verdict === "proved" ? t.sentence.proved(active.length)
    : t.sentence.undecided(count("undecided"), active.length);
  return (
    <section id="verdict" aria-labelledby="verdict-title" className={`hero ${check.verdict}`}>
      <div>
      <h2 id="verdict-title" className="unseen">{t.sections.verdict}</h2>
      <Badge verdict={check.verdict} />
      <p className="sentence">{sentence}</p>
      <p className="soft">
        {[day(check.as_of), t.counts(count("proved"), count("violated"), count("undecided"), count("waived"), count("not-in-force")), t.examined(check.failure_sets)].join("  \u00b7  ")}
      </p>
      </div>
      <ByParty />
    </section>
  );
}

/** What each party gets: a minister looks for his own. */
function ByParty() {
  const t = useTexts();
  const rules = report.check.rules.filter((rule) => rule.verdict !== "not-in-force");
  const parties = [...new Set(rules.map((rule) => rule.party))];
  return (
    <ul className="by-party" aria-label={t.parties_}>
      {parties.map((party) => {
        const own = rules.filter((rule) => rule.party === party);
        const broken = own.filter((rule) => rule.verdict === "violated").length;
        const open = own.filter((rule) => rule.verdict === "undecided").length;
        const waived = own.filter((rule) => rule.verdict === "waived").length;
        return (
          <li key={party}>
            <strong>{partyName(party)}</strong>
            <Badge verdict={broken ? "violated" : open ? "undecided" : waived ? "waived" : "proved"} />
            <span className="soft">{broken ? t.rulesBroken(broken, own.length) : open ? t.rulesOpen(open, own.length) : waived ? t.rulesWaived(waived, own.length) : t.rulesKept(own.length)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Dates({ rule }: { rule: Rule }) {
  const t = useTexts();
  const day = useDay();
  const levels = useLevels();
  const stated = policyRuleOf.get(rule.id);
  const parts = [stated?.from && t.from(day(stated.from)), stated?.until && t.until(day(stated.until))].filter(Boolean);
  return (
    <>
      {parts.length ? parts.join(", ") : t.always}
      {stated?.later.map((later) => <div key={later.from} className="soft">{t.then(day(later.from), levels(levelBits(later.levels)))}</div>)}
    </>
  );
}

function Result({ rule }: { rule: Rule }) {
  const t = useTexts();
  if (rule.clauses.length) {
    const worst = rule.clauses.find((clause) => clause.judged && !clause.holds) ?? rule.clauses.find((clause) => clause.judged);
    return <>{worst ? shareText(worst) : ""}</>;
  }
  if (rule.flows.length) {
    const bad = rule.flows.filter((flow) => flow.verdict === rule.verdict && flow.verdict !== "proved").map((flow) => flow.flow);
    return <>{t.headline.flows(bad, rule.flows.length)}</>;
  }
  const offending = rule.elements.filter((element) => element.offends);
  return <>{rule.verdict === "not-in-force" ? "" : offending.length ? offending.map((element) => element.element).join(", ") : t.nobody}</>;
}

/** Who accepts what is broken, and until when: beside the verdict that says so. */
function Leave({ rule }: { rule: Rule }) {
  const t = useTexts();
  const day = useDay();
  if (rule.verdict !== "waived") return null;
  return <>{rule.waivers.filter((waiver) => waiver.use === "used").map((waiver, i) => <div key={i} className="soft">{t.acceptedBy(waiver.owner, day(waiver.expires))}</div>)}</>;
}

export function Rules() {
  const t = useTexts();
  const [open, setOpen] = useState<Set<string>>(() => new Set());
  const { printing } = useUi();
  const toggle = (id: string) => setOpen((now) => {
    const next = new Set(now);
    if (!next.delete(id)) next.add(id);
    return next;
  });
  return (
    <Section id="rules" title={t.rules}>
      <div className="scroll" tabIndex={0} role="group" aria-label={t.rules}>
        <table className="rules">
          <thead>
            <tr>
              <th scope="col">{t.sections.verdict}</th><th scope="col">{t.rule}</th><th scope="col">{t.party}</th>
              <th scope="col">{t.demand}</th><th scope="col">{t.inForce}</th><th scope="col">{t.result}</th>
            </tr>
          </thead>
          {report.check.rules.map((rule) => {
            const shown = open.has(rule.id) && !printing;
            return (
              <tbody key={rule.id}>
                <tr className={shown ? "opened" : undefined}>
                  <td><Badge verdict={rule.verdict} /></td>
                  <th scope="row">
                    <button type="button" className="link" aria-expanded={shown} aria-label={(shown ? t.closeRule : t.openRule)(rule.id)} onClick={() => toggle(rule.id)}>
                      <span aria-hidden="true" className="turn">{shown ? "\u25be" : "\u25b8"}</span>{rule.id}
                    </button>
                  </th>
                  <td><PartyLabel id={rule.party} /></td>
                  <td><strong>{t.kinds[rule.kind] ?? rule.kind}.</strong> <span lang="en">{rule.because}</span></td>
                  <td><Dates rule={rule} /></td>
                  <td><Result rule={rule} /><Leave rule={rule} /></td>
                </tr>
                {shown && <tr className="detail"><td colSpan={6}><RuleDetail rule={rule} /></td></tr>}
              </tbody>
            );
          })}
        </table>
      </div>
      <Conflicts />
    </Section>
  );
}

/** On paper the evidence of every rule stands at the end, so that what is read first comes first. */
export function Appendix() {
  const t = useTexts();
  if (!useUi().printing) return null;
  return (
    <Section id="appendix" title={t.evidence}>
      {report.check.rules.map((rule) => (
        <div key={rule.id} className="appendix-rule">
          <h3><Badge verdict={rule.verdict} /> {rule.id} <span className="soft"><PartyLabel id={rule.party} /></span></h3>
          <RuleDetail rule={rule} />
        </div>
      ))}
    </Section>
  );
}

function RuleDetail({ rule }: { rule: Rule }) {
  const t = useTexts();
  const source = rule.source[0];
  return (
    <div className="columns">
      <div>
        <Flows rule={rule} />
        {rule.elements.length > 0 && <Elements rule={rule} />}
        {rule.clauses.length > 0 && <RuleShares rule={rule} />}
        <Reasons rule={rule} />
        <Waivers rule={rule} />
      </div>
      <aside aria-label={t.ruleText}>
        <h3>{t.ruleText}</h3>
        {policyRuleOf.get(rule.id)?.meaning && <p className="help" lang="en">{policyRuleOf.get(rule.id)?.meaning}.</p>}
        {source && <PolicyText file={source.file} line={source.line} />}
      </aside>
    </div>
  );
}

/** Where there are many, those that are not kept come first, and the rest on demand. */
function Flows({ rule }: { rule: Rule }) {
  const t = useTexts();
  const { printing } = useUi();
  const [shown, setShown] = useState(FLOWS);
  const kept = (flow: FlowResult) => Number(flow.verdict === "proved");
  const sorted = rule.flows.length > FLOWS ? [...rule.flows].sort((a, b) => kept(a) - kept(b)) : rule.flows;
  const left = sorted.length - shown;
  return (
    <>
      {(printing ? sorted : sorted.slice(0, shown)).map((flow) => <FlowFindings key={flow.flow} rule={rule} flow={flow} />)}
      {left > 0 && !printing && <button type="button" onClick={() => setShown(shown + 2 * FLOWS)}>{t.moreFlows(Math.min(2 * FLOWS, left))}</button>}
    </>
  );
}

/** The stanza: the cited line and those below it that are indented deeper. */
function PolicyText({ file, line }: { file: string; line: number }) {
  const lines = report.sources[file] ?? {};
  const indent = (text: string) => text.length - text.trimStart().length;
  const shown = [lines[line] ?? ""];
  for (let at = line + 1; lines[at] !== undefined && lines[at].trim() !== "" && indent(lines[at]) > indent(shown[0]); ++at) shown.push(lines[at]);
  const cut = indent(shown[0]);
  return (
    <figure className="frame">
      <figcaption>{`${file}:${line}`}</figcaption>
      <pre tabIndex={0} aria-label={file} className="wrap">{shown.map((text) => text.slice(cut)).join("\n")}</pre>
    </figure>
  );
}

function FlowFindings({ rule, flow }: { rule: Rule; flow: FlowResult }) {
  const t = useTexts();
  const failure = useFailure();
  return (
    <div className="flow-result">
      <h3><Badge verdict={flow.verdict} /> {flow.flow} <span className="soft" lang="en">{flowOf.get(flow.flow)?.about}</span></h3>
      {flow.findings.map((finding, index) => <FindingView key={index} rule={rule} flow={flow} finding={finding} index={index} />)}
      {flow.clean.length > 0 && <p className="soft">{t.cured(flow.clean.map((set) => set.map(failure).join(" + ")).join("; "))}</p>}
      {flow.undecided_because.map((reason, i) => <ReasonView key={i} reason={reason} />)}
    </div>
  );
}

function FindingView({ rule, flow, finding, index }: { rule: Rule; flow: FlowResult; finding: Finding; index: number }) {
  const t = useTexts();
  const { open, printing } = useUi();
  const failure = useFailure();
  const list = useList();
  return (
    <div className="finding">
      <p className="finding-head">
        <strong>{finding.failed.length ? t.after(list(finding.failed.map(failure))) : t.today}</strong>
        <button type="button" className="small" onClick={() => open({ kind: "finding", rule: rule.id, flow: flow.flow, index })}
          aria-label={`${t.evidence}: ${rule.id}, ${flow.flow}, ${finding.failed.join(", ") || t.today}`}>
          {t.evidence} <span className="soft">({t.steps(finding.evidence.length)})</span>
        </button>
      </p>
      <Offenders finding={finding} />
      {printing && <Steps finding={finding} />}
    </div>
  );
}

export function Offenders({ finding }: { finding: Finding }) {
  const t = useTexts();
  return (
    <ul className="offenders">
      {finding.offenders.map((offender) => {
        const bits = levelBits(offender.levels);
        return (
          <li key={`${offender.element} ${offender.role}`}>
            <Powers carries={offender.how === "carries" ? bits : 0} holds={bits} gains={0} />
            <span><strong>{offender.element}</strong> <LevelsOf bits={bits} /> <span className="soft">
              {t.how[offender.how] ?? offender.how}; {offender.role}: {partyName(offender.party)}{offender.certain ? "" : `; ${t.possible}`}{offender.waived ? `; ${t.waived}` : ""}</span></span>
          </li>
        );
      })}
    </ul>
  );
}

function LevelsOf({ bits }: { bits: number }) {
  return <span className="unseen">{useLevels()(bits)}</span>;
}

/** Evidence of the check, step by step. */
export function Steps({ finding }: { finding: Finding }) {
  const { printing } = useUi();
  const t = useTexts();
  const hidden = new Set(["step", "lines"]);
  const guilty = new Set(finding.offenders.map((offender) => offender.element));
  return (
    <ol className="steps">
      {finding.evidence.map((step, i) => {
        const values = Object.entries(step).filter(([key]) => !hidden.has(key)) as [string, string][];
        const marked = values.some(([, value]) => guilty.has(value));
        return (
          <li key={i} className={marked ? "guilty" : undefined}>
            <span className="step-kind">{step.step}</span>{" "}
            {values.map(([key, value]) => <span key={key} className="pair"><span className="soft">{key}</span> {value}</span>)}
            {step.lines.length > 0 && (printing
              ? <p className="cites">{step.lines.map((line) => `${line.file}:${line.line} ${line.text}`).join("\n")}</p>
              : <Fold summary={t.showLines(step.lines.length)}>{() => <CodeFrames places={[]} cited={step.lines} />}</Fold>)}
          </li>
        );
      })}
    </ol>
  );
}

function Elements({ rule }: { rule: Rule }) {
  const t = useTexts();
  return (
    <ul className="elements">
      {rule.elements.map((element) => (
        <li key={`${element.element} ${element.why}`} className={element.offends ? (element.waived ? "waived" : "guilty") : undefined}>
          <strong>{element.element}</strong> <span lang="en">{element.why}</span> <span className="soft">
            {elementOf.get(element.element)?.kind}; {partyName(element.party)}; {element.offends ? t.offends : t.nearMiss}{element.certain ? "" : `; ${t.possible}`}{element.waived ? `; ${t.waived}` : ""}</span>
          {element.lines.length > 0 && <Fold summary={t.showLines(element.lines.length)}>{() => <CodeFrames places={[]} cited={element.lines} />}</Fold>}
        </li>
      ))}
    </ul>
  );
}

function ReasonView({ reason }: { reason: Rule["undecided_because"][number] }) {
  const t = useTexts();
  return (
    <div className="reason">
      <p><strong>{t.reasons}:</strong> <span lang="en">{reason.text}</span></p>
      {reason.lines.length > 0 && <CodeFrames places={[]} cited={reason.lines} />}
    </div>
  );
}
function Reasons({ rule }: { rule: Rule }) {
  return <>{rule.undecided_because.map((reason, i) => <ReasonView key={i} reason={reason} />)}</>;
}

/** What became of each waiver of the rule: one that has expired covers nothing. */
function Waivers({ rule }: { rule: Rule }) {
  const t = useTexts();
  const day = useDay();
  if (!rule.waivers.length) return null;
  return (
    <div className="waivers">
      <h3>{t.waivers}</h3>
      <ul>
        {rule.waivers.map((waiver, i) => (
          <li key={i} className={waiver.use}>
            <strong>{waiver.element ? (waiver.flow ? t.elementOver(waiver.element, waiver.flow) : waiver.element) : waiver.flow ?? t.allOfIt}</strong>:{" "}
            {waiver.use === "expired" ? t.expiredOn(day(waiver.expires), waiver.owner) : t.acceptedBy(waiver.owner, day(waiver.expires))}{": "}
            <span lang="en">{waiver.reason}</span>{waiver.use === "unused" && <> <span className="soft">({t.coversNothing})</span></>}
            {waiver.source.length > 0 && <Fold summary={`${waiver.source[0].file}:${waiver.source[0].line}`}>{() => <CodeFrames places={[]} cited={waiver.source} />}</Fold>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Conflicts() {
  const t = useTexts();
  const failure = useFailure();
  const list = useList();
  if (!report.check.conflicts.length) return null;
  return (
    <div className="conflicts">
      <h3>{t.conflicts}</h3>
      {report.check.conflicts.map((conflict) => (
        <div key={`${conflict.deny_rule} ${conflict.deliver_rule} ${conflict.flow}`}>
          <p><strong>{t.conflict(conflict.deny_rule, conflict.deliver_rule, conflict.flow)}</strong> {t.conflictHelp}</p>
          <ul>{conflict.minimal_cores.map((core) => <li key={core.join()}>{list(core.map(failure))}</li>)}</ul>
        </div>
      ))}
    </div>
  );
}
