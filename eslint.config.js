/** The architecture as lint rules: who may import whom, where each library lives, what stays pure. */
import boundaries from 'eslint-plugin-boundaries';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

/** Who may import whom. A folder may import itself, and the index.ts of what is listed. */
const layers = {
  kernel: [],
  trace: [],
  broker: ['kernel', 'trace'],
  services: ['kernel', 'trace'],
  scenario: ['trace'],
  simulation: ['kernel', 'trace', 'broker', 'services', 'scenario'],
  promises: ['trace', 'scenario'],
  hunt: ['simulation', 'promises', 'scenario', 'trace'],
  worker: ['simulation', 'promises', 'hunt', 'scenario', 'trace'],
  projections: ['trace', 'scenario'],
  lessons: ['trace', 'scenario', 'projections', 'promises'],
  interview: ['trace', 'scenario', 'projections', 'promises', 'lessons'],
  exports: ['trace', 'scenario', 'projections'],
  keeping: ['scenario'],
  cli: [
    ...['simulation', 'promises', 'projections', 'scenario'],
    ...['trace', 'broker', 'hunt', 'exports', 'lessons', 'interview'],
  ],
  ui: [
    ...['worker', 'projections', 'scenario', 'trace'],
    ...['exports', 'lessons', 'interview', 'keeping'],
  ],
  setup: [],
};
const everyLayer = Object.keys(layers);

/** Same input, same output, to the bit, in every browser: no clock, no chance, no locale. */
const pureLayers = [
  ...['kernel', 'trace', 'broker', 'services', 'scenario'],
  ...['simulation', 'promises', 'projections', 'hunt', 'lessons', 'interview', 'keeping'],
  'exports',
];

/** Each library has one home, so each can be replaced in one folder. */
const homes = {
  '@codemirror': ['ui'],
  '@lezer': ['ui'],
  comlink: ['worker'],
  mermaid: ['ui'],
  uqr: ['ui'],
  uplot: ['ui'],
  svelte: ['ui'],
  xstate: ['services', 'simulation'],
};

const through = (type) => ({ to: { element: { type, internalPath: 'index.ts' } } });
const anywhere = (type) => ({ to: { element: { type } } });
const policies = [
  ...Object.entries(layers).map(([from, to]) => ({
    from: { element: { type: from } },
    allow: [anywhere(from), ...to.map(through)],
  })),
  {
    from: { element: { type: 'tests' } },
    allow: ['tests', 'scenarios', ...everyLayer].map(anywhere),
  },
];

const timeless = 'Virtual time and seeded randomness only: ask the kernel.';
const unequal = 'Differs between browsers: use integer arithmetic.';
const local = 'Depends on the locale: compare code units, and write numbers by hand.';
const unsafe = 'Markup from a string can carry a script: build elements, or let Svelte do it.';

const inaccurateMathematics = [
  ...['log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'cbrt', 'hypot'],
  ...['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'atan2', 'sinh', 'cosh', 'tanh'],
  ...['asinh', 'acosh', 'atanh'],
];
const pureProperties = [
  { object: 'Math', property: 'random', message: timeless },
  { object: 'Date', property: 'now', message: timeless },
  ...inaccurateMathematics.map((property) => ({ object: 'Math', property, message: unequal })),
];
const power = "operator='**'";
const pureSyntax = [
  { selector: "NewExpression[callee.name='Date']", message: timeless },
  { selector: "CallExpression[callee.name='Date']", message: timeless },
  // A power of two literals is an integer that we can see, such as 2 ** 32.
  {
    selector: `BinaryExpression[${power}]:not([left.type='Literal'][right.type='Literal'])`,
    message: unequal,
  },
  { selector: "AssignmentExpression[operator='**=']", message: unequal },
  { selector: 'CallExpression[callee.property.name=/^(localeCompare|toLocale)/]', message: local },
  { selector: "MemberExpression[object.name='Intl']", message: local },
];

const inMachine = "CallExpression[callee.property.name='createMachine'] ";
const slot = 'Property[key.name=/^(actions|entry|exit|guard)$/]';
const machineSyntax = [
  {
    selector:
      'ImportSpecifier[imported.name=/^(createMachine|fromPromise|fromCallback|fromObservable|SimulatedClock)$/]',
    message: 'Leaves virtual time, or skips setup().',
  },
  ...[`${slot} > :function`, `${slot} > ArrayExpression > :function`].map((where) => ({
    selector: inMachine + where,
    message: 'Name it in setup({ actions, guards }).',
  })),
  ...[`${slot} > CallExpression`, `${slot} > ArrayExpression > CallExpression`].map((where) => ({
    selector: inMachine + where,
    message: 'Name it in setup({ actions }).',
  })),
  {
    selector: `${inMachine}Property[key.name='after'] > ObjectExpression > Property[key.type='Literal']`,
    message: 'Name the delay in setup({ delays }).',
  },
];

const pageSyntax = [
  {
    selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
    message: unsafe,
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(insertAdjacentHTML|createContextualFragment|setHTMLUnsafe)$/]',
    message: unsafe,
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^write(ln)?$/]",
    message: unsafe,
  },
  { selector: 'SvelteDirective[key.name.name=/^(innerHTML|outerHTML)$/]', message: unsafe },
];

/** The rules of one folder, in one piece: a second setting of a rule would replace the first. */
function rulesOf(layer) {
  const foreign = Object.entries(homes).filter(([, at]) => !at.includes(layer));
  const elsewhere = ([name, at]) => `${name} lives in src/${at.join(' and src/')} only.`;
  const isPure = pureLayers.includes(layer);
  return {
    files: [`src/${layer}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: foreign.map(([name, at]) => ({
            regex: `^${name}(/|$)`,
            message: elsewhere([name, at]),
          })),
        },
      ],
      'no-restricted-properties': ['error', ...(isPure ? pureProperties : [])],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'The face of a folder is an explicit list.' },
        ...foreign.map(([name, at]) => ({
          selector: `ImportExpression[source.value=/^${name}(\\u002F|$)/]`,
          message: elsewhere([name, at]),
        })),
        ...(isPure ? [...pureSyntax, ...machineSyntax] : []),
        ...(['ui', 'worker'].includes(layer) ? pageSyntax : []),
      ],
    },
  };
}

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'test-results/', 'playwright-report/']),
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
  },
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // XState infers an action's parameters from its second argument, also where only the name counts.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-eval': 'error',
      'no-new-func': 'error',
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['src/**', 'tests/**', 'scenarios/**'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { typescript: { project: 'tsconfig.node.json' } },
      'boundaries/elements': [
        ...everyLayer.map((type) => ({ type, pattern: `src/${type}` })),
        ...['tests', 'scenarios'].map((type) => ({ type, pattern: type })),
      ],
    },
    rules: {
      'boundaries/dependencies': ['error', { default: 'disallow', policies }],
      'boundaries/no-unknown-files': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,mjs}'],
    rules: { 'max-lines': ['error', 400], 'max-lines-per-function': ['error', 70] },
  },
  ...everyLayer.map(rulesOf),
);
