/** What the schema of scenarios says of a place in a text: which fields belong there, which values, and what they mean. */
import type { syntaxTree } from '@codemirror/language';
import { scenarioSchema } from '../../scenario/index.ts';
import { keyOf } from './places.ts';

/** A node of the tree of a text. */
export type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** As much of JSON Schema as the format of scenarios uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

let known: { readonly root: Schema; readonly defs: Readonly<Record<string, Schema>> } | undefined;

function schemas() {
  if (known === undefined) {
    const root = scenarioSchema() as Schema & { readonly $defs?: Readonly<Record<string, Schema>> };
    known = { root, defs: root.$defs ?? {} };
  }
  return known;
}

/** A schema without its references. What stands beside a reference counts more than what it leads to. */
function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  const { $ref, ...own } = schema;
  const name = $ref.replace('#/$defs/', '');
  return { ...resolved(schemas().defs[name] ?? {}), ...own };
}

/** All shapes that a value may have; of several only those that its fields so far do not rule out. */
function shapesOf(schema: Schema, value: SyntaxNode | undefined, text: string): readonly Schema[] {
  const whole = resolved(schema);
  const choices = whole.oneOf ?? whole.anyOf;
  if (choices === undefined) return [whole];
  const shapes = choices.flatMap((choice) => shapesOf(choice, value, text));
  const left = shapes.filter((shape) => !isRuledOut(shape, value, text));
  return left.length > 0 ? left : shapes;
}

function isRuledOut({ properties }: Schema, value: SyntaxNode | undefined, text: string): boolean {
  if (value?.name !== 'Object' || properties === undefined) return false;
  return Object.entries(properties).some(([key, { const: only }]) => {
    const found = only === undefined ? undefined : memberOf(value, key, text);
    return found !== undefined && text.slice(found.from, found.to) !== JSON.stringify(only);
  });
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

/** The value of a member of an object, if it has one. */
function memberOf(object: SyntaxNode, key: string, text: string): SyntaxNode | undefined {
  for (const property of object.getChildren('Property')) {
    const last = property.lastChild;
    if (nameOf(property, text) === key && last !== null && values.has(last.name)) return last;
  }
  return undefined;
}

/** The name of a property, as it counts. */
export function nameOf(property: SyntaxNode, text: string): string {
  const name = property.getChild('PropertyName');
  return name === null ? '' : keyOf(text.slice(name.from, name.to));
}

/** What may stand where a value or a property stands, from the top of the text down to it. */
export function schemasAt(node: SyntaxNode, text: string): readonly Schema[] {
  const { parent } = node;
  const value = values.has(node.name) ? node : undefined;
  if (parent === null || parent.type.isTop) return shapesOf(schemas().root, value, text);
  if (node.name === 'Property') {
    const name = nameOf(node, text);
    const last = node.lastChild ?? undefined;
    return schemasAt(parent, text).flatMap((of) => {
      const member = fieldOf(of, name);
      return member === undefined ? [] : shapesOf(member, last, text);
    });
  }
  if (parent.name === 'Property') return schemasAt(parent, text);
  if (parent.name !== 'Array') return schemasAt(parent, text);
  return schemasAt(parent, text).flatMap(({ items }) =>
    items === undefined ? [] : shapesOf(items, value, text),
  );
}

function fieldOf({ properties, additionalProperties }: Schema, name: string): Schema | undefined {
  const own = properties !== undefined && Object.hasOwn(properties, name);
  if (own) return properties[name];
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** A field that an object may have. */
export interface SchemaField {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The fields that may stand in an object. One that several shapes have is told once. */
export function fieldsOf(object: SyntaxNode, text: string): readonly SchemaField[] {
  const fields = new Map<string, SchemaField>();
  for (const { properties = {}, required = [] } of schemasAt(object, text))
    for (const [name, schema] of Object.entries(properties))
      if (!fields.has(name))
        fields.set(name, { name, schema: resolved(schema), isRequired: required.includes(name) });
  return [...fields.values()];
}

/** What a schema says of a value, for people: its meaning, its kind and what holds without it. */
export function meaningOf({ name, schema, isRequired }: SchemaField): string {
  const parts = [kindOf(schema)];
  if (isRequired) parts.push('required');
  else if (schema.default !== undefined) parts.push(`without it ${JSON.stringify(schema.default)}`);
  return `${schema.description ?? name} (${parts.filter((part) => part !== '').join(', ')})`;
}

/** The kind of a value in a few words: `integer, 1 to 16`. */
export function kindOf(schema: Schema): string {
  const { type = '', minimum, maximum, const: only } = schema;
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  if (minimum !== undefined && maximum !== undefined) return `${type}, ${minimum} to ${maximum}`;
  return type;
}

/** The values that may be chosen from: listed ones, yes or no, and what holds when nothing is said. */
export function choicesOf(
  schema: Schema,
): readonly { readonly text: string; readonly info: string }[] {
  const listed = schema.enum ?? (schema.const === undefined ? [] : [schema.const]);
  const plain = schema.type === 'boolean' ? [true, false] : listed;
  const rest = plain.length === 0 && typeof schema.default === 'number' ? [schema.default] : plain;
  return rest.map((each) => ({
    text: JSON.stringify(each),
    info: each === schema.default ? 'holds without it' : '',
  }));
}

/** What the field is called and means in which a place lies; empty where the schema says nothing. */
export function documentationAt(node: SyntaxNode, text: string): string {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name !== 'Property') continue;
    const object = at.parent;
    const name = nameOf(at, text);
    const field =
      object === null ? undefined : fieldsOf(object, text).find((each) => each.name === name);
    if (field !== undefined) return `${name}: ${meaningOf(field)}`;
  }
  return '';
}
