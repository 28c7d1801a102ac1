/** The nodes of the cluster: which run, and which can reach the others. */
import { millis, toMicros, type Micros, type Scribe } from '../../../kernel/index.ts';
import type { FaultEffect } from '../../../scenario/index.ts';
import { code } from '../../../trace/index.ts';
import type { World } from '../world.ts';

interface Node {
  readonly actor: number;
  isUp: boolean;
  /** Counts its lives, and its times alone: an event for an earlier one is void. */
  life: number;
  isIsolated: boolean;
  isDiskLost: boolean;
  /** Whether the controller has taken it for dead. */
  isNoticed: boolean;
}

/** How often the controller looks for leaders that are not the preferred ones: leader.imbalance.check.interval.seconds. */
const balanceCheck = millis(300_000);

type Kill = Extract<FaultEffect, { kind: 'kill-node' }>;

/** All nodes of a world. */
export class Nodes {
  readonly #world: World;
  /** By actor; empty at the places of all others. */
  readonly #nodes: readonly (Node | undefined)[];

  constructor(world: World) {
    this.#world = world;
    const nodes: (Node | undefined)[] = world.cast.actors.map(() => undefined);
    for (const actor of world.cast.nodes)
      nodes[actor] = {
        ...{ actor, isUp: true, life: 1 },
        ...{ isIsolated: false, isDiskLost: false, isNoticed: false },
      };
    this.#nodes = nodes;
  }

  has(actor: number): boolean {
    return this.#nodes[actor] !== undefined;
  }

  isUp(actor: number): boolean {
    return this.#nodes[actor]?.isUp === true;
  }

  /** Whether a node runs and reaches the others, the controller among them. */
  isConnected(actor: number): boolean {
    const node = this.#nodes[actor];
    return node?.isUp === true && !node.isIsolated;
  }

  /** The node that tells what the controller decides: the first that is connected, -1 without one. */
  get controller(): number {
    return this.#world.cast.nodes.find((node) => this.isConnected(node)) ?? -1;
  }

  /** Whether two nodes can talk to each other. */
  canTalk(one: number, other: number): boolean {
    return this.isConnected(one) && this.isConnected(other);
  }

  /** A node's bit, as rows name sets of nodes. */
  maskOf(actors: readonly number[]): number {
    const { nodes } = this.#world.cast;
    return actors.reduce((mask, actor) => mask + (1 << nodes.indexOf(actor)), 0);
  }

  /** Stops a node. Its connections break at once; the controller waits for broker.session.timeout.ms. */
  kill(actor: number, { restartAfterMs, disk }: Kill, fault: number): void {
    const node = this.#nodes[actor];
    if (node?.isUp !== true) return;
    const { teller, kernel, settings, broker } = this.#world;
    const struck = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    teller.tell(code['process-crashed'], actor, -1, -1, -1, -1, fault, struck);
    node.isUp = false;
    broker.shares.partitions.onNodeDown(actor);
    node.life += 1;
    node.isIsolated = false;
    node.isNoticed = false;
    node.isDiskLost = disk === 'lost';
    for (const partition of broker.partitions) partition.onKilled(actor);
    kernel.after(settings.node.nodeSession, { kind: 'node-noticed', node: actor, life: node.life });
    kernel.after(millis(restartAfterMs), { kind: 'restart', actor });
  }

  /** Cuts a node off from the others, the controller among them. */
  isolate(actor: number, span: Micros, fault: number): void {
    const node = this.#nodes[actor];
    if (node?.isUp !== true) return;
    const { teller, kernel, settings } = this.#world;
    const struck = teller.tell(code['fault-struck'], actor, -1, -1, fault, -1, -1, -1);
    teller.tell(code['node-isolated'], actor, -1, -1, span, fault, -1, struck);
    node.isIsolated = true;
    node.isNoticed = false;
    node.life += 1;
    kernel.after(span, { kind: 'node-rejoins', node: actor, life: node.life, fault });
    kernel.after(
      settings.node.nodeSession,
      { kind: 'node-noticed', node: actor, life: node.life },
      'background',
    );
    for (const partition of this.#world.broker.partitions) partition.onKilled(-1);
  }

  /** The controller has not heard of a node for broker.session.timeout.ms: others lead in its place. */
  onNoticed(actor: number, life: number): void {
    const node = this.#nodes[actor];
    if (node?.life !== life || node.isNoticed || (node.isUp && !node.isIsolated)) return;
    this.#notice(node);
  }

  /** A node that was cut off reaches the others again. */
  onRejoins(actor: number, life: number, fault: number): void {
    const node = this.#nodes[actor];
    if (node?.life !== life || !node.isUp) return;
    node.isIsolated = false;
    this.#world.teller.tell(code['node-rejoined'], actor, -1, -1, fault, -1, -1, -1);
    this.#return(node);
  }

  /** A node runs again. One that comes back before it was missed registers anew, and so is noticed then. */
  restart(actor: number): void {
    const node = this.#nodes[actor];
    if (node === undefined || node.isUp) return;
    if (!node.isNoticed) this.#notice(node);
    node.isUp = true;
    node.life += 1;
    this.#world.teller.tell(code['process-restarted'], actor, -1, -1, node.life, -1, -1, -1);
    this.#return(node);
  }

  transcribe(scribe: Scribe): void {
    for (const node of this.#nodes)
      if (node !== undefined) Object.assign(node, scribe.record(node));
  }

  #notice(node: Node): void {
    node.isNoticed = true;
    for (const partition of this.#world.broker.partitions) partition.onNoticed(node.actor);
  }

  #return(node: Node): void {
    const { isDiskLost } = node;
    node.isDiskLost = false;
    node.isNoticed = false;
    const { broker, cast, kernel } = this.#world;
    for (const partition of broker.partitions) partition.onReturned(node.actor, isDiskLost);
    if (cast.nodes.length === 1) return;
    const next = Math.ceil((kernel.now + 1) / balanceCheck) * balanceCheck;
    kernel.at(toMicros(next), { kind: 'node-balance' }, 'background');
  }
}
