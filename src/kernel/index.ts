/** The face of the kernel: virtual time, pending events, keyed draws, run hash. */
export { assert, assertNever, present } from './assert.ts';
export { restoreCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint/checkpoint.ts';
export { FewMap } from './checkpoint/few-map.ts';
export { GrowingList } from './checkpoint/growing-list.ts';
export { PairTable } from './checkpoint/pair-table.ts';
export type { Kind, Scribe, Transcribed } from './checkpoint/scribe.ts';
export { Table } from './checkpoint/table.ts';
export { Draws, drawnOf, hashName, mix, scaled, type DrawKey } from './draws.ts';
export { EventQueue } from './event-queue.ts';
export { Kernel, type CapName, type Caps, type KernelCheckpoint, type Weight } from './kernel.ts';
export { exponentialGap, naturalLogarithm } from './logarithm.ts';
export { RunHash } from './run-hash.ts';
export { added, none } from './short-list.ts';
export { later, millis, toMicros, type Micros } from './time.ts';
