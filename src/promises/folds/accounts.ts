/** The accounts that checkers share: each is kept once, and only when somebody asked for it. */
import type { Scenario } from '../../scenario/index.ts';
import type { Cast } from '../../trace/index.ts';
import type { Listener } from '../checker.ts';
import { Acknowledged } from './acknowledged.ts';
import { Clients } from './clients.ts';
import { Groups } from './groups.ts';
import { Handling } from './handling.ts';
import { Keys } from './keys.ts';
import { Lags } from './lags.ts';
import { Logs } from './logs.ts';
import { Processes } from './processes.ts';
import { Transactions } from './transactions.ts';
import { Work } from './work.ts';

/** The accounts of one world. They take in each row before the checkers do. */
export class Accounts {
  readonly #scenario: Scenario;
  readonly #cast: Cast;
  #logs: Logs | undefined;
  #transactions: Transactions | undefined;
  #groups: Groups | undefined;
  #handling: Handling | undefined;
  #processes: Processes | undefined;
  #clients: Clients | undefined;
  #keys: Keys | undefined;
  #acknowledged: Acknowledged | undefined;
  #work: Work | undefined;
  #lags: Lags | undefined;

  constructor(scenario: Scenario, cast: Cast) {
    this.#scenario = scenario;
    this.#cast = cast;
  }

  /** What stands in the logs. */
  get logs(): Logs {
    return (this.#logs ??= new Logs(this.#cast));
  }
  /** How transactions end. */
  get transactions(): Transactions {
    return (this.#transactions ??= new Transactions(this.#cast));
  }
  /** Who owns what, and how far groups have come. */
  get groups(): Groups {
    return (this.#groups ??= new Groups(this.#scenario, this.#cast));
  }
  /** Which group has finished which message. */
  get handling(): Handling {
    return (this.#handling ??= new Handling(this.#cast, this.logs));
  }
  /** Which processes are up. */
  get processes(): Processes {
    return (this.#processes ??= new Processes(this.#cast));
  }
  /** How clients are set. */
  get clients(): Clients {
    return (this.#clients ??= new Clients(this.#scenario, this.#cast));
  }
  /** What belongs together. */
  get keys(): Keys {
    return (this.#keys ??= new Keys(this.#scenario));
  }
  /** What producers were told is stored. */
  get acknowledged(): Acknowledged {
    return (this.#acknowledged ??= new Acknowledged(this.#cast, this.logs));
  }
  /** Who works on what. */
  get work(): Work {
    return (this.#work ??= new Work(this.#cast, this));
  }
  /** How far groups are behind. */
  get lags(): Lags {
    return (this.#lags ??= new Lags(this.#cast, this));
  }

  /** Those that were asked for, in the order in which they must hear of a row. */
  get listeners(): readonly Listener[] {
    const all = [
      this.#clients,
      this.#keys,
      this.#logs,
      this.#transactions,
      this.#groups,
      this.#processes,
      this.#handling,
      this.#acknowledged,
      this.#work,
      this.#lags,
    ];
    return all.filter((each) => each !== undefined);
  }
}
