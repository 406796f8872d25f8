// Draws the map as SVG. Why SVG of our own and not WebGL: it prints as vectors, needs no graphics card and no worker, and a
// report has one map. What makes it smooth to thousands of devices: everything that is not looked at closely is one path
// for each colour; names and single devices are made only for what is in view and large enough to be read; moving the map
// only moves the picture, drawn wider than its frame, and draws anew once the hand rests. What is under the pointer is found by looking, not by the browser: O(elements).
import { type KeyboardEvent, type PointerEvent, memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { elementOf, report } from "./data";
import { CHIP, type Layout } from "./layout";
import { inkOn } from "./MapSection";
import { useTexts } from "./parts";

export type Mark = "path" | "guilty" | "failed";
export interface Drawn { nodes: string[]; style: "there" | "back" | "before" }
interface Class { colour: string; letter: string }
interface View { scale: number; x: number; y: number }
interface Props {
  layout: Layout; classes: Map<string, Class>; drawn: Drawn[]; marks: Map<string, Mark>; failedLinks: Set<string>; layer: boolean; chosen: string;
  onElement: (name: string) => void; onLink: (name: string) => void;
}
const READABLE = 0.42; // scale from which names are drawn
const SETTLE_MS = 90;
const OVERSCAN = 0.5; // of the frame, on each side

interface Segment { link: string; x1: number; y1: number; x2: number; y2: number }

function segmentsOf(layout: Layout): Segment[] {
  const segments: Segment[] = [];
  for (const link of report.links) {
    const ends = [...new Set(link.ends.map(([node]) => node))].map((node) => layout.at.get(node)).filter((at) => at !== undefined);
    for (let i = 1; i < ends.length; ++i) segments.push({ link: link.name, x1: ends[0].x, y1: ends[0].y, x2: ends[i].x, y2: ends[i].y });
  }
  return segments;
}

function distanceTo(s: Segment, x: number, y: number): number {
  const dx = s.x2 - s.x1, dy = s.y2 - s.y1;
  const along = Math.max(0, Math.min(1, ((x - s.x1) * dx + (y - s.y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - s.x1 - along * dx, y - s.y1 - along * dy);
}

function elementAt(layout: Layout, x: number, y: number, slack: number): string | undefined {
  for (const [name, at] of layout.at)
    if (Math.abs(x - at.x) <= CHIP.width / 2 + slack && Math.abs(y - at.y) <= CHIP.height / 2 + slack) return name;
  return undefined;
}
function linkAt(segments: Segment[], x: number, y: number, reach: number): string | undefined {
  let best: string | undefined;
  let nearest = reach;
  for (const segment of segments) {
    const distance = distanceTo(segment, x, y);
    if (distance < nearest) { nearest = distance; best = segment.link; }
  }
  return best;
}

/** A polyline through stations with an arrow in the middle of each part. */
function pathOf(layout: Layout, nodes: string[], aside: number): { line: string; arrows: string } {
  const points = nodes.map((node) => layout.at.get(node)).filter((at) => at !== undefined);
  let line = "";
  let arrows = "";
  points.forEach((at, i) => {
    line += `${i ? "L" : "M"}${at.x} ${at.y + aside}`;
    if (!i) return;
    const from = points[i - 1];
    const length = Math.hypot(at.x - from.x, at.y - from.y) || 1;
    const ux = (at.x - from.x) / length, uy = (at.y - from.y) / length;
    const mx = (at.x + from.x) / 2, my = (at.y + from.y) / 2 + aside;
    arrows += `M${mx + ux * 9} ${my + uy * 9}L${mx - ux * 6 - uy * 7} ${my - uy * 6 + ux * 7}L${mx - ux * 6 + uy * 7} ${my - uy * 6 - ux * 7}Z`;
  });
  return { line, arrows };
}

const shortened = (name: string, most: number) => (name.length > most ? `${name.slice(0, most - 1)}\u2026` : name);
const line = (segments: Segment[]) => segments.map((s) => `M${s.x1} ${s.y1}L${s.x2} ${s.y2}`).join("");

const Base = memo(function Base({ layout, segments, failedLinks, layer }: { layout: Layout; segments: Segment[]; failedLinks: Set<string>; layer: boolean }) {
  const circuits = layer ? report.circuits.map((circuit) => pathOf(layout, [circuit.ends[0], ...circuit.over, circuit.ends[1]], 0).line).join("") : "";
  const frames = layout.boxes.filter((box) => box.framed).map((box) => `M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}Z`).join("");
  const down = segments.filter((segment) => failedLinks.has(segment.link));
  return (
    <>
      <path className="site" d={frames} />
      <path className="link" d={line(segments.filter((segment) => !failedLinks.has(segment.link)))} />
      {circuits && <path className="circuit" d={circuits} />}
      <path className="link down" d={line(down)} />
      <path className="cut" d={down.map((s) => { const x = (s.x1 + s.x2) / 2, y = (s.y1 + s.y2) / 2; return `M${x - 9} ${y - 9}l18 18M${x + 9} ${y - 9}l-18 18`; }).join("")} />
    </>
  );
});

const Chips = memo(function Chips({ names, layout, classes, marks, chosen }: {
  names: string[]; layout: Layout; classes: Map<string, Class>; marks: Map<string, Mark>; chosen: string;
}) {
  return (
    <>
      {names.map((name) => {
        const at = layout.at.get(name)!;
        const { colour, letter } = classes.get(name)!;
        const mark = marks.get(name);
        const left = at.x - CHIP.width / 2, top = at.y - CHIP.height / 2;
        const round = elementOf.get(name)!.node ? 3 : CHIP.height / 2;
        return (
          <g key={name} className={`chip ${mark ?? ""}${name === chosen ? " chosen" : ""}`} data-element={name}>
            <rect x={left} y={top} width={CHIP.width} height={CHIP.height} rx={round} />
            <rect className="band" x={left + 2} y={top + 2} width={17} height={CHIP.height - 4} rx={Math.min(round, 9)} fill={colour} />
            <text className="letter" x={left + 10.5} y={at.y + 4} textAnchor="middle" fill={inkOn(colour)}>{letter}</text>
            <text x={left + 23} y={at.y + 4.5}>{mark === "guilty" ? "\u2715 " : ""}{shortened(name, mark === "guilty" ? 9 : 12)}</text>
          </g>
        );
      })}
    </>
  );
});

export function MapCanvas({ layout, classes, drawn, marks, failedLinks, layer, chosen, onElement, onLink }: Props) {
  const t = useTexts();
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<SVGSVGElement>(null);
  const view = useRef<View>({ scale: 1, x: 0, y: 0 });
  const [settled, setSettled] = useState<View>(view.current);
  const [size, setSize] = useState({ width: 800, height: 560 });
  const [hover, setHover] = useState("");
  const drawnAt = useRef<View>(settled);
  const timer = useRef(0);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(0);
  const segments = useMemo(() => segmentsOf(layout), [layout]);

  const show = useCallback((next: View) => {
    view.current = next;
    const by = next.scale / drawnAt.current.scale;
    if (picture.current) picture.current.style.transform = `translate(${next.x - drawnAt.current.x * by}px, ${next.y - drawnAt.current.y * by}px) scale(${by})`;
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setSettled(view.current), SETTLE_MS);
  }, []);
  const fitTo = useCallback((left: number, top: number, width: number, height: number) => {
    const scale = Math.min(size.width / width, size.height / height, 1.6);
    show({ scale, x: (size.width - width * scale) / 2 - left * scale, y: (size.height - height * scale) / 2 - top * scale });
    setSettled(view.current);
  }, [show, size]);
  const fit = useCallback(() => fitTo(0, 0, layout.width, layout.height), [fitTo, layout]);
  const ways = useRef(drawn);
  ways.current = drawn;
  const fitFlow = useCallback(() => {
    const points = ways.current.flatMap(({ nodes }) => nodes).map((node) => layout.at.get(node)).filter((at) => at !== undefined);
    if (!points.length) return fit();
    const xs = points.map((at) => at.x), ys = points.map((at) => at.y);
    const left = Math.min(...xs) - CHIP.width, top = Math.min(...ys) - 60;
    return fitTo(left, top, Math.max(...xs) + CHIP.width - left, Math.max(...ys) + 60 - top);
  }, [fit, fitTo, layout]);
  const fitFirst = useCallback(() => {
    if (Math.min(size.width / layout.width, size.height / layout.height) < READABLE * 0.75) fitFlow();
    else fit();
  }, [fit, fitFlow, layout, size]);
  const zoom = useCallback((by: number, at = { x: size.width / 2, y: size.height / 2 }) => {
    const { scale, x, y } = view.current;
    const next = Math.max(0.05, Math.min(4, scale * by));
    show({ scale: next, x: at.x - ((at.x - x) * next) / scale, y: at.y - ((at.y - y) * next) / scale });
  }, [show, size]);

  useLayoutEffect(() => {
    drawnAt.current = settled;
    show(view.current);
    window.clearTimeout(timer.current);
    if (view.current !== settled) timer.current = window.setTimeout(() => setSettled(view.current), SETTLE_MS);
  }, [settled, show]);
  useEffect(() => {
    const box = frame.current!;
    const watch = new ResizeObserver(() => setSize({ width: box.clientWidth, height: box.clientHeight }));
    watch.observe(box);
    return () => watch.disconnect();
  }, []);
  useEffect(fitFirst, [fitFirst]);
  useEffect(() => {
    // A page must scroll past the map: the wheel zooms when the map has the focus, or with Ctrl.
    const box = frame.current!;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !box.contains(document.activeElement)) return;
      event.preventDefault();
      const edge = box.getBoundingClientRect();
      zoom(Math.exp(-event.deltaY / 400), { x: event.clientX - edge.left, y: event.clientY - edge.top });
    };
    box.addEventListener("wheel", wheel, { passive: false });
    return () => box.removeEventListener("wheel", wheel);
  }, [zoom]);

  const place = (event: PointerEvent) => {
    const edge = frame.current!.getBoundingClientRect();
    return { x: event.clientX - edge.left, y: event.clientY - edge.top };
  };
  const find = ({ x, y }: { x: number; y: number }) => {
    const { scale, x: dx, y: dy } = view.current;
    const at = { x: (x - dx) / scale, y: (y - dy) / scale };
    const element = elementAt(layout, at.x, at.y, 2 / scale);
    return { element, link: element ? undefined : linkAt(segments, at.x, at.y, 9 / scale) };
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.current.size === 0) moved.current = 0;
    pointers.current.set(event.pointerId, place(event));
  };
  const move = (event: PointerEvent) => {
    const now = place(event);
    const last = pointers.current.get(event.pointerId);
    if (!last) {
      const { element, link } = find(now);
      setHover(element ?? link ?? "");
      return;
    }
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId);
    if (others.length) {
      const other = others[0][1];
      const before = Math.hypot(last.x - other.x, last.y - other.y), after = Math.hypot(now.x - other.x, now.y - other.y);
      if (before > 0) zoom(after / before, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else {
      if (moved.current > 4) event.currentTarget.setPointerCapture(event.pointerId);
      show({ ...view.current, x: view.current.x + now.x - last.x, y: view.current.y + now.y - last.y });
    }
    moved.current += Math.hypot(now.x - last.x, now.y - last.y);
    pointers.current.set(event.pointerId, now);
  };
  const up = (event: PointerEvent) => {
    if (!pointers.current.delete(event.pointerId) || moved.current > 4 || event.type !== "pointerup") return;
    const { element, link } = find(place(event));
    if (element) onElement(element);
    else if (link) onLink(link);
  };
  const key = (event: KeyboardEvent) => {
    const step = ({ ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] } as Record<string, [number, number]>)[event.key];
    if (event.target !== event.currentTarget) return;
    if (step) show({ ...view.current, x: view.current.x + step[0], y: view.current.y + step[1] });
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  };

  const wide = { x: size.width * OVERSCAN, y: size.height * OVERSCAN, width: size.width * (1 + 2 * OVERSCAN), height: size.height * (1 + 2 * OVERSCAN) };
  const readable = settled.scale >= READABLE;
  const inView = useMemo(() => {
    const aside = { x: size.width * OVERSCAN + CHIP.width, y: size.height * OVERSCAN + CHIP.height };
    const left = (-settled.x - aside.x) / settled.scale, top = (-settled.y - aside.y) / settled.scale;
    const right = (size.width + aside.x - settled.x) / settled.scale, bottom = (size.height + aside.y - settled.y) / settled.scale;
    return [...layout.at].filter(([, at]) => at.x > left && at.x < right && at.y > top && at.y < bottom).map(([name]) => name);
  }, [layout, settled, size]);
  const singled = readable ? inView : inView.filter((name) => marks.has(name) || name === chosen);
  const crowd = useMemo(() => {
    if (readable) return [];
    const byColour = new Map<string, string>();
    for (const [name, at] of layout.at) {
      const { colour } = classes.get(name)!;
      byColour.set(colour, `${byColour.get(colour) ?? ""}M${at.x - CHIP.width / 2} ${at.y - CHIP.height / 2}h${CHIP.width}v${CHIP.height}h${-CHIP.width}Z`);
    }
    return [...byColour];
  }, [layout, classes, readable]);
  return (
    <div className="map" ref={frame} role="group" aria-label={t.mapLabel} tabIndex={0} onKeyDown={key}
      onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={up} onPointerLeave={() => setHover("")}>
      <svg ref={picture} width={wide.width} height={wide.height} viewBox={`${-wide.x} ${-wide.y} ${wide.width} ${wide.height}`} aria-hidden="true" className={hover ? "pointing" : undefined}
        style={{ left: -wide.x, top: -wide.y, transformOrigin: `${wide.x}px ${wide.y}px` }}>
        <g transform={`translate(${settled.x} ${settled.y}) scale(${settled.scale})`}>
          <Base layout={layout} segments={segments} failedLinks={failedLinks} layer={layer} />
          {crowd.map(([colour, d]) => <path key={colour} className="crowd" d={d} fill={colour} />)}
          {drawn.map(({ nodes, style }, i) => {
            const { line: d, arrows } = pathOf(layout, nodes, style === "back" ? 5 : 0);
            return (
              <g key={i} className={`way ${style}`} data-way={style} data-nodes={nodes.join(" ")}>
                <path className="casing" d={d} /><path className="stroke" d={d} />{style === "there" && <path className="arrow" d={arrows} />}
              </g>
            );
          })}
          <Chips names={singled} layout={layout} classes={classes} marks={marks} chosen={chosen} />
          {layout.boxes.filter((box) => box.framed && (readable || box.members.some((name) => marks.has(name)))).map((box) => (
            <text key={box.id} className="site-name" x={box.x + 8} y={box.y + 15} fontSize={readable ? 12 : Math.min(30, 11 / settled.scale)}>{box.title}</text>
          ))}
        </g>
      </svg>
      {hover && <div className="hover" aria-hidden="true">{hover}{elementOf.has(hover) ? ` \u00b7 ${elementOf.get(hover)!.kind}` : ""}</div>}
      <div className="map-buttons">
        <button type="button" aria-label={t.zoomIn} title={t.zoomIn} onClick={() => zoom(1.3)}>+</button>
        <button type="button" aria-label={t.zoomOut} title={t.zoomOut} onClick={() => zoom(0.77)}>{"\u2212"}</button>
        <button type="button" onClick={fitFlow}>{t.fitFlow}</button>
        <button type="button" onClick={fit}>{t.fit}</button>
      </div>
    </div>
  );
}
