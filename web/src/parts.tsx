// Small pieces that all sections use.
import { createContext, type ReactNode, useContext, useState } from "react";
import { LEVELS, LETTERS, type Line, type Verdict, partyName, placeOf, report } from "./data";
import { type Language, type Texts, dayText, listText, texts } from "./texts";

export interface Ui {
  language: Language;
  open: (evidence: EvidenceTarget) => void;
  printing: boolean;
}
/** What the evidence drawer shows. */
export type EvidenceTarget =
  | { kind: "cell"; flow: string; group: string; elements: string[] }
  | { kind: "finding"; rule: string; flow: string; index: number };

export const UiContext = createContext<Ui>({ language: "en", open: () => {}, printing: false });
export const useUi = () => useContext(UiContext);
export const useTexts = (): Texts => texts[useUi().language];
export const useDay = () => {
  const { language } = useUi();
  return (day: string) => dayText(language, day);
};
export const useList = () => {
  const { language } = useUi();
  return (names: string[]) => listText(language, names);
};
/** "read, see and alter" of bits. */
export const useLevels = () => {
  const t = useTexts();
  const { language } = useUi();
  return (bits: number) => listText(language, LEVELS.filter((_, i) => bits & (1 << i)).map((level) => t.levels[level]));
};
/** "link P1--PE-INT1" of a label. */
export const useFailure = () => {
  const t = useTexts();
  return (label: string) => {
    const colon = label.indexOf(":");
    return `${t.failureKinds[label.slice(0, colon)] ?? label.slice(0, colon)} ${label.slice(colon + 1).replaceAll("--", " \u2013 ")}`;
  };
};

const MARKS: Record<Verdict, string> = { proved: "\u2713", violated: "\u2715", undecided: "?", waived: "~", "not-in-force": "\u2013" };
export function Badge({ verdict }: { verdict: Verdict }) {
  const t = useTexts();
  return (
    <span className={`badge ${verdict}`}>
      <span aria-hidden="true" className="mark">{MARKS[verdict]}</span>
      {t.verdict[verdict]}
    </span>
  );
}

/** The findings of the check against these elements over a flow: what is listed, owned and managed stands there. */
export function Findings({ flow, elements }: { flow: string; elements: string[] }) {
  const t = useTexts();
  const { open } = useUi();
  const found = report.check.rules.flatMap((rule) => rule.flows.filter((one) => one.flow === flow).flatMap((one) =>
    one.findings.map((finding, index) => ({ rule: rule.id, index, finding }))))
    .filter(({ finding }) => finding.offenders.some((offender) => elements.includes(offender.element)));
  return (
    <p className="findings">
      {found.map(({ rule, index, finding }) => (
        <button key={`${rule} ${index}`} type="button" className="small" onClick={() => open({ kind: "finding", rule, flow, index })}>
          {t.evidence}: {rule}{finding.failed.length ? `, ${finding.failed.map((label) => label.slice(label.indexOf(":") + 1)).join(" + ")}` : ""}
        </button>
      ))}
    </p>
  );
}

export function PartyLabel({ id }: { id: string }) {
  const name = partyName(id);
  return <>{name}{name !== id && <span className="soft"> ({id})</span>}</>;
}

/** Five letters: filled, framed or dashed by how the power is held. */
export function Powers({ carries, holds, gains, shown = 31 }: { carries: number; holds: number; gains: number; shown?: number }) {
  return (
    <span className="powers" aria-hidden="true">
      {LETTERS.map((letter, i) => {
        const bit = 1 << i;
        const how = !(shown & bit) ? "off" : carries & bit ? "now" : holds & bit ? "control" : gains & bit ? "failure" : "off";
        return <span key={letter} className={`power ${how}`}>{how === "off" ? "\u00b7" : letter}</span>;
      })}
    </span>
  );
}

/** Cited lines with those around them, one frame for each file; lines close to each other share a block. */
export function CodeFrames({ places, cited }: { places: string[]; cited?: Line[] }) {
  const byFile = new Map<string, Set<number>>();
  const add = (file: string, line: number) => byFile.set(file, (byFile.get(file) ?? new Set()).add(line));
  for (const place of places) {
    const { file, line } = placeOf(place);
    add(file, line);
  }
  for (const { file, line } of cited ?? []) add(file, line);
  return (
    <div className="frames">
      {[...byFile].map(([file, lines]) => {
        const sources = report.sources[file] ?? {};
        const shown = new Set<number>();
        for (const line of lines) for (let at = line - 3; at <= line + 3; ++at) if (sources[at] !== undefined) shown.add(at);
        const sorted = [...shown].sort((a, b) => a - b);
        return (
          <figure key={file} className="frame">
            <figcaption>{file}</figcaption>
            <pre tabIndex={0} aria-label={file}>
              {sorted.map((at, i) => (
                <span key={at} className={lines.has(at) ? "cited" : undefined}>
                  {i > 0 && sorted[i - 1] !== at - 1 ? <span className="gap">{"      \u22ee\n"}</span> : null}
                  <span className="number">{`${lines.has(at) ? "\u25b8" : " "}${String(at).padStart(4)} `}</span>
                  {`${sources[at]}\n`}
                </span>
              ))}
            </pre>
          </figure>
        );
      })}
    </div>
  );
}

/** Opens on demand; always open on paper. Its content is made only when it is seen. */
export function Fold({ summary, children, open: begins = false }: { summary: ReactNode; children: () => ReactNode; open?: boolean }) {
  const { printing } = useUi();
  const [open, setOpen] = useState(begins);
  return (
    <details open={open || printing} onToggle={(event) => { if (!printing) setOpen(event.currentTarget.open); }}>
      <summary>{summary}</summary>
      {(open || printing) && children()}
    </details>
  );
}

export function Section({ id, title, help, children }: { id: string; title: string; help?: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {help && <p className="help">{help}</p>}
      {children}
    </section>
  );
}

export function Choice({ legend, options, value, onChange }: {
  legend: string; options: [string, string][]; value: string; onChange: (value: string) => void;
}) {
  return (
    <div className="choice" role="group" aria-label={legend}>
      <span className="soft" aria-hidden="true">{legend}</span>
      <span className="segments">
        {options.map(([key, label]) => (
          <button key={key} type="button" aria-pressed={value === key} onClick={() => onChange(key)}>{label}</button>
        ))}
      </span>
    </div>
  );
}
