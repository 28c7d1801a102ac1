/** What can be taken along of a run as a text, and the names of the files. */
import {
  cloudEventPieces,
  eventCsvPieces,
  exportName,
  figuresCsv,
  lagCsvPieces,
  markdownReport,
  otlpPieces,
  type ToldStyle,
} from '../../exports/index.ts';
import { sequenceDiagram, topology } from '../../projections/index.ts';
import type { Style } from '../../trace/index.ts';
import type { Lab } from '../run/lab.svelte.ts';

/** A file that can be had. */
export interface Offer {
  readonly id: string;
  readonly label: string;
  /** What it is for. */
  readonly hint: string;
  readonly name: string;
  readonly mime: string;
  /** Its text in pieces; empty ones say that time has passed. */
  readonly pieces: () => Iterable<string> | Promise<Iterable<string>>;
}

/** Some files under a heading. */
export interface OfferGroup {
  readonly title: string;
  readonly offers: readonly Offer[];
}

/** All that is told of the runs on view, as exports read it. */
export function toldStyles(lab: Lab, styles: readonly Style[] = lab.shown): readonly ToldStyle[] {
  const { scenario, seed, engine } = lab.run;
  if (scenario === undefined) return [];
  return styles.flatMap((style): ToldStyle[] => {
    const world = lab.run.world(style);
    if (world === undefined) return [];
    const { trace, cast, hash, ended, verdicts } = world;
    const promises = verdicts.map((verdict) => ({ ...verdict, why: verdict.sentence }));
    const name = { slug: slugOf(lab), seed, style, engine, hash };
    return [{ name, scenario, trace, cast, promises, ended }];
  });
}

/** The name of a file of this run: `baton-order-fulfilment-choreography-seed7.events.csv`. */
export function fileName(lab: Lab, style: string, ending: string): string {
  return exportName(slugOf(lab), style, lab.run.seed, ending);
}

/** The files of one style, and those of all styles on view. */
export function offersOf(lab: Lab, style: Style): readonly OfferGroup[] {
  const [told] = toldStyles(lab, [style]);
  if (told === undefined) return [];
  return [
    { title: 'Data', offers: dataOf(lab, told) },
    { title: 'Text', offers: textsOf(lab, told) },
  ];
}

function dataOf(lab: Lab, told: ToldStyle): readonly Offer[] {
  const { style } = told.name;
  const csv = 'text/csv';
  return [
    {
      ...{ id: 'events', label: 'Events as CSV', mime: csv },
      hint: 'a line for each event, with its sentence; for spreadsheets',
      name: fileName(lab, style, 'events.csv'),
      pieces: () => eventCsvPieces(told),
    },
    {
      ...{ id: 'cloudevents', label: 'Messages as CloudEvents', mime: 'application/x-ndjson' },
      hint: 'JSON Lines, CloudEvents 1.0',
      name: fileName(lab, style, 'cloudevents.jsonl'),
      pieces: () => cloudEventPieces(told),
    },
    {
      ...{ id: 'otlp', label: 'Spans as OTLP/JSON', mime: 'application/json' },
      hint: 'a trace for each order; opens in Jaeger',
      name: fileName(lab, style, 'otlp.json'),
      pieces: () => otlpPieces(told),
    },
    {
      ...{ id: 'lag', label: 'Lag as CSV', mime: csv },
      hint: 'each consumer group, whenever it changes',
      name: fileName(lab, style, 'lag.csv'),
      pieces: () => lagCsvPieces(told),
    },
    {
      ...{ id: 'figures', label: 'Figures as CSV', mime: csv },
      hint: 'the styles on view beside each other',
      name: fileName(lab, lab.shown.join('-'), 'figures.csv'),
      pieces: () => [figuresCsv(toldStyles(lab))],
    },
  ];
}

function textsOf(lab: Lab, told: ToldStyle): readonly Offer[] {
  const { style } = told.name;
  const { order } = lab.selection;
  const mime = 'text/plain';
  return [
    {
      ...{ id: 'report', label: 'Report in Markdown', mime: 'text/markdown' },
      hint: 'figures, promises, faults, and how the first broken order went',
      name: fileName(lab, lab.shown.join('-'), 'md'),
      pieces: async () => [
        markdownReport({
          styles: toldStyles(lab),
          reopen: await addressOf(lab),
        }),
      ],
    },
    {
      ...{ id: 'sequence', label: `Order ${order} as a sequence diagram`, mime },
      hint: 'Mermaid',
      name: fileName(lab, style, `order-${order}.mmd`),
      pieces: () => [sequenceDiagram(told.trace, told.cast, order)],
    },
    {
      ...{ id: 'topology', label: 'Who sends to whom', mime },
      hint: 'Mermaid',
      name: fileName(lab, style, 'mmd'),
      pieces: () => [topology(told.cast).mermaid],
    },
  ];
}

/** A link to the present moment, to be opened anywhere; empty when there can be none. */
export async function addressOf(lab: Lab): Promise<string> {
  const fragment = await lab.links.addressOfMoment();
  return fragment === undefined ? '' : location.href.replace(/#.*$/, '') + fragment;
}

/** One of one's own is called as it is titled. */
function slugOf(lab: Lab): string {
  return lab.isBuiltIn ? lab.slug : (lab.run.scenario?.title ?? 'run');
}

/** For so long pieces are made without a break. */
const sliceMs = 12;

/** All pieces as one file. The page stays at hand while a long one is made. */
export async function gather({ pieces, mime }: Offer): Promise<Blob> {
  const parts: string[] = [];
  let since = performance.now();
  for (const piece of await pieces()) {
    if (piece !== '') parts.push(piece);
    if (performance.now() - since < sliceMs) continue;
    await new Promise((resume) => setTimeout(resume));
    since = performance.now();
  }
  return new Blob(parts, { type: mime });
}
