/** Draws messages that are too many to be told apart: as beads with their number, and above that as how dense they are, with the number of all. */
import type { Surface } from '../drawing/surface.ts';
import type { Polyline } from './polyline.ts';
import { hueOf, label, type Scene } from './scene.ts';

/** Above this, messages on an edge are drawn by their density. */
const mostBeaded = 1000;
/** In how many stretches an edge is counted: beads take several of them together. */
const stretches = 24;
/** What a bead needs of the line, in pixels. */
const beadPitch = 44;
const widestBand = 20;
const thinnestBand = 3;
const dimmed = 0.22;

/** What is on one line, whichever way it goes there. */
interface Load {
  readonly hue: string;
  readonly counts: Uint32Array;
  readonly again: Uint32Array;
  total: number;
}

/** Draws every message in the air as a part of a number: the numbers on a line are what is on that line. */
export function drawCrowds(surface: Surface, scene: Scene): void {
  const loads = [...loadsOf(scene)];
  const most = loads.reduce((peak, [, { counts }]) => Math.max(peak, ...counts), 1);
  const strength = strengthIn(scene);
  for (const [line, load] of loads) {
    surface.globalAlpha = strength(line);
    if (isDense(scene, load)) drawBand(surface, { line, load, most });
  }
  for (const [line, load] of loads) {
    surface.globalAlpha = strength(line);
    if (isDense(scene, load)) drawBead(surface, scene, { ...line.at(0.5), ...whole(load) });
    else drawBeads(surface, scene, line, load);
  }
  surface.globalAlpha = 1;
}

/** Beside an order that is followed, all crowds are dim. Where nothing moves, they are all there is: those that it is in are not. */
function strengthIn({ flights, time, order, moves, lineOf }: Scene): (line: Polyline) => number {
  if (order <= 0) return () => 1;
  const own = new Set<Polyline | undefined>();
  if (!moves)
    flights.at(
      time,
      (flight) => {
        const way = lineOf(flight);
        own.add(way?.isReversed === true ? way.reversed : way);
      },
      order,
    );
  return (line) => (own.has(line) ? 1 : dimmed);
}

/** A reader who wants no movement has one number for each line. */
function isDense({ moves }: Scene, { total }: Load): boolean {
  return moves && total > mostBeaded;
}

/** Two directions that share a line share its numbers, counted from the same end. */
function loadsOf(scene: Scene): ReadonlyMap<Polyline, Load> {
  const loads = new Map<Polyline, Load>();
  scene.flights.crowds(scene.time, stretches, (flight, { stretch, count, again }) => {
    const way = scene.lineOf(flight);
    if (way === undefined) return;
    const line = way.isReversed ? way.reversed : way;
    let load = loads.get(line);
    if (load === undefined) {
      load = {
        hue: hueOf(scene, flight),
        counts: new Uint32Array(stretches),
        again: new Uint32Array(stretches),
        total: 0,
      };
      loads.set(line, load);
    }
    const at = way.isReversed ? stretches - 1 - stretch : stretch;
    load.counts[at] = (load.counts[at] ?? 0) + count;
    load.again[at] = (load.again[at] ?? 0) + again;
    load.total += count;
  });
  return loads;
}

function whole({ hue, total, again }: Load) {
  return { hue, count: total, isAgain: again.some((count) => count > 0) };
}

/** As many beads as the line has room for, each with what is on its part of the line. */
function drawBeads(surface: Surface, scene: Scene, line: Polyline, load: Load): void {
  const room = scene.moves ? Math.floor(line.length / beadPitch) : 1;
  const beads = [12, 8, 6, 4, 3, 2].find((count) => count <= room) ?? 1;
  const each = stretches / beads;
  for (let bead = 0; bead < beads; bead++) {
    const [from, to] = [bead * each, (bead + 1) * each];
    const count = sum(load.counts.subarray(from, to));
    if (count === 0) continue;
    const isAgain = sum(load.again.subarray(from, to)) > 0;
    drawBead(surface, scene, { hue: load.hue, ...line.at((bead + 0.5) / beads), count, isAgain });
  }
}

interface Bead {
  readonly x: number;
  readonly y: number;
  readonly hue: string;
  readonly count: number;
  /** Repetitions are among them. */
  readonly isAgain: boolean;
}

function drawBead(
  surface: Surface,
  { palette, letter }: Scene,
  { x, y, hue, count, isAgain }: Bead,
): void {
  const text = String(count);
  const size = letter * (0.62 + 0.22 * text.length);
  surface.fillStyle = palette.panel;
  surface.strokeStyle = hue;
  surface.lineWidth = 2;
  surface.beginPath();
  surface.arc(x, y, size, 0, Math.PI * 2);
  surface.fill();
  surface.stroke();
  if (isAgain) {
    surface.strokeStyle = palette.bad;
    surface.beginPath();
    surface.arc(x, y, size + 2.5, 0, Math.PI * 2);
    surface.stroke();
  }
  const colour = palette.ink;
  label(surface, letter, { text, x, y: y + letter * 0.36, colour, align: 'center' });
}

/** A band along the line, as wide as its messages are many there; the widest is where most are of all. */
function drawBand(
  surface: Surface,
  { line, load, most }: { readonly line: Polyline; readonly load: Load; readonly most: number },
): void {
  const strength = surface.globalAlpha;
  surface.strokeStyle = load.hue;
  surface.globalAlpha = strength * 0.5;
  load.counts.forEach((count, at) => {
    if (count === 0) return;
    const [from, to] = [line.at(at / stretches), line.at((at + 1) / stretches)];
    surface.lineWidth = thinnestBand + ((widestBand - thinnestBand) * count) / most;
    surface.beginPath();
    surface.moveTo(from.x, from.y);
    surface.lineTo(to.x, to.y);
    surface.stroke();
  });
  surface.globalAlpha = strength;
}

function sum(counts: Uint32Array): number {
  return counts.reduce((one, other) => one + other, 0);
}
