/** No field is forgotten: every class of a world's state names all that can change in it, in the method that a checkpoint writes and reads by. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the state of a world lives. */
const folders = [
  'src/kernel',
  'src/trace',
  'src/services',
  'src/broker/log',
  'src/broker/replication',
  'src/broker/transactions',
  'src/broker/groups',
  'src/broker/clients',
  'src/simulation/world',
];

/** What is no part of a world: it works within one step, or beside the worlds, or is written by whoever has it, as a `Map` is. */
const elsewhere: readonly RegExp[] = [
  /^src\/kernel\/checkpoint\/(checkpoint|few-map)\.ts/,
  /^src\/services\/(table-|known-steps)/,
  /^src\/broker\/groups\/assignors\//,
  /^src\/broker\/groups\/sticky\//,
  /^src\/broker\/clients\/consumer\//,
];

/** How a field says that it is nothing to remember: a cache, or something that lives within one step. */
const exempt = /No checkpoint holds it/;

/** What a class has that can change, and what its transcribing methods speak of. */
interface Stateful {
  readonly name: string;
  readonly fields: readonly string[];
  /** The text of `transcribe`, or of `restore`, with that of the methods that it calls. */
  readonly told: string;
}

/** A field can change, or it is made here and what it holds can. An object that was given is someone else's. */
function canChange(field: ts.PropertyDeclaration, maker: string, source: ts.SourceFile): boolean {
  const has = (kind: ts.SyntaxKind) => field.modifiers?.some((each) => each.kind === kind) === true;
  if (has(ts.SyntaxKind.StaticKeyword)) return false;
  if (!has(ts.SyntaxKind.ReadonlyKeyword)) return true;
  const type = field.type?.getText(source) ?? '';
  if (/^(Map|FewMap|Set|Table|PairTable|GrowingList)<|\[\]$/.test(type))
    return !type.startsWith('readonly ');
  const { initializer } = field;
  if (initializer !== undefined) return /^(new |\[|\{)/.test(initializer.getText(source));
  return changing.has(type.replace(/<.*/, '')) && maker.includes(`${nameOf(field, source)} = new `);
}

const nameOf = (field: ts.PropertyDeclaration, source: ts.SourceFile) => field.name.getText(source);

/** Classes of which it is known that they can change: those that transcribe themselves. */
const changing = new Set<string>();

function classesIn(file: string, text: string): Stateful[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const classes = source.statements.filter(ts.isClassDeclaration);
  return classes.map((each) => {
    const bodies = new Map(
      each.members
        .filter((member) => ts.isMethodDeclaration(member) || ts.isGetAccessor(member))
        .map((method) => [method.name.getText(source), method.body?.getText(source) ?? '']),
    );
    const maker = each.members.find(ts.isConstructorDeclaration)?.getText(source) ?? '';
    const fields = each.members
      .filter(ts.isPropertyDeclaration)
      .filter((field) => !exempt.test(field.getFullText(source)))
      .filter((field) => canChange(field, maker, source));
    const method = bodies.get('transcribe') ?? bodies.get('restore') ?? '';
    return {
      name: each.name?.text ?? '',
      fields: fields.map((field) => nameOf(field, source)),
      told: withCalls(method, bodies),
    };
  });
}

/** A method with the methods and getters of the class that it asks, and those that they ask. */
function withCalls(method: string, bodies: ReadonlyMap<string, string>): string {
  const texts = new Set([method]);
  for (const text of texts)
    for (const [, name = ''] of text.matchAll(/this\.(#?\w+)/g)) texts.add(bodies.get(name) ?? '');
  return [...texts].join('\n');
}

function forgotten({ name, fields, told }: Stateful): string[] {
  return fields.filter((field) => !speaksOf(told, field)).map((field) => `${name}.${field}`);
}

function speaksOf(body: string, field: string): boolean {
  return new RegExp(`this\\.${field}\\b`).test(body);
}

const files = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name).split(path.sep).join('/'))
    .filter((file) => !elsewhere.some((pattern) => pattern.test(file))),
);

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

for (const file of files)
  for (const { name, told } of classesIn(file, textOf(file)))
    if (told.trim() !== '') changing.add(name);

/** A world has so many rooms that their list is a file of its own. */
const rooms = textOf('src/simulation/world/rooms.ts').replaceAll('world.', 'this.');

const stateful = files
  .flatMap((file) => classesIn(file, textOf(file)))
  .map((one) => (one.name === 'World' ? { ...one, told: `${one.told}${rooms}` } : one))
  .filter(({ fields }) => fields.length > 0);

describe('the state of a world', () => {
  test('is found', () => {
    expect(stateful.length).toBeGreaterThan(40);
  });

  test.each(stateful)('$name tells a checkpoint all that can change in it', (one) => {
    expect(forgotten(one)).toEqual([]);
  });
});

describe('a field that is forgotten', () => {
  const planted = (body: string) =>
    classesIn(
      'planted.ts',
      `class Planted {
        readonly given: Given;
        readonly fixed = 7;
        readonly #seen = new Set<number>();
        #count = 0;
        /** No checkpoint holds it. */
        #cache = 0;
        ${body}
      }`,
    ).flatMap(forgotten);

  test('is named', () => {
    expect(planted('')).toEqual(['Planted.#seen', 'Planted.#count']);
    expect(planted('transcribe(s) { s.set(this.#seen); }')).toEqual(['Planted.#count']);
    expect(
      planted(
        'checkpoint() { return [this.#seen, this.#count]; } restore() { this.#seen.clear(); }',
      ),
    ).toEqual(['Planted.#count']);
  });

  test('is not one that cannot change, nor one that says it is nothing to remember', () => {
    const body = 'transcribe(s) { s.set(this.#seen); this.#count = s.value(this.#count); }';
    expect(planted(body)).toEqual([]);
  });
});
