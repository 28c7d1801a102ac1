/** Draws the messages that are in the air. Where a message is depends on virtual time alone: the same instant gives the same picture. */
import type { Flight } from '../../projections/index.ts';
import type { Surface } from '../drawing/surface.ts';
import { hueOf, label, strengthOf, type Scene } from './scene.ts';

/** So many are drawn one by one. */
const mostSingle = 300;
const echoes = 10;
const radius = 5.5;

/** Whether messages are too many to be told apart; where nothing may move, they always are. */
export function isCrowded({ flights, time, moves }: Pick<Scene, 'flights' | 'time' | 'moves'>) {
  const count = flights.count(time);
  return count > (moves ? mostSingle : 0);
}

/** Draws one frame: dots as long as they can be told apart, and from then on how many there are, by `drawCrowds` once that is there. */
export function drawFlights(
  surface: Surface,
  scene: Scene,
  drawCrowds: ((surface: Surface, scene: Scene) => void) | undefined,
): void {
  const { flights, time, wake, moves, order } = scene;
  const crowded = isCrowded(scene);
  // Of a crowd, only an order that is followed has messages of its own.
  const shown = crowded ? order : -1;
  if (crowded) drawCrowds?.(surface, scene);
  if (moves && (!crowded || order > 0)) {
    for (let echo = echoes; wake > 0 && echo >= 1; echo--) {
      const before = time - (wake * echo) / echoes;
      if (before < 0) continue;
      const strength = 1 - echo / (echoes + 1);
      flights.at(before, (flight) => drawEcho(surface, scene, flight, strength), shown);
    }
    surface.globalAlpha = 1;
    flights.at(time, (flight) => drawMessage(surface, scene, flight), shown);
  }
  surface.globalAlpha = 1;
}

function drawEcho(surface: Surface, scene: Scene, flight: Flight, strength: number): void {
  const line = scene.lineOf(flight);
  if (line === undefined || flight.lost) return;
  const { x, y } = line.at(flight.progress);
  surface.globalAlpha = 0.3 * strength * strengthOf(scene, flight);
  surface.fillStyle = hueOf(scene, flight);
  surface.beginPath();
  surface.arc(x, y, radius * (0.35 + 0.5 * strength), 0, Math.PI * 2);
  surface.fill();
}

function drawMessage(surface: Surface, scene: Scene, flight: Flight): void {
  const line = scene.lineOf(flight);
  if (line === undefined) return;
  const { palette, picked } = scene;
  const { x, y } = line.at(flight.progress);
  surface.globalAlpha = (flight.lost ? 1 - flight.faded * 0.85 : 1) * strengthOf(scene, flight);
  surface.lineWidth = 2;
  if (flight.lost && flight.progress >= 0.5) {
    drawCross(surface, x, y, palette.bad);
    return;
  }
  if (flight.message === picked) drawHalo(surface, x, y, palette.ink);
  const hue = hueOf(scene, flight);
  outline(surface, flight, x, y);
  const hollow = flight.kind === 'reply' || flight.attempt > 1;
  surface.fillStyle = hollow ? palette.panel : hue;
  surface.strokeStyle = flight.attempt > 1 ? palette.bad : hollow ? hue : palette.panel;
  surface.lineWidth = hollow ? 2.2 : 1.2;
  surface.fill();
  surface.stroke();
  if (flight.attempt > 1)
    label(surface, scene.letter, {
      text: `#${flight.attempt}`,
      x: x + 10,
      y: y + 4,
      colour: palette.bad,
    });
}

function outline(surface: Surface, { kind, attempt }: Flight, x: number, y: number): void {
  const size = attempt > 1 ? radius + 1 : radius;
  surface.beginPath();
  if (kind === 'command') {
    surface.moveTo(x, y - size - 1);
    surface.lineTo(x + size + 1, y);
    surface.lineTo(x, y + size + 1);
    surface.lineTo(x - size - 1, y);
    surface.closePath();
  } else if (kind === 'query') surface.rect(x - size, y - size, size * 2, size * 2);
  else surface.arc(x, y, size, 0, Math.PI * 2);
}

function drawHalo(surface: Surface, x: number, y: number, colour: string): void {
  surface.strokeStyle = colour;
  surface.lineWidth = 1.5;
  surface.beginPath();
  surface.arc(x, y, radius + 5, 0, Math.PI * 2);
  surface.stroke();
}

function drawCross(surface: Surface, x: number, y: number, colour: string): void {
  surface.strokeStyle = colour;
  surface.lineWidth = 2.4;
  surface.beginPath();
  for (const side of [-1, 1]) {
    surface.moveTo(x - radius, y - radius * side);
    surface.lineTo(x + radius, y + radius * side);
  }
  surface.stroke();
}
