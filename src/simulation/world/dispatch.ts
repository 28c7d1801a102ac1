/** Which part of a world each event is for. */
import { assertNever } from '../../kernel/index.ts';
import { takeOrder } from './beginning.ts';
import type { WorldEvent } from './events.ts';
import type { World } from './world.ts';

/** Hands an event to the part of the world that it is for. */
export function dispatch(world: World, event: WorldEvent): void {
  switch (event.kind) {
    // What happens most comes first, for a switch over words is tried from the top.
    case 'records-arrive':
      return world.polling.onRecords(event.fetch, event.records);
    case 'commit-arrives':
      return world.groups.onCommit(event.commit);
    case 'commit-answered':
      return world.commits.onAnswered(event.commit, event.refusal, event.cause);
    case 'fetch-arrives':
      return world.broker.onFetch(event.fetch);
    case 'produce-arrives':
      return world.broker.onProduce(event.batch);
    case 'produce-answered':
      return world.producers.onAnswered(event.batch, event.baseOffset);
    case 'produce-due':
      return world.producers.onDue(event.actor, event.incarnation);
    case 'heartbeat-due':
      return world.membership.onHeartbeatDue(event);
    case 'heartbeat-arrives':
      return world.membership.onHeartbeatArrives(event);
    case 'relay-poll':
      if (world.relays.isAlive(event.actor, event.incarnation)) world.relays.onPoll(event.actor);
      return;
    case 'start':
      return world.start();
    case 'order':
      return takeOrder(world, event.order);
    case 'client-timer':
      return world.clients.onTimer(event.order, event.id, event.token);
    case 'call-arrives':
      return world.calls.onArrives(event.call);
    case 'reply-arrives':
      return world.calls.onReply(event.call, event.answer, event.cause);
    case 'produce-expired':
      return world.broker.onProduceExpired(event.partition, event.request);
    case 'produce-timeout':
      return world.producers.onTimeout(event.batch);
    case 'produce-failed':
      return world.producers.onFailed(event.batch, event.error, event.cause);
    case 'transaction-asked':
      return world.broker.transactions.onAsked(event.ask);
    case 'transaction-answered':
      return world.producers.transactions.onAnswered(event);
    case 'transaction-due':
      return world.producers.transactions.onDue(event.actor, event.session);
    case 'transaction-markers':
      return world.broker.transactions.onMarkers(event.id, event.transaction, event.isRetry);
    case 'transaction-timer':
      return world.broker.transactions.onTimer(event.id);
    case 'fetch-timeout':
      return world.polling.onFetchTimeout(event.fetch);
    case 'fetch-failed':
      return world.polling.onFetchFailed(event);
    case 'commit-timeout':
      return world.commits.onTimeout(event.commit);
    case 'replica-fetch':
    case 'replica-lag':
    case 'node-noticed':
    case 'node-rejoins':
    case 'node-balance':
    case 'metadata-aged':
    case 'storage-check':
      return dispatchToCluster(world, event);
    default:
      return dispatchToProcess(world, event);
  }
}

type ForCluster = Extract<
  WorldEvent,
  { kind: `${'replica' | 'node' | 'metadata' | 'storage'}-${string}` }
>;

function dispatchToCluster(world: World, event: ForCluster): void {
  switch (event.kind) {
    case 'replica-fetch':
      return world.broker.onReplicaFetch(event.partition, event.node);
    case 'replica-lag':
      return world.broker.onLagCheck(event.partition);
    case 'node-noticed':
      return world.broker.nodes.onNoticed(event.node, event.life);
    case 'node-rejoins':
      return world.broker.nodes.onRejoins(event.node, event.life, event.fault);
    case 'node-balance':
      return world.broker.onBalance();
    case 'metadata-aged':
      world.messages.setLiveCount(event.topic, event.count);
      return world.groups.onPartitionsAdded(event.topic);
    case 'storage-check':
      return world.broker.storage.onCheck(event.what);
    default:
      return assertNever(event);
  }
}

type ForShares = Extract<WorldEvent, { kind: `share-${string}` }>;

function dispatchToShares({ broker, consumers }: World, event: ForShares): void {
  const { sharing } = consumers;
  const { coordinators, partitions } = broker.shares;
  switch (event.kind) {
    case 'share-heartbeat-arrives':
      return coordinators.onHeartbeat(event);
    case 'share-heartbeat-answered':
      return sharing.onHeartbeatAnswered(event);
    case 'share-heartbeat-due':
      return sharing.onHeartbeatDue(event);
    case 'share-session':
      return coordinators.onSession(event.group, event.member);
    case 'share-fetch-arrives':
      return partitions.onFetch(event.fetch);
    case 'share-acknowledgement-arrives':
      return partitions.onAcknowledgement(event.acknowledgement, event.cause);
    case 'share-acknowledgement-answered':
      return sharing.onAcknowledged(event.acknowledgement, event.cause);
    case 'share-acknowledgement-lost':
      return sharing.onAcknowledgementLost(event.acknowledgement);
    case 'share-lock':
      return partitions.onLock(event.group, event.partition);
    case 'share-closed':
      return broker.shares.onClosed(event);
    default:
      return assertNever(event);
  }
}

function dispatchToProcess(
  world: World,
  event: Exclude<
    WorldEvent,
    {
      kind:
        | `${'replica' | 'node' | 'metadata' | 'storage'}-${string}`
        | `${'start' | 'order' | 'client-timer' | 'call-arrives' | 'reply-arrives'}`
        | `${'relay-poll' | 'heartbeat-due' | 'heartbeat-arrives'}`
        | `${'produce' | 'transaction' | 'fetch' | 'commit' | 'records'}-${string}`;
    }
  >,
): void {
  switch (event.kind) {
    case 'join-arrives':
      return world.membership.onJoinArrives(event);
    case 'join-answered':
      return world.membership.onJoinAnswered(event);
    case 'sync-arrives':
      return world.membership.onSyncArrives(event);
    case 'sync-answered':
      return world.membership.onSyncAnswered(event);
    case 'leave-arrives':
      return world.membership.onLeaveArrives(event);
    case 'offsets-expire':
      return world.groups.onOffsetsExpire(event.group, event.token);
    case 'reached':
      return world.network.cutOffs.end(event.actor, event.fault);
    case 'resume':
      return world.incidents.onResume(event.actor, event.fault);
    case 'heartbeat-refused':
      return world.membership.onHeartbeatRefused(event);
    case 'rebalance-timer':
      return world.groups.coordinator(event.group).onRebalanceTimer(world.kernel.now, event.token);
    case 'session-timer':
      return world.groups.coordinator(event.group).onSessionTimer(world.kernel.now, event.member);
    case 'deadline':
      return world.incidents.onDeadline(event);
    case 'restart':
      return world.incidents.restart(event.actor);
    case 'recover':
      return world.incidents.recover(event);
    case 'fault':
      return world.incidents.onFault(event.fault);
    case 'relay-resend':
      return world.relays.onResend(event.actor, event.incarnation, event.message, event.cause);
    case 'poll-check':
    case 'auto-commit':
    case 'process-timer':
    case 'job-continues': {
      const process = world.aliveProcess(event.actor, event.incarnation);
      if (process === undefined) return;
      if (event.kind === 'poll-check') world.departures.onCheck(process);
      else if (event.kind === 'auto-commit') world.commits.onAutoCommit(process);
      else if (event.kind === 'process-timer')
        world.consumers.onTimer(process, event.id, event.token);
      else world.jobs.continue(process, event);
      return;
    }
    default:
      return dispatchToShares(world, event);
  }
}
