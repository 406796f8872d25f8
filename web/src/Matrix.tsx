// Flows against whoever supplies, runs or is: a table of buttons. Arrow keys move between cells; one of them is in the
// tab order. Rows and columns beyond what fits are shown on demand, so a large network costs what is looked at.
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { LEVELS, LETTERS, type Flow, elementOf, partyName, report } from "./data";
import { Powers, Section, useLevels, useTexts, useUi } from "./parts";
import { type Cell, type GroupBy, NOT_STATED, rowOf } from "./powers";

const GROUPS: GroupBy[] = ["supplier", "operator", "owner", "country", "kind", "element"];
const COLUMNS = 24;
const ROWS = 100;

interface Row { flow: Flow; cells: Map<string, Cell> }

/** Columns by how much they touch: those that break rules first, what is not stated last. */
function columnsOf(rows: Row[]): string[] {
  const weight = new Map<string, number>();
  for (const { cells } of rows)
    for (const [group, cell] of cells)
      weight.set(group, (weight.get(group) ?? 0) + (cell.forbidden.length ? 1000 : 0) + (cell.holds ? 3 : 1));
  return [...weight].sort((a, b) => Number(a[0] === NOT_STATED) - Number(b[0] === NOT_STATED) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([group]) => group);
}

export function useGroupName() {
  const t = useTexts();
  return (group: string, by: GroupBy) => (group === NOT_STATED ? t.notStated : by === "element" || by === "kind" || by === "country" ? group : partyName(group));
}

export function Matrix() {
  const t = useTexts();
  const { printing } = useUi();
  const groupName = useGroupName();
  const [by, setBy] = useState<GroupBy>("supplier");
  const [flowText, setFlowText] = useState("");
  const [groupText, setGroupText] = useState("");
  const [shown, setShown] = useState(31);
  const [onlyBroken, setOnlyBroken] = useState(false);
  const [onlyFailure, setOnlyFailure] = useState(false);
  const [columnsMax, setColumnsMax] = useState(COLUMNS);
  const [rowsMax, setRowsMax] = useState(ROWS);
  const all = useMemo<Row[]>(() => report.flows.map((flow) => ({ flow, cells: rowOf(flow, by) })), [by]);

  const fits = (cell: Cell | undefined) => cell !== undefined && ((cell.holds | cell.gains) & shown) !== 0 &&
    (!onlyBroken || cell.forbidden.length + cell.waived.length > 0) && (!onlyFailure || (cell.gains & shown) !== 0);
  const has = (text: string, wanted: string) => text.toLowerCase().includes(wanted.trim().toLowerCase());
  const rows = all.filter(({ flow, cells }) =>
    has([flow.flow, flow.group, flow.about, flow.carries, flow.marking, ...flow.ends].join(" "), flowText) &&
    (!(onlyBroken || onlyFailure) || [...cells.values()].some(fits)));
  const columns = columnsOf(all).filter((group) => has(`${groupName(group, by)} ${group}`, groupText) && rows.some(({ cells }) => fits(cells.get(group))));
  const shownColumns = printing ? columns.slice(0, 60) : columns.slice(0, columnsMax);
  const shownRows = printing ? rows : rows.slice(0, rowsMax);
  return (
    <Section id="matrix" title={t.sections.matrix} help={t.matrixHelp}>
      <div className="tools">
        <label><span>{t.by}</span><select id="matrix-by" value={by} onChange={(event) => { setBy(event.target.value as GroupBy); setColumnsMax(COLUMNS); }}>
          {GROUPS.map((group) => <option key={group} value={group}>{t.groups[group]}</option>)}
        </select></label>
        <label><span>{t.filterFlows}</span><input type="search" id="filter-flows" value={flowText} onChange={(event) => setFlowText(event.target.value)} /></label>
        <label><span>{t.filterGroups}</span><input type="search" value={groupText} onChange={(event) => setGroupText(event.target.value)} /></label>
        <div className="choice" role="group" aria-label={t.showLevels}>
          <span className="segments">
            {LEVELS.map((level, i) => (
              <button key={level} type="button" aria-pressed={Boolean(shown & (1 << i))} title={t.levelHelp[level]}
                onClick={() => setShown((now) => (now ^ (1 << i)) || 31)}>{LETTERS[i]} {t.levels[level]}</button>
            ))}
          </span>
        </div>
        <label className="check"><input type="checkbox" checked={onlyBroken} onChange={(event) => setOnlyBroken(event.target.checked)} />{t.onlyBroken}</label>
        <label className="check"><input type="checkbox" checked={onlyFailure} onChange={(event) => setOnlyFailure(event.target.checked)} />{t.onlyFailure}</label>
      </div>
      <ul className="legend">
        <li><span className="power now" aria-hidden="true">R</span>{t.legend.now}</li>
        <li><span className="power control" aria-hidden="true">R</span>{t.legend.control}</li>
        <li><span className="power failure" aria-hidden="true">R</span>{t.legend.failure}</li>
        <li><span className="sample-broken" aria-hidden="true">{"\u2715"}</span>{t.legend.broken}</li>
        {report.check.rules.some((rule) => rule.waivers.some((waiver) => waiver.use === "used")) && <li><span className="sample-waived" aria-hidden="true">~</span>{t.legend.waived}</li>}
      </ul>
      <p className="help small-print">{t.matrixScope}</p>
      {report.open_lines.length > 0 && <p className="warning"><span aria-hidden="true">? </span>{t.matrixOpen(report.open_lines.length)}</p>}
      {rows.length === 0 || columns.length === 0 ? <p role="status">{t.none}</p> : (
        <Grid rows={shownRows} columns={shownColumns} by={by} shown={shown} fits={fits} />
      )}
      <p>
        {columns.length > columnsMax && <button type="button" onClick={() => setColumnsMax(columnsMax + COLUMNS)}>{t.moreColumns(Math.min(COLUMNS, columns.length - columnsMax))}</button>}{" "}
        {rows.length > rowsMax && <button type="button" onClick={() => setRowsMax(rowsMax + ROWS)}>{t.moreRows(Math.min(ROWS, rows.length - rowsMax))}</button>}
      </p>
    </Section>
  );
}

function Grid({ rows, columns, by, shown, fits }: {
  rows: Row[]; columns: string[]; by: GroupBy; shown: number; fits: (cell: Cell | undefined) => boolean;
}) {
  const t = useTexts();
  const { open } = useUi();
  const levels = useLevels();
  const groupName = useGroupName();
  const table = useRef<HTMLTableElement>(null);
  const [active, setActive] = useState("");
  const first = rows.flatMap(({ flow, cells }) => columns.filter((group) => fits(cells.get(group))).map((group) => `${flow.flow}\n${group}`));
  const inOrder = first.includes(active) ? active : first[0];

  const move = (event: KeyboardEvent, row: number, column: number) => {
    const step = ({ ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] } as Record<string, [number, number]>)[event.key];
    if (!step) return;
    event.preventDefault();
    for (let r = row + step[0], c = column + step[1]; r >= 0 && r < rows.length && c >= 0 && c < columns.length; r += step[0], c += step[1]) {
      const button = table.current?.querySelector<HTMLButtonElement>(`[data-at="${r} ${c}"]`);
      if (button) { button.focus(); return; }
    }
  };
  return (
    <div className="scroll" role="group" aria-label={t.sections.matrix} tabIndex={0}>
      <table className="matrix" ref={table}>
        <thead>
          <tr><th scope="col">{t.flow}</th>{columns.map((group) => (
            <th key={group} scope="col">{groupName(group, by)}{by === "element" && <span className="soft kind">{elementOf.get(group)?.kind}</span>}</th>
          ))}</tr>
        </thead>
        <tbody>
          {rows.map(({ flow, cells }, row) => (
            <tr key={flow.flow}>
              <th scope="row"><strong>{flow.flow}</strong> <span className="soft" lang="en">{flow.about || flow.carries}</span>{flow.doubtful && <span className="warning"> ? {t.doubtful}</span>}</th>
              {columns.map((group, column) => {
                const cell = cells.get(group);
                if (!cell || !fits(cell)) return <td key={group} className="empty"><span className="unseen">{t.noCell}</span></td>;
                const key = `${flow.flow}\n${group}`;
                return (
                  <td key={group}>
                    <button type="button" className={cell.forbidden.length ? "cell broken" : cell.waived.length ? "cell waived" : "cell"} data-at={`${row} ${column}`} data-cell={`${flow.flow}|${group}`}
                      tabIndex={key === inOrder ? 0 : -1} onFocus={() => setActive(key)} onKeyDown={(event) => move(event, row, column)}
                      onClick={() => open({ kind: "cell", flow: flow.flow, group: groupName(group, by), elements: cell.elements })}>
                      <span className="unseen">{t.cell(flow.flow, groupName(group, by), levels(cell.holds & shown), levels(cell.gains & shown), cell.forbidden.join(", "), cell.waived.join(", "))}</span>
                      <Powers {...cell} shown={shown} />
                      <span className="cross" aria-hidden="true">{cell.forbidden.length ? "\u2715" : cell.waived.length ? "~" : ""}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
